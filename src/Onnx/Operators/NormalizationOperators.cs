using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Normalisations.</summary>
internal static class NormalizationOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["BatchNormalization"] = Batch,
        ["InstanceNormalization"] = Instance,
        ["LayerNormalization"] = Layer,
        ["RMSNormalization"] = RootMeanSquare,
        ["GroupNormalization"] = Group,
        ["LRN"] = LocalResponse,
        ["LpNormalization"] = Norm,
    };

    private static Operand?[] Batch(NodeContext node)
    {
        if (node.Integer("training_mode", 0) != 0) return ByStatistics(node);
        if (node.HasOutput(1)) throw node.Error("its statistics are wanted, which inference does not change");
        var (scale, bias) = (node.Importer.Weight(node, 1), node.Importer.Weight(node, 2));
        var (mean, variance) = (node.Importer.Weight(node, 3), node.Importer.Weight(node, 4));
        var x = node.Tensor(0);
        var epsilon = node.Float("epsilon", 1e-5f);
        if (x.BatchAxis == 0 && x.Rank is >= 2 and <= 4)
        {
            var arguments = new List<Argument>();
            if (node.Float("momentum", 0.9f) is var momentum and not 0.9f) arguments.Add(new Argument("momentum", (float)Math.Round(1 - momentum, 6)));
            if (epsilon != 1e-5f) arguments.Add(new Argument("epsilon", epsilon));
            return [node.Layer(x.Rank == 4 ? "BatchNorm2d" : "BatchNorm1d", x, arguments, scale, ("weight", scale), ("bias", bias), ("running_mean", mean), ("running_var", variance))];
        }

        // A scale and an offset for each channel.
        var factor = Constant.Later(ElementType.Float, scale.Dims, () =>
        {
            var (w, v) = (scale.Floats(), variance.Floats());
            return Array.ConvertAll([.. Enumerable.Range(0, w.Length)], i => (float)(w[i] / Math.Sqrt((double)v[i] + epsilon)));
        });
        var offset = Constant.Later(ElementType.Float, scale.Dims, () =>
        {
            var (w, b, m, v) = (scale.Floats(), bias.Floats(), mean.Floats(), variance.Floats());
            return Array.ConvertAll([.. Enumerable.Range(0, w.Length)], i => (float)(b[i] - (m[i] * (w[i] / Math.Sqrt((double)v[i] + epsilon)))));
        });
        int[] channels = [scale.Count, .. Enumerable.Repeat(1, Math.Max(x.Rank - 2, 0))];
        var scaled = PointwiseOperators.Binary(node, "*", x, new ConstantOperand(factor.Reshaped(channels)));
        return [PointwiseOperators.Binary(node, "+", scaled, new ConstantOperand(offset.Reshaped(channels)))];
    }

    // What training would do: the statistics are those of the samples, and move towards them.
    private static Operand?[] ByStatistics(NodeContext node)
    {
        var x = node.Tensor(0);
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1)];
        var momentum = node.Float("momentum", 0.9f);
        var mean = ReductionOperators.Reduce(node, "Mean", x, axes, keepDims: true);
        var centred = PointwiseOperators.Binary(node, "-", x, mean);
        var variance = ReductionOperators.Reduce(node, "Mean", PointwiseOperators.Call(node, "Square", centred), axes, keepDims: true);
        var normalised = PointwiseOperators.Binary(node, "*", centred, PointwiseOperators.Call(node, "Rsqrt", PointwiseOperators.Plus(node, variance, node.Float("epsilon", 1e-5f))));
        var (scale, bias) = (Column(node, node.Tensor(1), x.Rank), Column(node, node.Tensor(2), x.Rank));
        var result = PointwiseOperators.Binary(node, "+", PointwiseOperators.Binary(node, "*", normalised, scale), bias);
        return [result, Moved(node, node.Tensor(3), mean, momentum), Moved(node, node.Tensor(4), variance, momentum)];
    }

    private static TensorOperand Column(NodeContext node, TensorOperand value, int rank) =>
        node.Values.Reshape(node.Values.Explicit(value), [node.Values.DimsOf(value)[0], .. Enumerable.Repeat((Symbols.Count)1, rank - 2)]);

    private static TensorOperand Moved(NodeContext node, TensorOperand before, TensorOperand now, float momentum)
    {
        var vector = node.Values.Reshape(node.Values.Explicit(now), [node.Values.DimsOf(now)[1]]);
        return PointwiseOperators.Binary(node, "+", PointwiseOperators.Scale(node, node.Values.Explicit(before), momentum), PointwiseOperators.Scale(node, vector, 1 - momentum));
    }

    private static Operand?[] Instance(NodeContext node)
    {
        var (scale, bias) = (node.Importer.Weight(node, 1), node.Importer.Weight(node, 2));
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        if (x.Rank is not (3 or 4)) throw node.Error($"its input has {x.Rank} axes; 3 and 4 can be compiled");
        var arguments = new List<Argument>();
        if (node.Float("epsilon", 1e-5f) is var epsilon and not 1e-5f) arguments.Add(new Argument("epsilon", epsilon));
        arguments.Add(new Argument("affine", true));
        return [node.Layer(x.Rank == 4 ? "InstanceNorm2d" : "InstanceNorm1d", x, arguments, scale, ("weight", scale), ("bias", bias))];
    }

    private static Operand?[] Layer(NodeContext node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Integer("axis", -1), x.Rank);
        var epsilon = node.Float("epsilon", 1e-5f);
        if (x.BatchAxis >= axis || x.Merged?.Axis >= axis) x = node.Values.Explicit(x);
        var axes = x.Rank - axis;
        if (!node.HasOutput(1) && !node.HasOutput(2) && WeightLike(node, 1, x, axes) is { } scale && (node.Optional(2) is null || WeightLike(node, 2, x, axes) is not null))
        {
            var bias = node.Optional(2) is null ? null : WeightLike(node, 2, x, axes);
            return [Affine(node, "LayerNorm", x, axes, epsilon, 1e-5f, scale, bias, hasBias: true)];
        }

        int[] along = [.. Enumerable.Range(axis, axes)];
        var mean = ReductionOperators.Reduce(node, "Mean", x, along, keepDims: true);
        var centred = PointwiseOperators.Binary(node, "-", x, mean);
        var variance = ReductionOperators.Reduce(node, "Mean", PointwiseOperators.Call(node, "Square", centred), along, keepDims: true);
        var inverse = PointwiseOperators.Call(node, "Rsqrt", PointwiseOperators.Plus(node, variance, epsilon));
        var result = PointwiseOperators.Binary(node, "*", PointwiseOperators.Binary(node, "*", centred, inverse), node.Input(1));
        if (node.Optional(2) is { } offset) result = PointwiseOperators.Binary(node, "+", result, offset);
        return [result, mean, inverse];
    }

    private static Operand?[] RootMeanSquare(NodeContext node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Integer("axis", -1), x.Rank);
        var epsilon = node.Float("epsilon", 1e-5f);
        if (x.BatchAxis >= axis || x.Merged?.Axis >= axis) x = node.Values.Explicit(x);
        if (WeightLike(node, 1, x, x.Rank - axis) is { } scale) return [Affine(node, "RMSNorm", x, x.Rank - axis, epsilon, 1.1920929e-7f, scale, null, hasBias: false)];
        var square = ReductionOperators.Reduce(node, "Mean", PointwiseOperators.Call(node, "Square", x), [.. Enumerable.Range(axis, x.Rank - axis)], keepDims: true);
        var normalised = PointwiseOperators.Binary(node, "*", x, PointwiseOperators.Call(node, "Rsqrt", PointwiseOperators.Plus(node, square, epsilon)));
        return [PointwiseOperators.Binary(node, "*", normalised, node.Input(1))];
    }

    private static TensorOperand Affine(NodeContext node, string method, TensorOperand x, int axes, float epsilon, float usual, Constant scale, Constant? bias, bool hasBias)
    {
        var arguments = new List<Argument>();
        if (axes != 1) arguments.Add(new Argument("axes", axes));
        if (epsilon != usual) arguments.Add(new Argument("epsilon", epsilon));
        if (hasBias && bias is null) arguments.Add(new Argument("bias", false));
        return node.Layer(method, x, arguments, scale, ("weight", scale), ("bias", bias));
    }

    // A weight of exactly the extents that are normalised.
    private static Constant? WeightLike(NodeContext node, int input, TensorOperand x, int axes)
    {
        if (node.Optional(input) is not ConstantOperand { Constant: var constant }) return null;
        var wanted = x.Sample.Skip(x.Sample.Length - axes).ToArray();
        return wanted.Length == constant.Rank && wanted.Select((dim, i) => dim.IsConstant && dim.Value == constant.Dims[i]).All(fits => fits) ? constant : null;
    }

    private static Operand?[] Group(NodeContext node)
    {
        var (scale, bias) = (node.Importer.Weight(node, 1), node.Importer.Weight(node, 2));
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var groups = (int)node.Integer("num_groups");
        var channels = x.Sample[0].Value;
        // Before opset 21 there was one scale a group.
        if (scale.Count == groups && groups != channels) (scale, bias) = (PerChannel(scale, channels / groups), PerChannel(bias, channels / groups));
        var arguments = new List<Argument> { new("groups", groups) };
        if (node.Float("epsilon", 1e-5f) is var epsilon and not 1e-5f) arguments.Add(new Argument("epsilon", epsilon));
        return [node.Layer("GroupNorm", x, arguments, scale, ("weight", scale), ("bias", bias))];
    }

    private static Constant PerChannel(Constant value, int repeats) =>
        Constant.Later(value.Type, [value.Count * repeats], () => value.Floats().SelectMany(number => Enumerable.Repeat(number, repeats)).ToArray(), value.Name);

    private static Operand?[] LocalResponse(NodeContext node)
    {
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        return [PointwiseOperators.Call(node, "LocalResponseNorm", x, new Argument("size", (int)node.Integer("size")), new Argument("alpha", node.Float("alpha", 1e-4f)), new Argument("beta", node.Float("beta", 0.75f)), new Argument("k", node.Float("bias", 1)))];
    }

    private static Operand?[] Norm(NodeContext node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Integer("axis", -1), x.Rank);
        var isFirst = node.Integer("p", 2) == 1;
        var parts = PointwiseOperators.Call(node, isFirst ? "Abs" : "Square", x);
        var sum = ReductionOperators.Reduce(node, "Sum", parts, [axis], keepDims: true);
        var norm = isFirst ? sum : PointwiseOperators.Call(node, "Sqrt", sum);
        // Nothing divided by nothing is nothing.
        var divisor = PointwiseOperators.Binary(node, "+", norm, PointwiseOperators.Call(node, "EqualTo", norm, new Argument("other", 0f)));
        return [PointwiseOperators.Binary(node, "/", x, divisor)];
    }
}
