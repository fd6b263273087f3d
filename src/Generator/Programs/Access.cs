using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>A run of an iteration space, counted from its innermost element, in which a value either advances or repeats.</summary>
internal readonly record struct Segment(Extent Length, bool Repeats);

/// <summary>
/// How a broadcast value is read while an iteration space is walked in order: segments from the innermost to the outermost,
/// neighbours always of different kinds.
/// </summary>
internal sealed record Access(EquatableArray<Segment> Segments)
{
    /// <summary>One element after the other.</summary>
    public bool IsFull => Segments.Count == 0 || (Segments.Count == 1 && !Segments[0].Repeats);

    /// <summary>The same element all the time.</summary>
    public bool IsScalar => Segments.Count == 1 && Segments[0].Repeats;

    /// <summary>How <paramref name="value"/> is read by a result of the shape <paramref name="space"/>, of the same rank.</summary>
    public static Access Of(Shape value, Shape space)
    {
        var segments = new List<Segment>();
        for (var axis = space.FullRank - 1; axis >= 0; axis--)
        {
            var extent = space.Dims[axis];
            if (extent.IsOne) continue;
            var repeats = value.Dims[axis].IsOne;
            if (segments.Count > 0 && segments[segments.Count - 1].Repeats == repeats)
                segments[segments.Count - 1] = segments[segments.Count - 1] with { Length = segments[segments.Count - 1].Length * Extent.Of(extent) };
            else
                segments.Add(new Segment(Extent.Of(extent), repeats));
        }

        return new Access(segments.ToEquatableArray());
    }

    /// <summary>Whether a run of <paramref name="lanes"/> elements either advances by one each or stays where it is.</summary>
    public bool IsUniformOver(Extent lanes) => IsFull || IsScalar || Segments[0].Length.DividedBy(lanes) is not null;

    /// <summary>Whether the elements of one run of lanes are the same element.</summary>
    public bool RepeatsInLanes => Segments.Count > 0 && Segments[0].Repeats;
}
