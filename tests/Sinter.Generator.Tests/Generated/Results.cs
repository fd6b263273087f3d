namespace Sinter.Generator.Tests.Generated;

/// <summary>Named arrays that a compiled network has computed.</summary>
internal sealed class Results
{
    private readonly List<(string What, float[] Values)> items = [];

    public IReadOnlyList<(string What, float[] Values)> Items => items;

    public void Add(string what, float[] values) => items.Add((what, values));

    /// <summary>The first place where another run gave other bits, or null.</summary>
    public string? FirstDifferentBit(Results other)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var (what, values) = items[i];
            for (var at = 0; at < values.Length; at++)
            {
                var (left, right) = (values[at], other.items[i].Values[at]);
                if (BitConverter.SingleToInt32Bits(left) != BitConverter.SingleToInt32Bits(right)) return $"{what}[{at}]: {left:R} and {right:R}";
            }
        }

        return null;
    }
}
