using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Pointwise functions, reductions, matrix products and table look-ups.</summary>
internal static class ArithmeticEvaluator
{
    public static Values Pointwise(ScalarFunction function, Values[] inputs, int[] dims)
    {
        var result = Values.Zeros(dims);
        int[][] strides = [.. inputs.Select(input => input.StridesFor(dims))];
        var (first, second, third) = (inputs[0].Data, inputs.Length > 1 ? inputs[1].Data : null, inputs.Length > 2 ? inputs[2].Data : null);
        var next = 0;
        Box.ForEachRow(dims, strides, (offsets, steps, count) =>
        {
            Tally.Add(count);
            for (var i = 0; i < count; i++)
            {
                result.Data[next++] = ScalarFunctionEvaluator.Evaluate(
                    function,
                    first[offsets[0] + (i * steps[0])],
                    second is null ? 0 : second[offsets[1] + (i * steps[1])],
                    third is null ? 0 : third[offsets[2] + (i * steps[2])]);
            }
        });
        return result;
    }

    public static Values Reduce(ReduceKind kind, Values input, int[] dims)
    {
        var result = Values.Filled(kind == ReduceKind.Sum ? 0 : double.NegativeInfinity, dims);
        Box.ForEachRow(input.Dims, [input.Strides, result.StridesFor(input.Dims)], (offsets, steps, count) =>
        {
            Tally.Add(count);
            for (var i = 0; i < count; i++)
            {
                ref var cell = ref result.Data[offsets[1] + (i * steps[1])];
                var element = input.Data[offsets[0] + (i * steps[0])];
                cell = kind == ReduceKind.Sum ? cell + element : Math.Max(cell, element);
            }
        });
        return result;
    }

    public static Values MatMul(MatMulOp op, Values a, Values b, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (rank, inner) = (a.Rank, op.TransposeA ? a.Dims[^2] : a.Dims[^1]);
        var (rows, columns) = (dims[^2], dims[^1]);

        // The operands over the box [leading…, rows, columns, inner].
        int[] box = [.. a.Dims[..(rank - 2)], rows, columns, inner];
        var (strideA, strideB) = (a.Strides, b.Strides);
        int[] walkA = op.TransposeA
            ? [.. strideA[..(rank - 2)], strideA[^1], 0, strideA[^2]]
            : [.. strideA[..(rank - 2)], strideA[^2], 0, strideA[^1]];
        int[] leadingB = b.Rank == rank ? strideB[..(rank - 2)] : new int[rank - 2];
        int[] walkB = op.TransposeB ? [.. leadingB, 0, strideB[^2], strideB[^1]] : [.. leadingB, 0, strideB[^1], strideB[^2]];
        int[] leadingResult = op.ContractLeading ? new int[rank - 2] : result.Strides[..(rank - 2)];
        int[] walkResult = [.. leadingResult, columns, 1, 0];
        Box.ForEachRow(box, [walkA, walkB, walkResult], (offsets, steps, count) =>
        {
            Tally.Add(2 * count);
            var sum = result.Data[offsets[2]];
            for (var i = 0; i < count; i++) sum += a.Data[offsets[0] + (i * steps[0])] * b.Data[offsets[1] + (i * steps[1])];
            result.Data[offsets[2]] = sum;
        });
        return result;
    }

    public static Values Gather(Values table, Values indices, int[] dims)
    {
        var result = Values.Zeros(dims);
        var width = table.Dims[1];
        for (var i = 0; i < indices.Data.Length; i++) Array.Copy(table.Data, (int)indices.Data[i] * width, result.Data, i * width, width);
        return result;
    }

    public static Values ScatterAdd(Values values, Values indices, int[] dims)
    {
        var result = Values.Zeros(dims);
        var width = dims[1];
        for (var i = 0; i < indices.Data.Length; i++)
        {
            for (var column = 0; column < width; column++) result.Data[((int)indices.Data[i] * width) + column] += values.Data[(i * width) + column];
        }

        return result;
    }
}
