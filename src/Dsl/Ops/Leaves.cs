namespace Sinter.Graphs;

/// <summary>A primitive without inputs, whose shape is stated rather than inferred.</summary>
internal abstract record LeafOp(Shape Shape) : Op
{
    public override Shape InferShape(Shape[] inputs) => Shape;
}

/// <summary>A value the caller passes in: data, tokens or labels.</summary>
/// <param name="Argument">The name of the parameter of <c>Define</c> or <c>Loss</c>.</param>
/// <param name="Shape">Extents, the batch included.</param>
/// <param name="Type">The element type.</param>
/// <param name="IsTarget">Whether only the loss reads it.</param>
internal sealed record InputOp(string Argument, Shape Shape, DataType Type, bool IsTarget) : LeafOp(Shape)
{
    /// <summary>For tokens, the number of rows or classes they index; 0 while nothing has used them so.</summary>
    public int Limit { get; init; }

    /// <summary>For tokens, one value outside the range that everything which uses them passes over.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>For lengths, the extents they measure that a call binds, and for indices one less than the rows: none is larger than any of these.</summary>
    public EquatableArray<Dim> Measured { get; init; }

    /// <summary>
    /// The same with one more use as an index below <paramref name="limit"/>. What one use cannot take, the input cannot hold: a label
    /// that a loss passes over is no row of a table that the same labels index.
    /// </summary>
    public InputOp Indexing(int limit, int? ignored = null)
    {
        bool TakesBoth(int value) => Takes(value) && ((value >= 0 && value < limit) || value == ignored);
        var least = Limit == 0 ? limit : Math.Min(Limit, limit);
        int? passedOver = null;
        foreach (var value in new[] { IgnoreIndex, ignored })
        {
            if (value is { } candidate && !(candidate >= 0 && candidate < least) && TakesBoth(candidate)) passedOver = candidate;
        }

        return this with { Limit = least, IgnoreIndex = passedOver };
    }

    /// <summary>The same with one more use as lengths along <paramref name="extent"/>.</summary>
    public InputOp Measuring(Dim extent)
    {
        if (extent.IsConstant) return Indexing(extent.Value == int.MaxValue ? int.MaxValue : extent.Value + 1);
        if (Measured.Contains(extent)) return this;
        var measuring = this with { Measured = Measured.Append(extent).ToEquatableArray() };
        return measuring with { IgnoreIndex = IgnoreIndex is { } ignored && measuring.Takes(ignored) ? ignored : null };
    }

    private bool Takes(int value) => Measured.All(extent => value >= 0 && value <= extent.Minimum) && (Limit == 0 || (value >= 0 && value < Limit) || value == IgnoreIndex);

    public override DataType ResultType(DataType[] inputs) => Type;
}

/// <summary>A trainable weight under its full PyTorch name.</summary>
internal sealed record ParameterOp(string Key, Shape Shape, Initializer Initializer, bool Decays) : LeafOp(Shape)
{
    /// <summary>Its place among the parameters of the model: that of the declaration, unless a layer has an order of its own.</summary>
    public int Place { get; init; }

    /// <summary>Whether training leaves it as it is: it has no gradient.</summary>
    public bool IsFrozen { get; init; }
}

/// <summary>A value read at the start and written at the end of a training step: running statistics.</summary>
/// <param name="Key">The full PyTorch name.</param>
/// <param name="Initial">The value of every element before training.</param>
/// <param name="IsCounter">Whether checkpoints store it as a 64-bit integer.</param>
internal sealed record StateOp(string Key, Shape Shape, float Initial, bool IsCounter) : LeafOp(Shape)
{
    /// <summary>Whether training leaves it as it is: it has no next value.</summary>
    public bool IsFrozen { get; init; }
}

/// <summary>The same number everywhere.</summary>
internal sealed record ConstantOp(float Value, Shape Shape) : LeafOp(Shape)
{
    // A field counts when constants are compared: 0 and -0 are equal numbers, but no equal constants.
    private readonly bool isNegativeZero = Value.IsNegativeZero();
}

/// <summary>A table of numbers known at build time.</summary>
internal sealed record TableOp(EquatableArray<float> Values, Shape Shape) : LeafOp(Shape)
{
    // As of a constant: where the numbers are -0.
    private readonly EquatableArray<int> negativeZeros = Enumerable.Range(0, Values.Count).Where(index => Values[index].IsNegativeZero()).ToEquatableArray();
}

/// <summary>The position along one axis: 0, 1, 2, … as a float.</summary>
internal sealed record IotaOp(int Axis, Shape Shape) : LeafOp(Shape)
{
    public override int? CountedAxis => Axis;
}

/// <summary>The product of extents as a scalar float: how many elements a mean divides by.</summary>
internal sealed record SizeOp(EquatableArray<Dim> Dims) : LeafOp(Shape.Scalar)
{
    public override EquatableArray<Dim> Sizes => Dims;
}

/// <summary>
/// Uniform numbers in [0, 1), a pure function of the trainer's seed, the step, the stream and the element's index:
/// the backward pass draws the same ones again instead of storing them.
/// </summary>
internal sealed record RandomOp(int Stream, Shape Shape) : LeafOp(Shape)
{
    public override OpTraits Traits => OpTraits.Random;
}

/// <summary>The first input while training, the second at inference. Resolved before lowering.</summary>
internal sealed record PhaseOp : Op
{
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0].Equals(inputs[1]) ? inputs[0] : throw NetworkDefinitionException.Shape($"The training value {inputs[0]} and the inference value {inputs[1]} differ in shape.");

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Aligned(inputs, result);
}

/// <summary>The input as a constant: no gradient flows back through it.</summary>
internal sealed record DetachOp : Op
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Aligned(inputs, result);

    public override Op Renumbered(AxisNumbers numbers) => this;
}
