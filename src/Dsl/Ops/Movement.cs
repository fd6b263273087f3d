namespace Sinter.Graphs;

/// <summary>Elements keep their values and change their places; nothing is computed.</summary>
internal abstract record MovementOp : Op
{
    public override DataType ResultType(IReadOnlyList<DataType> inputs) => inputs[0];
}

/// <summary>The same elements in the same order under another shape.</summary>
internal sealed record ReshapeOp(Shape Shape) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (from, to) = (Count(inputs[0]), Count(Shape));
        return from == to ? Shape : throw NetworkDefinitionException.Shape($"{inputs[0]} cannot become {Shape}: the number of elements differs.");
    }

    // The product of the constant factors beside the multiset of symbols: equal for shapes of equal size.
    private static (long Constant, string Symbols) Count(Shape shape)
    {
        long constant = 1;
        var symbols = new List<string>();
        foreach (var dim in shape.Dims)
        {
            if (dim.IsConstant) constant *= dim.Value;
            else if (dim.Offset == 0) (constant, _) = (constant * dim.Scale, Add(symbols, dim.Symbol!));
            else Add(symbols, dim.ToString());
        }

        symbols.Sort(StringComparer.Ordinal);
        return (constant, string.Join("*", symbols));
    }

    private static bool Add(List<string> symbols, string symbol)
    {
        symbols.Add(symbol);
        return true;
    }
}

/// <summary>Axis <c>i</c> of the result is axis <c>Order[i]</c> of the input.</summary>
internal sealed record TransposeOp(EquatableArray<int> Order) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => new(Order.Select(axis => inputs[0].Dims[axis]));
}

/// <summary>Every <c>Step</c>-th element of one axis, <c>Size</c> of them, beginning at <c>Start</c>. The axis is constant.</summary>
internal sealed record SliceOp(int Axis, int Start, int Size, int Step = 1) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var extent = inputs[0].Dims[Axis].Value;
        if (Start < 0 || Size <= 0 || Step <= 0 || Start + ((Size - 1) * Step) >= extent)
            throw NetworkDefinitionException.Shape($"{Size} elements from {Start} in steps of {Step} do not lie within axis {Axis} of {inputs[0]}.");
        return new Shape(inputs[0].Dims.Select((dim, axis) => axis == Axis ? Size : dim));
    }
}

/// <summary>One axis in reverse order. The axis is constant.</summary>
internal sealed record ReverseOp(int Axis) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];
}

/// <summary>One axis made longer at both ends, and by <c>Interior</c> elements between neighbours, with a constant.</summary>
internal sealed record PadOp(int Axis, int Before, int After, int Interior, float Value) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (Before < 0 || After < 0 || Interior < 0)
            throw NetworkDefinitionException.Shape($"Padding of {inputs[0]} needs sizes of 0 or more, but gets {Before} before and {After} after.");
        var extent = inputs[0].Dims[Axis].Value;
        var padded = Before + extent + ((extent - 1) * Interior) + After;
        return new Shape(inputs[0].Dims.Select((dim, axis) => axis == Axis ? padded : dim));
    }
}

/// <summary>The inputs one after the other along one axis. The axis is constant.</summary>
internal sealed record ConcatOp(int Axis) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var total = 0;
        foreach (var input in inputs)
        {
            var fits = input.FullRank == inputs[0].FullRank &&
                input.Dims.Where((_, axis) => axis != Axis).SequenceEqual(inputs[0].Dims.Where((_, axis) => axis != Axis));
            if (!fits)
                throw NetworkDefinitionException.Shape($"Concat along axis {Axis} needs equal extents elsewhere, but gets {inputs[0]} and {input}.");
            total += input.Dims[Axis].Value;
        }

        return new Shape(inputs[0].Dims.Select((dim, axis) => axis == Axis ? total : dim));
    }
}

/// <summary>Axes of extent 1 repeated up to a shape of the same rank.</summary>
internal sealed record ExpandOp(Shape Shape) : MovementOp
{
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        for (var axis = 0; axis < Shape.FullRank; axis++)
        {
            if (inputs[0].Dims[axis] != Shape.Dims[axis] && !inputs[0].Dims[axis].IsOne)
                throw NetworkDefinitionException.Shape($"{inputs[0]} cannot be expanded to {Shape}.");
        }

        return Shape;
    }
}
