namespace Sinter.Graphs;

/// <summary>Elements keep their values and change their places; nothing is computed.</summary>
internal abstract record MovementOp : Op
{
    public override DataType ResultType(DataType[] inputs) => inputs[0];

    public override OpTraits Traits => OpTraits.Moves;
}

/// <summary>The same elements in the same order under another shape.</summary>
internal sealed record ReshapeOp(Shape Shape) : MovementOp
{
    public override Shape InferShape(Shape[] inputs) => Extent.Of(inputs[0]) == Extent.Of(Shape)
        ? Shape
        : throw NetworkDefinitionException.Shape($"{inputs[0]} cannot become {Shape}: the number of elements differs.");

    public override AxisMap MapAxes(Shape[] inputs, Shape result)
    {
        var links = new AxisLink[inputs[0].FullRank];
        foreach (var group in AxisGroup.Of(inputs[0], result))
        {
            // Beside axes of one element, one axis is what it was.
            var (from, to) = group.IsKept ? ([.. group.From], [.. group.To]) : (AxisGroup.Wide(inputs[0], group.From), AxisGroup.Wide(result, group.To));
            var isKept = from.Length == 1 && to.Length == 1;
            foreach (var axis in group.From)
                links[axis] = !isKept ? new RegroupedAxis(group.From, group.To) : axis == from[0] ? AxisLink.Kept(to[0]) : AxisLink.Reduced;
        }

        return AxisMap.Of(links);
    }

    /// <summary>Only where all axes follow one another as they did, elements do, too.</summary>
    public override Op? Renumbered(AxisNumbers numbers) => numbers.IsBehind ? new ReshapeOp(numbers.Of(Shape)) : null;
}

/// <summary>Axis <c>i</c> of the result is axis <c>Order[i]</c> of the input.</summary>
internal sealed record TransposeOp(EquatableArray<int> Order) : MovementOp
{
    public override Shape InferShape(Shape[] inputs) => new(Order.Select(axis => inputs[0].Dims[axis]));

    public override AxisMap MapAxes(Shape[] inputs, Shape result)
    {
        var links = new AxisLink[Order.Count];
        for (var axis = 0; axis < links.Length; axis++) links[Order[axis]] = AxisLink.Kept(axis);
        return AxisMap.Of(links);
    }

    public override Op Renumbered(AxisNumbers numbers) => new TransposeOp(numbers.Of(Order));
}

/// <summary>Every <c>Step</c>-th element of one axis, <c>Size</c> of them, beginning at <c>Start</c>.</summary>
internal sealed record SliceOp(int Axis, Dim Start, Dim Size, int Step = 1) : MovementOp
{
    /// <summary>Whether each call sees to it that the elements lie within the axis, because the extents alone do not say so.</summary>
    public bool IsBoundByCall { get; init; }

    public override Shape InferShape(Shape[] inputs)
    {
        var extent = inputs[0].Dims[Axis];
        var isWithin = IsBoundByCall || (Step > 0 && Start.Minimum >= 0 && Size.Minimum > 0 && Unification.LeastRest(extent, Start, Size.Times(Step), 1 - Step) >= 0);
        if (!isWithin)
            throw NetworkDefinitionException.Shape($"{Size} elements from {Start} in steps of {Step} do not lie within axis {Axis} of {inputs[0]}{(Size.IsConstant && Start.IsConstant && extent.IsConstant ? "" : " at every call")}.");
        var size = Size;
        return new Shape(inputs[0].Dims.Select((dim, axis) => axis == Axis ? size : dim));
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Along(Axis, inputs, _ => new WindowedAxis(Axis, AxisWindow.At(Start) with { Stride = Step }));

    public override Op Renumbered(AxisNumbers numbers) => this with { Axis = numbers[Axis] };

    public override Op? From(Dim start) => Dim.Add(Start, start) is { } moved ? this with { Start = moved, IsBoundByCall = true } : null;
}

/// <summary>One axis in reverse order.</summary>
internal sealed record FlipOp(int Axis) : MovementOp
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override AxisMap MapAxes(Shape[] inputs, Shape result) =>
        AxisMap.Along(Axis, inputs, _ => new WindowedAxis(Axis, AxisWindow.At(result.Dims[Axis].Plus(-1)) with { Stride = -1 }));

    public override Op Renumbered(AxisNumbers numbers) => new FlipOp(numbers[Axis]);
}

/// <summary>One axis made longer at both ends, and by <c>Interior</c> elements between neighbours, with a constant.</summary>
internal sealed record PadOp(int Axis, Dim Before, Dim After, int Interior, float Value) : MovementOp
{
    // As of a constant.
    private readonly bool isNegativeZero = Value.IsNegativeZero();

    public override Shape InferShape(Shape[] inputs)
    {
        if (Before.Minimum < 0 || After.Minimum < 0 || Interior < 0)
            throw NetworkDefinitionException.Shape($"Padding of {inputs[0]} needs sizes of 0 or more, but gets {Before} before and {After} after.");
        var padded = Unification.Sum("Pad", Before, inputs[0].Dims[Axis].Times(Interior + 1), -Interior, After);
        return new Shape(inputs[0].Dims.Select((dim, axis) => axis == Axis ? padded : dim));
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result) =>
        AxisMap.Along(Axis, inputs, _ => new WindowedAxis(Axis, AxisWindow.At(Before.Times(-1)) with { Spread = Interior + 1 }));

    public override Op Renumbered(AxisNumbers numbers) => this with { Axis = numbers[Axis] };
}

/// <summary>The inputs one after the other along one axis.</summary>
internal sealed record ConcatOp(int Axis) : MovementOp
{
    public override Shape InferShape(Shape[] inputs)
    {
        foreach (var input in inputs)
        {
            var fits = input.FullRank == inputs[0].FullRank &&
                input.Dims.Where((_, axis) => axis != Axis).SequenceEqual(inputs[0].Dims.Where((_, axis) => axis != Axis));
            if (!fits)
                throw NetworkDefinitionException.Shape($"Concat along axis {Axis} needs equal extents elsewhere, but gets {inputs[0]} and {input}.");
        }

        var total = Unification.Sum("Concat", [.. inputs.Select(input => input.Dims[Axis])]);
        return new Shape(inputs[0].Dims.Select((dim, axis) => axis == Axis ? total : dim));
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Along(Axis, inputs, input =>
        new WindowedAxis(Axis, AxisWindow.At(Unification.Sum("Concat", [0, .. inputs.Take(input).Select(before => before.Dims[Axis])]).Times(-1))));

    public override Op Renumbered(AxisNumbers numbers) => new ConcatOp(numbers[Axis]);
}

/// <summary>Axes of extent 1 repeated up to a shape of the same rank.</summary>
internal sealed record ExpandOp(Shape Shape) : MovementOp
{
    public override Shape InferShape(Shape[] inputs)
    {
        for (var axis = 0; axis < Shape.FullRank; axis++)
        {
            if (inputs[0].Dims[axis] != Shape.Dims[axis] && !inputs[0].Dims[axis].IsOne)
                throw NetworkDefinitionException.Shape($"{inputs[0]} cannot be expanded to {Shape}{(inputs[0].IsKnown && Shape.IsKnown ? $": only an extent of 1 can be repeated, and {inputs[0].Dims[axis]} is none" : $": {Unification.Explain(inputs[0].Dims[axis], Shape.Dims[axis])}")}.");
        }

        return Shape;
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Aligned(inputs, result);

    public override Op Renumbered(AxisNumbers numbers) => new ExpandOp(numbers.Of(Shape));
}
