namespace Sinter.Graphs;

/// <summary>Numbers of operations. With every symbol at its largest there may be more than can be counted: then as many as can.</summary>
internal static class OperationCount
{
    /// <summary>The elements of one sample; none of a shape without samples, for what is computed of weights alone is not computed for one.</summary>
    public static long PerSample(Shape shape) => Extent.Of(shape) is { IsBatched: true } extent ? extent.MaximumPerSample : 0;

    public static long Times(long left, long right) => left == 0 || right <= long.MaxValue / left ? left * right : long.MaxValue;

    public static long Plus(long left, long right) => left <= long.MaxValue - right ? left + right : long.MaxValue;
}
