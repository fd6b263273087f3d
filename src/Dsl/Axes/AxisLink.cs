namespace Sinter.Graphs;

/// <summary>What becomes of one axis of an input.</summary>
internal abstract record AxisLink
{
    /// <summary>Nothing is known: any element of the result may be computed from any along the axis.</summary>
    public static AxisLink Mixed { get; } = new MixedAxis();

    /// <summary>The elements along the axis are combined, in whatever order: none of them has a place in the result.</summary>
    public static AxisLink Reduced { get; } = new ReducedAxis();

    private static readonly AxisLink[] SmallKept = [.. Enumerable.Range(0, 8).Select(axis => new WindowedAxis(axis, AxisWindow.Same))];

    /// <summary>Element <c>i</c> along the axis becomes element <c>i</c> along axis <paramref name="result"/> of the result.</summary>
    public static AxisLink Kept(int result) => result < SmallKept.Length ? SmallKept[result] : new WindowedAxis(result, AxisWindow.Same);

    /// <summary>The axis that the link leads to, or null.</summary>
    public virtual int? Result => null;
}

/// <inheritdoc cref="AxisLink.Mixed"/>
internal sealed record MixedAxis : AxisLink
{
    public override string ToString() => "mixed";
}

/// <inheritdoc cref="AxisLink.Reduced"/>
internal sealed record ReducedAxis : AxisLink
{
    public override string ToString() => "reduced";
}

/// <summary>Each position along axis <paramref name="Axis"/> of the result is computed from a window of the axis, and from nothing else along it.</summary>
internal sealed record WindowedAxis(int Axis, AxisWindow Window) : AxisLink
{
    public override int? Result => Axis;

    public override string ToString() => $"{Window} → {Axis}";
}

/// <summary>The axis has one element, which all positions along axis <paramref name="Axis"/> of the result are computed from.</summary>
internal sealed record RepeatedAxis(int Axis) : AxisLink
{
    public override int? Result => Axis;

    public override string ToString() => $"repeated → {Axis}";
}

/// <summary>The elements of the axes <paramref name="From"/>, this one among them, are those of the axes <paramref name="To"/> of the result in the same order.</summary>
internal sealed record RegroupedAxis(EquatableArray<int> From, EquatableArray<int> To) : AxisLink
{
    public override string ToString() => $"regrouped → {To}";
}
