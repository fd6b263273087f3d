namespace Sinter.Runtime;

/// <summary>The numbers of a counter: 64-bit integers from 0 up.</summary>
internal static class Counter
{
    /// <summary>The count that a float says, if it says one.</summary>
    public static bool TryConvert(float value, out long count)
    {
        const float End = 9223372036854775808f;
        var isCount = value >= 0 && value < End && value == MathF.Floor(value);
        count = isCount ? (long)value : 0;
        return isCount;
    }

    /// <summary>Adds to counts, of which none goes beyond the last there is.</summary>
    public static void Add(Span<long> counts, long step)
    {
        foreach (ref var count in counts) count = Math.Min(count, long.MaxValue - step) + step;
    }
}
