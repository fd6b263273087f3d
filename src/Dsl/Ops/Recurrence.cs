namespace Sinter.Graphs;

/// <summary>
/// A recurrence over the first axis of its sequences. Inputs: sequences <c>[T, …]</c>, one initial value for each state, then
/// what is the same at every step. The body reads them as <see cref="StepInputOp"/> in the same order, sequences without
/// their first axis; its outputs are the next states, then the results of the step.
/// </summary>
/// <remarks>
/// The node itself has no value: <see cref="ScanResultOp"/> reads what it leaves behind. Of every state that is the whole
/// history <c>[T + 1, …]</c>, the initial value included; of every result, <c>[T, …]</c>. A reverse scan begins with the last
/// step and its history runs the other way: the initial value comes last.
/// </remarks>
/// <param name="Body">One step.</param>
/// <param name="Sequences">How many of the inputs are sequences.</param>
/// <param name="States">How many states there are.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Reverse">Whether it runs from the last step to the first.</param>
internal sealed record ScanOp(Graph Body, int Sequences, int States, Dim Steps, bool Reverse) : Op
{
    /// <summary>The number of results, states not counted.</summary>
    public int Results => Body.Outputs.Count - States;

    public override OpTraits Traits => OpTraits.Parts;

    public override EquatableArray<Dim> Sizes => EquatableArray.Of(Steps);

    public override Shape InferShape(Shape[] inputs)
    {
        for (var i = 0; i < Sequences; i++)
        {
            if (inputs[i].FullRank == 0 || inputs[i].Dims[0] != Steps)
                throw NetworkDefinitionException.Shape($"A scan of {Steps} steps cannot read {inputs[i]}: its first axis must be the steps.");
        }

        for (var state = 0; state < States; state++)
        {
            var (initial, next) = (inputs[Sequences + state], Body[Body.Outputs[state].Node].Shape);
            if (!initial.Equals(next))
                throw NetworkDefinitionException.Shape($"A state of a scan keeps its shape, but begins as {initial} and becomes {next}.");
        }

        return Shape.Scalar;
    }

    /// <summary>
    /// Step by step: what is kept of a step is computed from the steps before it, and from itself unless it is the state that the step begins
    /// with. Other axes are the body's business.
    /// </summary>
    public override AxisMap MapAxesOf(PartOp part, Shape[] inputs, Shape result)
    {
        var kept = (ScanResultOp)part;
        var isState = kept.Index < States;
        var window = Reverse ? new AxisWindow(kept.Start, null) : new AxisWindow(null, isState ? kept.Start.Plus(-1) : kept.Start);
        return AxisMap.Of(inputs, (input, axis) => input < Sequences && axis == 0 ? new WindowedAxis(0, window) : AxisLink.Mixed);
    }

    /// <summary>All that is kept of output <paramref name="index"/> of the body.</summary>
    public Shape Kept(int index)
    {
        var step = Body[Body.Outputs[index].Node].Shape;
        return new Shape(new[] { index < States ? Steps.Plus(1) : Steps }.Concat(step.Dims));
    }
}

/// <summary>Input number <paramref name="Index"/> of the scan whose body holds the node, as one step sees it.</summary>
internal sealed record StepInputOp(int Index, Shape Shape, DataType Type) : LeafOp(Shape)
{
    public override DataType ResultType(DataType[] inputs) => Type;
}

/// <summary>Part of what a scan keeps: a run of its first axis.</summary>
/// <param name="Index">The output of the body: states first, then results.</param>
/// <param name="Start">The first entry that is read.</param>
/// <param name="Shape">The entries that are read, along the first axis.</param>
internal sealed record ScanResultOp(int Index, Dim Start, Shape Shape) : PartOp(Shape);
