using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Recurrences of your own: a cell written once, for one step, and run over time. Whatever does not depend on the state is
/// computed for all steps at once, and the backward pass through time is derived like any other.
/// </summary>
public static class ScanLayers
{
    /// <summary>Runs a cell with one state over the steps of a sequence.</summary>
    /// <param name="x">The sequence <c>[T, …]</c> (after the batch).</param>
    /// <param name="state">What the state begins with; see <see cref="Zeros"/>.</param>
    /// <param name="cell">One step: its part of the sequence and the state to the step's output and the next state.</param>
    /// <param name="reverse">Whether it runs from the last step to the first.</param>
    /// <param name="window">
    /// After how many steps gradients stop (truncated backpropagation through time): a gradient reaches back to the beginning of
    /// the window it comes from. By default 0: all the way.
    /// </param>
    /// <param name="name">
    /// The name in the summary and in front of those of the cell's weights; by default <c>scan1</c>, … If it is empty, the weights are named as
    /// outside of the scan, which is what a PyTorch module calls them that runs its own layers in a loop: <c>i2h.weight</c>.
    /// </param>
    /// <returns>The outputs of all steps <c>[T, …]</c>, and the last state.</returns>
    /// <exception cref="NetworkDefinitionException">There is no sequence, or the cell changes the shape of the state.</exception>
    public static (Tensor Outputs, Tensor State) Scan(
        this Tensor x, Tensor state, Func<Tensor, Tensor, (Tensor Output, Tensor State)> cell, bool reverse = false, int window = 0, string? name = null)
    {
        Require.NotNull(Title(name), nameof(cell), cell);
        var (outputs, states) = Scan([x], [state], (step, now) =>
        {
            var (output, next) = cell(step[0], now[0]);
            return ([output], [next]);
        }, reverse, window, name);
        return (outputs[0], states[0]);
    }

    /// <summary>Runs a cell with two states over the steps of a sequence.</summary>
    /// <param name="x">The sequence <c>[T, …]</c> (after the batch).</param>
    /// <param name="states">What the states begin with; see <see cref="Zeros"/>.</param>
    /// <param name="cell">One step: its part of the sequence and the states to the step's output and the next states.</param>
    /// <param name="reverse">Whether it runs from the last step to the first.</param>
    /// <param name="window">
    /// After how many steps gradients stop (truncated backpropagation through time): a gradient reaches back to the beginning of
    /// the window it comes from. By default 0: all the way.
    /// </param>
    /// <param name="name">
    /// The name in the summary and in front of those of the cell's weights; by default <c>scan1</c>, … If it is empty, the weights are named as
    /// outside of the scan, which is what a PyTorch module calls them that runs its own layers in a loop: <c>i2h.weight</c>.
    /// </param>
    /// <returns>The outputs of all steps <c>[T, …]</c>, and the last states.</returns>
    /// <exception cref="NetworkDefinitionException">There is no sequence, or the cell changes the shape of a state.</exception>
    public static (Tensor Outputs, (Tensor First, Tensor Second) States) Scan(
        this Tensor x,
        (Tensor First, Tensor Second) states,
        Func<Tensor, (Tensor First, Tensor Second), (Tensor Output, (Tensor First, Tensor Second) States)> cell,
        bool reverse = false,
        int window = 0,
        string? name = null)
    {
        Require.NotNull(Title(name), nameof(cell), cell);
        var (outputs, last) = Scan([x], [states.First, states.Second], (step, now) =>
        {
            var (output, next) = cell(step[0], (now[0], now[1]));
            return ([output], [next.First, next.Second]);
        }, reverse, window, name);
        return (outputs[0], (last[0], last[1]));
    }

