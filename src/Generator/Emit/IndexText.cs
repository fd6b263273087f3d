using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes where an operand is read, given the row and the lane.</summary>
internal static class IndexText
{
    /// <summary>The offset of the first element of a row's run, as code over <paramref name="row"/>; <c>0</c> when it never moves.</summary>
    /// <param name="access">How the operand follows the space.</param>
    /// <param name="lanes">The length of a run.</param>
    /// <param name="row">The variable that counts runs.</param>
    /// <param name="sizes">The names of the batch and the symbols.</param>
    public static string RowOffset(Access access, Extent lanes, string row, SizeNames sizes)
    {
        if (access.IsScalar) return "0";
        if (access.IsFull) return Scaled(row, lanes, sizes);
        var terms = new List<string>();
        Extent below = 1;
        Extent advanced = 1;
        for (var index = 0; index < access.Segments.Count; index++)
        {
            var segment = access.Segments[index];
            var isOutermost = index == access.Segments.Count - 1;
            if (!segment.Repeats)
            {
                var coordinate = Coordinate(row, lanes, below, isOutermost ? null : segment.Length, sizes);
                if (coordinate is not null) terms.Add(Scaled(coordinate.Value.Text, coordinate.Value.Scale * advanced, sizes));
                advanced *= segment.Length;
            }

            below *= segment.Length;
        }

        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }

    // The coordinate of a run's first element along a segment: (row * lanes / below) % length, with what cancels cancelled.
    private static (string Text, Extent Scale)? Coordinate(string row, Extent lanes, Extent below, Extent? length, SizeNames sizes)
    {
        if (below.DividedBy(lanes) is { } runsBelow)
        {
            var text = runsBelow.IsOne ? row : $"{row} / {sizes.Atom(runsBelow)}";
            if (length is { } bound) text = runsBelow.IsOne ? $"{text} % {sizes.Atom(bound)}" : $"({text}) % {sizes.Atom(bound)}";
            return (text == row ? row : $"({text})", 1);
        }

        // The run lies within this segment, which is the innermost one.
        var runs = length is { } whole ? whole.DividedBy(lanes)!.Value : (Extent?)null;
        if (runs is { IsOne: true }) return null;
        return (runs is { } count ? $"({row} % {sizes.Atom(count)})" : row, lanes);
    }

    /// <summary>A product of an index with a number of elements.</summary>
    public static string Scaled(string text, Extent scale, SizeNames sizes) => scale.IsOne ? text : $"{text} * {sizes.Product(scale)}";

    /// <summary>The sum of an offset and a lane.</summary>
    public static string Plus(string offset, string lane) => offset == "0" ? lane : $"{offset} + {lane}";
}
