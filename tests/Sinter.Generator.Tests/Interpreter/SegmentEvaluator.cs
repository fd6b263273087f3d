using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Rows that are chosen or combined by the indices of their group.</summary>
internal static class SegmentEvaluator
{
    public static Values SelectRows(Values values, Values indices, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (rows, count, width) = (values.Dims[^2], dims[^2], dims[^1]);
        for (var i = 0; i < result.Data.Length; i++)
        {
            var (index, column) = (i / width, i % width);
            result.Data[i] = values.Data[((((index / count) * rows) + (int)indices.Data[index]) * width) + column];
        }

        return result;
    }

    public static Values Segment(ReduceKind kind, Values values, Values indices, int[] dims)
    {
        var result = Values.Zeros(dims);
        var isBegun = new bool[result.Data.Length];
        var (rows, count, width) = (dims[^2], values.Dims[^2], dims[^1]);
        for (var i = 0; i < values.Data.Length; i++)
        {
            var (index, column) = (i / width, i % width);
            var place = ((((index / count) * rows) + (int)indices.Data[index]) * width) + column;
            var isFirst = !isBegun[place];
            isBegun[place] = true;
            result.Data[place] = kind == ReduceKind.Sum ? result.Data[place] + values.Data[i] : isFirst ? values.Data[i] : Math.Max(result.Data[place], values.Data[i]);
        }

        return result;
    }
}