    /// <summary>Runs a cell with any number of sequences, states and outputs.</summary>
    /// <param name="sequences">At least one <c>[T, …]</c> (after the batch), all of the same length.</param>
    /// <param name="states">What the states begin with; see <see cref="Zeros"/>.</param>
    /// <param name="cell">One step: its part of the sequences and the states to the step's outputs and the next states.</param>
    /// <param name="reverse">Whether it runs from the last step to the first.</param>
    /// <param name="window">
    /// After how many steps gradients stop (truncated backpropagation through time): a gradient reaches back to the beginning of
    /// the window it comes from. By default 0: all the way.
    /// </param>
    /// <param name="name">
    /// The name in the summary and in front of those of the cell's weights; by default <c>scan1</c>, … If it is empty, the weights are named as
    /// outside of the scan, which is what a PyTorch module calls them that runs its own layers in a loop: <c>i2h.weight</c>.
    /// </param>
    /// <returns>The outputs of all steps <c>[T, …]</c>, and the last states.</returns>
    /// <exception cref="NetworkDefinitionException">The sequences differ in length, or the cell changes the shape of a state.</exception>
    public static (Tensor[] Outputs, Tensor[] States) Scan(
        Tensor[] sequences, Tensor[] states, Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> cell, bool reverse = false, int window = 0, string? name = null)
    {
        var layer = Title(name);
        Require.NotNull(layer, nameof(sequences), sequences);
        Require.NotNull(layer, nameof(states), states);
        Require.NotNull(layer, nameof(cell), cell);
        Require.NotNegative(layer, nameof(window), window);
        if (sequences.Length == 0) throw Require.Error(DiagnosticIds.Range, $"{layer} needs at least one sequence to know the number of steps.");
        foreach (var sequence in sequences) Sequence(layer, sequence, sequences[0]);
        foreach (var state in states) Require.NotNull(layer, "a state", state);
        var builder = sequences[0].Builder;
        (Tensor[], Tensor[]) result = default;
        _ = name is { Length: 0 } ? builder.UnnamedLayer("Scan", Body) : builder.Layer("Scan", name, Body);
        return result;

        int Body()
        {
            result = Run(builder, layer, sequences, states, cell, reverse, window);
            return result.Item1.Concat(result.Item2).First().Id;
        }
    }

    private static string Title(string? name) => Require.Title("Scan", name is { Length: 0 } ? null : name);

    /// <summary>A state of zeros for the samples of <paramref name="like"/>.</summary>
    /// <param name="like">Any value that has the batch.</param>
    /// <param name="shape">The extents after the batch.</param>
    /// <returns>Zeros of that shape.</returns>
    /// <exception cref="NetworkDefinitionException">An extent is not positive.</exception>
    public static Tensor Zeros(this Tensor like, params int[] shape)
    {
        Require.NotNull("Zeros", nameof(like), like);
        Require.NotNull("Zeros", nameof(shape), shape);
        foreach (var extent in shape) Require.Positive("Zeros", "an extent", extent);
        var full = new Shape((like.Shape.IsBatched ? new[] { Dim.Batch } : []).Concat(shape.Select(extent => (Dim)extent)));
        return like.With(like.Builder.Expand(like.Builder.Constant(0, full.FullRank), full));
    }

    private static void Sequence(string layer, Tensor sequence, Tensor first)
    {
        Require.NotNull(layer, "a sequence", sequence);
        if (sequence.Shape.Rank < 1)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence [T, …] after the batch, but gets {sequence.Shape}; {InsertedCall.Before("Unsqueeze(0)")} for a sequence of one step.");
        var (steps, expected) = (Steps(sequence), Steps(first));
        if (steps != expected || sequence.Shape.IsBatched != first.Shape.IsBatched)
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs sequences of one length, but gets {first.Shape} and {sequence.Shape}{(steps == expected ? "" : $": {(steps.IsConstant && expected.IsConstant ? $"{expected} and {steps} steps" : Unification.Explain(expected, steps))}")}; cut the longer one with Slice, or pad the shorter.");
    }

    // Beginning with another shape helps where the next state's does not follow from it.
    private static string StateFix(GraphBuilder builder, int state, Tensor next)
    {
        var (first, shape) = (builder.ShapeOf(state), next.Shape);
        var dims = shape.Dims.Skip(shape.IsBatched ? 1 : 0).ToArray();
        if (!dims.All(dim => dim.IsConstant) || (first.IsBatched && !shape.IsBatched)) return $"let the cell return {first}";
        var zeros = $"begin with Zeros({string.Join(", ", dims)})";
        if (first.IsBatched != shape.IsBatched) return $"{zeros} of a value that has the batch";
        var rank = first.FullRank;
        var isLinear = rank == shape.FullRank && first.Rank > 0 && first.Dims.Take(rank - 1).SequenceEqual(shape.Dims.Take(rank - 1)) && first.Dims[rank - 1].IsConstant;
        var cell = isLinear ? $"insert Linear({first.Dims[rank - 1]}) behind it" : $"let the cell return {first}";
        return Reads(builder, next.Id, state) ? cell : $"{zeros}, or {cell}";
    }

    private static bool Reads(GraphBuilder builder, int value, int source)
    {
        var isRead = new bool[builder.Count];
        isRead[value] = true;
        for (var id = value; id > source; id--)
        {
            if (!isRead[id]) continue;
            foreach (var input in builder[id].Inputs) isRead[input] = true;
        }

        return isRead[source];
    }

