namespace Sinter.Runtime;

/// <summary>Fills new parameters.</summary>
internal static class ParameterInitializer
{
    /// <summary>Fills one parameter from its distribution; each parameter draws from a stream of its own.</summary>
    /// <param name="values">All values of the parameter.</param>
    /// <param name="info">Its row in the table.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="ordinal">The parameter's place in the table.</param>
    public static void Fill(Span<float> values, ParameterInfo info, ulong seed, int ordinal)
    {
        var random = new Xoshiro256(seed, (ulong)ordinal);
        var (first, second) = (info.First, info.Second);
        switch (info.Distribution)
        {
            case InitialDistribution.Constant:
                values.Fill(first);
                break;
            case InitialDistribution.Uniform:
                foreach (ref var value in values) value = (float)(first + (((double)second - first) * random.NextUniform()));
                break;
            case InitialDistribution.Normal:
                foreach (ref var value in values) value = (float)(first + (second * random.NextNormal()));
                break;
            case InitialDistribution.TruncatedNormal:
                foreach (ref var value in values) value = (float)(first + (second * NextTruncated(ref random)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(info), info.Distribution, $"'{info.Key}' has an unknown distribution.");
        }

        // The others are the same with and without it: it is drawn all the same.
        if (info.ZeroRow is { } row) ClearRow(values, info, row);
    }

    private static void ClearRow(Span<float> values, ParameterInfo info, int row)
    {
        if ((uint)row >= (uint)info.Shape[0]) throw new ArgumentOutOfRangeException(nameof(info), row, $"'{info.Key}' has no such row.");
        var length = values.Length / info.Shape[0];
        values.Slice(row * length, length).Clear();
    }

    private static double NextTruncated(ref Xoshiro256 random)
    {
        while (true)
        {
            var value = random.NextNormal();
            if (Math.Abs(value) <= 2) return value;
        }
    }
}
