using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Pointwise functions, reductions, matrix products and table look-ups.</summary>
internal static class ArithmeticEvaluator
{
    public static Values Pointwise(ScalarFunction function, Values[] inputs, int[] dims)
    {
        var result = Values.Zeros(dims);
        int[][] strides = [.. inputs.Append(result).Select(value => value.StridesFor(dims))];
        var (first, second, third) = (inputs[0].Data, inputs.Length > 1 ? inputs[1].Data : null, inputs.Length > 2 ? inputs[2].Data : null);
        Tally.Add(result.Data.Length);
        Box.ForEachRowOnThreads(dims, strides, (offsets, steps, count) =>
        {
            var (at, step) = (offsets[^1], steps[^1]);
            for (var i = 0; i < count; i++)
            {
                result.Data[at + (i * step)] = ScalarFunctionEvaluator.Evaluate(
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
        Tally.Add(input.Data.Length);
        Box.ForEachRow(input.Dims, [input.Strides, result.StridesFor(input.Dims)], (offsets, steps, count) =>
        {
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
        var (left, right) = (Last(a), Last(b));
        if (op.TransposeA) left = left.Transposed;
        if (op.TransposeB) right = right.Transposed;
        var sum = Last(result);
        var count = Values.Count(a.Dims[..^2]);
        Tally.Add(2L * count * left.Rows * left.Columns * right.Columns);

        // Matrices with a shared right-hand side that lie one behind the other are one.
        if (count > 1 && !op.ContractLeading && b.Rank == 2 && !op.TransposeA) (left, sum, count) = (left with { Rows = count * left.Rows }, sum with { Rows = count * sum.Rows }, 1);
        for (var i = 0; i < count; i++)
        {
            Products.Add(
                op.ContractLeading ? sum : sum with { Start = i * sum.Rows * sum.Columns },
                left with { Start = i * left.Rows * left.Columns },
                b.Rank == 2 ? right : right with { Start = i * right.Rows * right.Columns });
        }

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

    /// <summary>The matrix of the last two axes, the first of them.</summary>
    private static Matrix Last(Values values) => new(values.Data, 0, values.Dims[^2], values.Dims[^1], values.Dims[^1], 1);
}
