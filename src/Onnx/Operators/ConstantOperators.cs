using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>What makes tables of numbers of a few settings: they are known when the model is imported.</summary>
internal static class ConstantOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Range"] = Range,
        ["ConstantOfShape"] = Filled,
        ["EyeLike"] = EyeLike,
        ["HannWindow"] = node => Window(node, 0.5, 0.5, 0),
        ["HammingWindow"] = node => Window(node, 25 / 46.0, 21 / 46.0, 0),
        ["BlackmanWindow"] = node => Window(node, 0.42, 0.5, 0.08),
        ["MelWeightMatrix"] = MelWeights,
    };

    // Folding has not been able to: an input of the model is what is missing, or a size that calls choose.
    private static Operand?[] Unknown(NodeContext node, string what)
    {
        for (var i = 0; i < node.InputCount; i++) node.Constant(i, what);
        throw node.Error($"its {what} cannot be told before a call");
    }

    // As many numbers as calls choose.
    private static Operand?[] Range(NodeContext node)
    {
        if (Enumerable.Range(0, 3).Any(i => node.Optional(i) is not (ConstantOperand or CountsOperand)) || node.Constant(0, "start").Number() is not (0 and var start) || node.Constant(2, "step").Number() != 1) return Unknown(node, "start, limit and step");
        var limit = node.Counts(1, "limit")[0];
        var places = node.PlacesOf(limit) ?? throw node.Error($"no value has an axis of {limit} whose places it could be");
        return [new TensorOperand(places, ElementType.Int64, null)];
    }

    // Folding has not been able to: calls choose an extent.
    private static Operand?[] Filled(NodeContext node)
    {
        if (node.Optional(0) is not CountsOperand) return Unknown(node, "shape");
        var dims = node.Counts(0, "shape");
        var value = node.Node.Attributes.TryGetValue("value", out var stated) && stated.Tensor is { } tensor ? Constant.Of(tensor with { Name = "" }) : Constant.Of(ElementType.Float, [1], [0f]);
        var filled = Filled(node, value, dims);
        filled.Term.Number = value.Number();
        return [filled];
    }

    private static TensorOperand Filled(NodeContext node, Constant value, Symbols.Count[] dims)
    {
        var ones = Enumerable.Repeat(1, dims.Length).ToArray();
        var isZero = value.Number() == 0 && dims.Any(dim => dim.Equals(node.Values.Batch)) && dims.All(dim => dim.IsConstant || dim.Equals(node.Values.Batch)) && dims.Length > 1;
        if (!isZero || node.Values.IsSingle) return MovementOperators.Expanded(node, node.Values.Tensor(value.Reshaped(ones)), dims);
        var place = Array.FindIndex(dims, dim => dim.Equals(node.Values.Batch));
        var beside = node.Definition.AsTensor(node.Definition.Beside);
        int[] sample = [.. dims.Where((_, axis) => axis != place).Select(dim => checked((int)dim.Value!.Value))];
        return new TensorOperand(node.Definition.Call("Zeros", beside, new Argument("shape", sample)), value.Type, place);
    }

    private static Operand?[] EyeLike(NodeContext node)
    {
        var dims = node.Values.DimsOf(node.Input(0)).Select(dim => (int)(dim.Value ?? throw node.Error("its shape depends on a call"))).ToArray();
        var (k, type) = (node.Integer("k", 0), node.Has("dtype") ? (ElementType)node.Integer("dtype") : node.Input(0).Type);
        var values = Enumerable.Range(0, dims[0] * dims[1]).Select(i => (i % dims[1]) - (i / dims[1]) == k ? 1f : 0).ToArray();
        return [new ConstantOperand(Constant.Of(ElementType.Float, dims, values).As(type))];
    }

    // Sums of cosines over a period (Harris 1978).
    private static Operand?[] Window(NodeContext node, double a, double b, double c)
    {
        var size = checked((int)node.Constant(0, "size").Integers()[0]);
        var period = node.Integer("periodic", 1) != 0 ? size : size - 1;
        var values = Enumerable.Range(0, size).Select(i => (float)(a - (b * Math.Cos(2 * Math.PI * i / period)) + (c * Math.Cos(4 * Math.PI * i / period)))).ToArray();
        return [new ConstantOperand(Constant.Of(ElementType.Float, [size], values))];
    }

    private static Operand?[] MelWeights(NodeContext node)
    {
        var (bins, length) = ((int)node.Constant(0, "number of bins").Integers()[0], (int)node.Constant(1, "length of the transform").Integers()[0]);
        var (rate, low, high) = (node.Constant(2, "sampling rate").Integers()[0], node.Constant(3, "lowest frequency").Number(), node.Constant(4, "highest frequency").Number());
        var rows = (length / 2) + 1;
        var (from, to) = (Mel(low), Mel(high));
        var edges = Enumerable.Range(0, bins + 2).Select(i => (int)Math.Floor((length + 1) * Hertz(from + (i * (to - from) / (bins + 2))) / rate)).ToArray();
        var values = new float[rows * bins];
        for (var bin = 0; bin < bins; bin++)
        {
            var (lower, centre, upper) = (edges[bin], edges[bin + 1], edges[bin + 2]);
            if (lower == centre) values[(centre * bins) + bin] = 1;
            for (var row = lower; row <= centre && lower != centre; row++) values[(row * bins) + bin] = (row - lower) / (float)(centre - lower);
            for (var row = centre; row < upper; row++) values[(row * bins) + bin] = (upper - row) / (float)(upper - centre);
        }

        return [new ConstantOperand(Constant.Of(ElementType.Float, [rows, bins], values))];

        static double Mel(double frequency) => 2595 * Math.Log10(1 + (frequency / 700));
        static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
    }
}