    private static Dim Steps(Tensor sequence) => sequence.Shape.Dims[sequence.Shape.IsBatched ? 1 : 0];

    /// <summary>The scan itself, without a layer of its own.</summary>
    internal static (Tensor[] Outputs, Tensor[] States) Run(
        GraphBuilder builder, string layer, Tensor[] sequences, Tensor[] states, Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> cell, bool reverse, int window)
    {
        Tensor At(int id) => new(builder, id);
        var steps = Steps(sequences[0]);
        if (window > 0) (sequences, cell) = Truncated(sequences, cell, reverse, window);
        var (scan, results) = ScanBuilder.Add(
            builder, steps, sequences.Select(sequence => TimeFirst(sequence).Id).ToArray(), states.Select(state => state.Id).ToArray(), reverse, (step, now) =>
            {
                var (outputs, next) = cell(step.Select(At).ToArray(), now.Select(At).ToArray());
                Require.NotNull(layer, "what the cell returns as outputs", outputs);
                Require.NotNull(layer, "what the cell returns as states", next);
                if (next.Length != states.Length)
                    throw Require.Error(DiagnosticIds.Range, $"{layer} begins with {states.Length} {(states.Length == 1 ? "state" : "states")}, but its cell returns {next.Length}; return the next value of each state, in their order.");
                foreach (var output in outputs) Require.NotNull(layer, "an output of the cell", output);
                foreach (var state in next) Require.NotNull(layer, "a next state", state);
                if (outputs.Length + next.Length == 0) throw Require.Error(DiagnosticIds.Range, $"{layer} has neither a state nor an output; let the cell return one of them.");
                for (var index = 0; index < next.Length; index++)
                {
                    if (!next[index].Shape.Equals(states[index].Shape))
                        throw Require.Error(DiagnosticIds.Shape, $"{layer}: state {index} begins as {states[index].Shape}, but the cell makes it {next[index].Shape}; a state keeps its shape: {StateFix(builder, now[index], next[index])}.");
                }

                return (next.Select(value => value.Id).ToArray(), outputs.Select(value => value.Id).ToArray());
            });
        var op = (ScanOp)builder[scan].Op;
        var all = results.Select(index => BatchFirst(At(Kept(builder, scan, op, index)))).ToArray();
        var last = states.Select((_, index) => At(Last(builder, scan, op, index))).ToArray();
        return (all, last);
    }

    // One more sequence says where a window begins; there the cell gets states that no gradient passes through.
    private static (Tensor[] Sequences, Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> Cell) Truncated(
        Tensor[] sequences, Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> cell, bool reverse, int window)
    {
        var first = sequences[0];
        var steps = new Shape([Steps(first)]);
        var done = first.With(first.Builder.Add(new IotaOp(0, steps)));
        if (reverse) done = first.With(first.Builder.Add(new SizeOp(steps.Dims))) - 1 - done;

        // Half a step off every border, where rounding cannot reach. What the scan begins with is not cut off.
        var begins = (done - (((done + 0.5f) / window).Floor() * window)).Less(0.5f) * done.Greater(0.5f);
        return ([.. sequences, begins], (step, now) => cell(
            [.. step.Take(sequences.Length)],
            [.. now.Select(state => step[sequences.Length].Where(state.Detach(), state))]));
    }

    // All steps, without what a state began with.
    private static int Kept(GraphBuilder builder, int scan, ScanOp op, int index)
    {
        var kept = op.Kept(index);
        if (index >= op.States) return builder.Add(new ScanResultOp(index, 0, kept), scan);
        return builder.Add(new ScanResultOp(index, op.Reverse ? 0 : 1, new Shape(new[] { op.Steps }.Concat(kept.Dims.Skip(1)))), scan);
    }

    private static int Last(GraphBuilder builder, int scan, ScanOp op, int index)
    {
        var step = new Shape(op.Kept(index).Dims.Skip(1));
        var entry = builder.Add(new ScanResultOp(index, op.Reverse ? 0 : op.Steps, new Shape(new Dim[] { 1 }.Concat(step.Dims))), scan);
        return builder.Reshape(entry, step);
    }

    private static Tensor TimeFirst(Tensor sequence) => sequence.Shape.IsBatched ? Swapped(sequence) : sequence;

    private static Tensor BatchFirst(Tensor sequence) =>
        sequence.Shape.FullRank > 1 && sequence.Shape.Dims[1].IsBatch ? Swapped(sequence) : sequence;

    private static Tensor Swapped(Tensor value) =>
        value.With(value.Builder.Transpose(value.Id, new[] { 1, 0 }.Concat(Enumerable.Range(2, value.Shape.FullRank - 2)).ToArray()));
}
