namespace Sinter.Graphs;

/// <summary>
/// How the elements of a result depend on those of the inputs, axis by axis. An element of the result is computed from an element of an
/// input only if every axis of the input allows it. What an op does not say is mixed, never guessed.
/// </summary>
/// <param name="Inputs">For each input, what becomes of each of its axes.</param>
internal sealed record AxisMap(EquatableArray<EquatableArray<AxisLink>> Inputs)
{
    /// <summary>What becomes of the axes of one input.</summary>
    public EquatableArray<AxisLink> this[int input] => Inputs[input];

    /// <summary>Everything may depend on everything.</summary>
    public static AxisMap Mixed(Shape[] inputs) => Of(inputs, (_, _) => AxisLink.Mixed);

    /// <summary>What <paramref name="link"/> says of each axis of each input.</summary>
    public static AxisMap Of(Shape[] inputs, Func<int, int, AxisLink> link)
    {
        var links = new EquatableArray<AxisLink>[inputs.Length];
        for (var input = 0; input < links.Length; input++) links[input] = Links(inputs[input].FullRank, axis => link(input, axis));
        return new(new EquatableArray<EquatableArray<AxisLink>>(links));
    }

    /// <summary>What is said of the axes of each input.</summary>
    public static AxisMap Of(params AxisLink[][] inputs) => new(inputs.Select(links => new EquatableArray<AxisLink>(links)).ToEquatableArray());

    /// <summary>Inputs whose axes are those of the result, an extent of 1 repeated where that of the result is larger.</summary>
    public static AxisMap Aligned(Shape[] inputs, Shape result) => Of(inputs, (input, axis) =>
        inputs[input].Dims[axis].IsOne && !result.Dims[axis].IsOne ? new RepeatedAxis(axis) : AxisLink.Kept(axis));

    /// <summary>Inputs whose axes are those of the result, but for one.</summary>
    public static AxisMap Along(int axis, Shape[] inputs, Func<int, AxisLink> link) => Of(inputs, (input, other) => other == axis ? link(input) : AxisLink.Kept(other));

    /// <summary>Whether an element of the result is computed from an element of an input, once symbols are bound.</summary>
    public bool Reads(int input, Func<int, long> inputIndex, Func<int, long> inputExtent, Func<int, long> resultIndex, Func<int, long> resultExtent, Func<DimSymbol, long> bindings)
    {
        var links = Inputs[input];
        for (var axis = 0; axis < links.Count; axis++)
        {
            var reads = links[axis] switch
            {
                WindowedAxis windowed => windowed.Window.Reads(inputIndex(axis), resultIndex(windowed.Axis), bindings),
                RegroupedAxis regrouped => Flat(regrouped.From, inputIndex, inputExtent) == Flat(regrouped.To, resultIndex, resultExtent),
                _ => true,
            };
            if (!reads) return false;
        }

        return true;
    }

    private static long Flat(EquatableArray<int> axes, Func<int, long> index, Func<int, long> extent)
    {
        var flat = 0L;
        foreach (var axis in axes) flat = (flat * extent(axis)) + index(axis);
        return flat;
    }

    private static EquatableArray<AxisLink> Links(int rank, Func<int, AxisLink> link)
    {
        var links = new AxisLink[rank];
        for (var axis = 0; axis < rank; axis++) links[axis] = link(axis);
        return new(links);
    }

    public override string ToString() => string.Join("; ", Inputs.Select(links => string.Join(", ", links)));
}
