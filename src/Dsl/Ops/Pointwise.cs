namespace Sinter.Graphs;

/// <summary>One scalar function of each element. Inputs have the rank of the result; an extent of 1 is broadcast.</summary>
internal sealed record PointwiseOp(ScalarFunction Function) : Op
{
    public override string Name => Function.ToString();

    public override Shape InferShape(Shape[] inputs)
    {
        if (Array.TrueForAll(inputs, inputs[0].Equals)) return inputs[0];
        var dims = inputs[0].Dims.ToArray();
        foreach (var input in inputs)
        {
            if (input.FullRank != dims.Length)
                throw NetworkDefinitionException.Shape($"{Name} needs inputs of one rank, but gets {string.Join<Shape>(" and ", inputs)}.");
            for (var axis = 0; axis < dims.Length; axis++)
            {
                var extent = input.Dims[axis];
                if (extent == dims[axis] || extent.IsOne) continue;
                if (!dims[axis].IsOne)
                {
                    var reason = inputs.All(other => other.IsKnown) ? $"{dims[axis]} and {extent} differ and neither is 1" : Unification.Explain(dims[axis], extent);
                    throw NetworkDefinitionException.Shape($"{Name} cannot broadcast {string.Join<Shape>(" with ", inputs)}: {reason}.");
                }

                dims[axis] = extent;
            }
        }

        return new Shape(new EquatableArray<Dim>(dims));
    }

    public override OpTraits Traits => OpTraits.Pointwise;

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Aligned(inputs, result);

    public override Op Renumbered(AxisNumbers numbers) => this;

    public override long Operations(Shape[] inputs, Shape result) => OperationCount.PerSample(result);
}

/// <summary>How a reduction combines elements.</summary>
internal enum ReduceKind
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,
}

/// <summary>Combines all elements along some axes, which remain with the extent 1.</summary>
internal sealed record ReduceOp(ReduceKind Kind, EquatableArray<int> Axes) : Op
{
    public override string Name => "Reduce" + Kind;

    public override Shape InferShape(Shape[] inputs)
    {
        var dims = inputs[0].Dims.ToArray();
        foreach (var axis in Axes) dims[axis] = 1;
        return new Shape(new EquatableArray<Dim>(dims));
    }

    public override string Word => Kind.ToString();

    public override Op Renumbered(AxisNumbers numbers) => this with { Axes = numbers.Set(Axes) };

    public override long Operations(Shape[] inputs, Shape result) => OperationCount.PerSample(inputs[0]);

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Of(inputs, (_, axis) => Axes.Contains(axis) ? AxisLink.Reduced : AxisLink.Kept(axis));
}
