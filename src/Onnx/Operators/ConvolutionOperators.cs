using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Convolutions of sequences and images, and their transposes.</summary>
internal static class ConvolutionOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Conv"] = Convolution,
        ["ConvTranspose"] = Transposed,
    };

    private static Operand?[] Convolution(NodeContext node)
    {
        var weight = node.Importer.Weight(node, 1);
        return [Convolution(node, node.Tensor(0), weight, node.Optional(2) is null ? null : node.Importer.Weight(node, 2))];
    }

    /// <summary>A convolution by a weight.</summary>
    public static TensorOperand Convolution(NodeContext node, TensorOperand value, Constant weight, Constant? bias)
    {
        var x = node.Values.BatchFirst(value, node.Error);
        var window = WindowAttributes.Read(node, x, [.. weight.Dims.Skip(2)]);
        if (window.Rank is not (1 or 2)) throw node.Error($"its windows have {window.Rank} axes; convolutions along 1 and 2 can be compiled");
        (x, var padding) = window.Pad(node, x);
        var arguments = Sizes(window, weight.Dims[0], padding);
        if (window.Dilations.Any(dilation => dilation != 1)) arguments.Add(new Argument("dilation", window.Of(window.Dilations)));
        if (node.Integer("group", 1) is var groups and not 1) arguments.Add(new Argument("groups", (int)groups));
        return Layer(node, window.Rank == 1 ? "Conv1d" : "Conv2d", x, arguments, weight, bias);
    }

    private static Operand?[] Transposed(NodeContext node)
    {
        var weight = node.Importer.Weight(node, 1);
        var bias = node.Optional(2) is null ? null : node.Importer.Weight(node, 2);
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var groups = (int)node.Integer("group", 1);
        var window = WindowAttributes.Read(node, x, [.. weight.Dims.Skip(2)], isTransposed: true);
        if (window.Rank is not (1 or 2)) throw node.Error($"its windows have {window.Rank} axes; convolutions along 1 and 2 can be compiled");
        var extra = Array.ConvertAll(node.Integers("output_padding") ?? new long[window.Rank], value => checked((int)value));
        for (var axis = 0; axis < window.Rank; axis++) extra[axis] += window.Missing[axis];
        var isEven = window.Before.SequenceEqual(window.After);
        var arguments = Sizes(window, weight.Dims[1] * groups, isEven ? window.Before : new int[window.Rank]);
        // What the end needs besides is computed as well, and cut off.
        var more = isEven ? extra : [.. extra.Select((value, axis) => Math.Max(0, value - window.After[axis]))];
        if (more.Any(value => value != 0)) arguments.Add(new Argument("outputPadding", window.Of(more)));
        if (groups != 1) arguments.Add(new Argument("groups", groups));
        if (window.Dilations.Any(dilation => dilation != 1)) arguments.Add(new Argument("dilation", window.Of(window.Dilations)));
        var result = Layer(node, window.Rank == 1 ? "ConvTranspose1d" : "ConvTranspose2d", x, arguments, weight, bias);
        if (isEven) return [result];
        for (var axis = 0; axis < window.Rank; axis++)
        {
            var end = result.Sample[axis + 1].IsConstant ? result.Sample[axis + 1].Value : throw node.Error("its padding is uneven along an axis whose extent calls choose");
            var cut = Math.Max(0, window.After[axis] - extra[axis]);
            if (window.Before[axis] > 0 || cut > 0) result = MovementOperators.Slice(node, result, axis + 2, window.Before[axis], end - cut);
        }

        return [result];
    }

    private static List<Argument> Sizes(WindowAttributes window, int channels, int[] padding)
    {
        var arguments = new List<Argument> { new("outChannels", channels), new("kernel", window.Of(window.Kernel)) };
        if (window.Strides.Any(stride => stride != 1)) arguments.Add(new Argument("stride", window.Of(window.Strides)));
        if (padding.Any(size => size != 0)) arguments.Add(new Argument("padding", window.Of(padding)));
        return arguments;
    }

    private static TensorOperand Layer(NodeContext node, string method, TensorOperand x, List<Argument> arguments, Constant weight, Constant? bias)
    {
        if (bias is null) arguments.Add(new Argument("bias", false));
        return node.Layer(method, x, arguments, weight, ("weight", weight), ("bias", bias));
    }
}
