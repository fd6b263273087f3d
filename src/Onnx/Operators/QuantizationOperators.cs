using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Folding;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Patterns;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>
/// Quantised operators by what their numbers mean: weights become floats when the model is imported, and what is rounded at a call is rounded
/// to the same steps, as a float that holds a whole number.
/// </summary>
internal static class QuantizationOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["QuantizeLinear"] = node => [Quantized(node, node.Tensor(0), node.Input(1), node.Optional(2), Axis(node, 0))],
        ["DequantizeLinear"] = node => [Real(node, node.Input(0), node.Input(1), node.Optional(2), Axis(node, 0))],
        ["DynamicQuantizeLinear"] = Dynamic,
        ["QLinearMatMul"] = node => [Quantized(node, ProductOperators.MatMul(node, Real(node, node.Input(0), node.Input(1), node.Input(2), null), RealOperand(node, 3, 4, 5, -1)), node.Input(6), node.Input(7), null)],
        ["QLinearConv"] = node => [Quantized(node, Convolution(node), node.Input(6), node.Input(7), null)],
        ["MatMulInteger"] = node => [ProductOperators.MatMul(node, Real(node, node.Input(0), null, node.Optional(2), -2), RealOperand(node, 1, null, 3, -1)) with { Type = ElementType.Int32 }],
        ["ConvInteger"] = node => [ConvolutionOperators.Convolution(node, Real(node, node.Input(0), null, node.Optional(2), null), Known(node, 1, null, 3, 0), null) with { Type = ElementType.Int32 }],
    };

    private static int? Axis(NodeContext node, int input)
    {
        var rank = PointwiseOperators.Rank(node, node.Input(input));
        return rank < 2 ? null : node.Axis(node.Integer("axis", 1), rank);
    }

    // x / scale + zero point, rounded and cut to the type.
    private static TensorOperand Quantized(NodeContext node, TensorOperand x, Operand scale, Operand? zero, int? axis)
    {
        var type = zero?.Type ?? (node.Has("output_dtype") ? (ElementType)node.Integer("output_dtype") : ElementType.UInt8);
        var (low, high) = type switch
        {
            ElementType.Int8 => (-128f, 127f),
            ElementType.UInt8 => (0f, 255f),
            ElementType.Int16 => (-32768f, 32767f),
            ElementType.UInt16 => (0f, 65535f),
            ElementType.Int4 => (-8f, 7f),
            ElementType.UInt4 => (0f, 15f),
            _ => throw node.Error($"it rounds to {type.Described()}"),
        };
        var rounded = PointwiseOperators.Call(node, "Round", PointwiseOperators.Binary(node, "/", x, Shaped(node, scale, x.Rank, axis)));
        if (zero is not null) rounded = Moved(node, "+", rounded, zero, axis);
        return PointwiseOperators.Call(node, "Clamp", rounded, new Argument("low", low), new Argument("high", high)) with { Type = type };
    }

    /// <summary>(x - zero point) * scale.</summary>
    private static TensorOperand Real(NodeContext node, Operand value, Operand? scale, Operand? zero, int? axis)
    {
        if (axis < 0) axis += PointwiseOperators.Rank(node, value);
        var x = node.Values.Tensor(value) with { Type = ElementType.Float };
        if (zero is not null) x = Moved(node, "-", x, zero, axis);
        return scale is null ? x : PointwiseOperators.Binary(node, "*", x, Shaped(node, scale, x.Rank, axis));
    }

    private static TensorOperand Moved(NodeContext node, string sign, TensorOperand x, Operand zero, int? axis) =>
        Values.Number(zero) == 0 ? x : PointwiseOperators.Binary(node, sign, x, Shaped(node, zero is ConstantOperand { Constant: var constant } ? new ConstantOperand(constant.As(ElementType.Float)) : zero, x.Rank, axis));

    // A number for each place along an axis.
    private static Operand Shaped(NodeContext node, Operand value, int rank, int? axis) => value is TensorOperand { Rank: 1 } tensor && axis is { } place
        ? node.Values.Reshape(node.Values.Explicit(tensor), [node.Values.DimsOf(tensor)[0], .. Enumerable.Repeat((Symbols.Count)1, rank - place - 1)])
        : value is ConstantOperand { Constant: { Count: > 1 } constant } && axis is { } along && constant.Rank == 1
        ? new ConstantOperand(constant.Reshaped([constant.Count, .. Enumerable.Repeat(1, rank - along - 1)]))
        : value is ConstantOperand { Constant: { Count: 1, Rank: > 0 } single } ? new ConstantOperand(single.Reshaped()) : value;

    private static Operand RealOperand(NodeContext node, int value, int? scale, int zero, int axis) => node.Input(value) is ConstantOperand
        ? new ConstantOperand(Known(node, value, scale, zero, axis))
        : Real(node, node.Input(value), scale is { } index ? node.Input(index) : null, node.Optional(zero), axis);

    // A weight, as floats.
    private static Constant Known(NodeContext node, int value, int? scale, int zero, int axis)
    {
        var weight = node.Importer.Weight(node, value);
        var factor = scale is { } index ? node.Constant(index, "scale") : Constant.Of(ElementType.Float, [], [1f]);
        return Quantization.Dequantized(weight, factor, node.OptionalConstant(zero, "zero point"), axis < 0 ? axis + weight.Rank : axis, 0);
    }

    private static TensorOperand Convolution(NodeContext node)
    {
        var (x, weight) = (Real(node, node.Input(0), node.Input(1), node.Input(2), null), Known(node, 3, 4, 5, 0));
        var bias = node.OptionalConstant(8, "bias");
        var (inputScale, scale) = (node.Constant(1, "scale"), node.Constant(4, "scale"));
        var real = bias is null ? null : Constant.Later(ElementType.Float, bias.Dims, () =>
        {
            var (numbers, first, each) = (bias.Integers(), inputScale.Number(), scale.Floats());
            return Array.ConvertAll([.. Enumerable.Range(0, numbers.Length)], i => numbers[i] * first * each[each.Length == 1 ? 0 : i]);
        }, bias.Name);
        return ConvolutionOperators.Convolution(node, x, weight, real);
    }

    // The scale and the zero point are those of the numbers of the call.
    private static Operand?[] Dynamic(NodeContext node)
    {
        var x = node.Values.Explicit(node.Tensor(0));
        int[] all = [.. Enumerable.Range(0, x.Rank)];
        var high = PointwiseOperators.Call(node, "Maximum", ReductionOperators.Reduce(node, "Max", x, all, keepDims: false), new Argument("other", 0f));
        var negated = ReductionOperators.Reduce(node, "Max", x with { Term = node.Definition.Negate(x.Term) }, all, keepDims: false);
        var low = PointwiseOperators.Call(node, "Maximum", negated, new Argument("other", 0f));
        var scale = PointwiseOperators.Scale(node, PointwiseOperators.Binary(node, "+", high, low), 1 / 255f);
        var zero = PointwiseOperators.Call(node, "Round", PointwiseOperators.Binary(node, "/", low, scale)) with { Type = ElementType.UInt8 };
        return [Quantized(node, x, scale, zero, null), scale, zero];
    }
}
