using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Folding;

/// <summary>Numbers that are stored as small integers mean floats: they become them when the model is imported.</summary>
internal static class Quantization
{
    /// <summary>(x - zero point) * scale, with one scale for all, one for each place along an axis, or one for each block of it.</summary>
    public static Constant? Dequantized(NodeContext node, Constant value)
    {
        if (node.Optional(1) is not ConstantOperand { Constant: var scale }) return null;
        var zero = (node.Optional(2) as ConstantOperand)?.Constant;
        var axis = value.Rank == 0 ? 0 : node.Axis(node.Integer("axis", value.Rank == 1 ? 0 : 1), value.Rank);
        var block = node.Integer("block_size", 0);
        return Dequantized(value, scale, zero, axis, block);
    }

    public static Constant Dequantized(Constant value, Constant scale, Constant? zero, int axis, long block)
    {
        return Constant.Later(ElementType.Float, value.Dims, () =>
        {
            var (numbers, scales, zeros) = (value.Integers(), scale.Floats(), zero?.Integers());
            var result = new float[numbers.Length];
            if (numbers.Length == 0) return result;
            var inner = value.Dims.Skip(axis + 1).Aggregate(1, (product, dim) => product * dim);
            var extent = value.Rank == 0 ? 1 : value.Dims[axis];
            for (var i = 0; i < result.Length; i++)
            {
                var place = i / inner % extent;
                var at = scales.Length == 1 ? 0 : block > 0 ? (((i / inner / extent * (int)((extent + block - 1) / block)) + (int)(place / block)) * inner) + (i % inner) : place;
                result[i] = (numbers[i] - (zeros is null ? 0 : zeros[zeros.Length == 1 ? 0 : at])) * scales[at];
            }

            return result;
        }, value.Name);
    }
}
