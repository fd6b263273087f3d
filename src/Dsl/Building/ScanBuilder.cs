namespace Sinter.Graphs;

/// <summary>
/// Makes a scan of nodes that were added for one of its steps. What such a node reads from outside becomes an input; a node
/// that reads nothing of the step stays outside. Random numbers are drawn for all steps at once, so that every step has its own.
/// </summary>
internal sealed class ScanBuilder
{
    private readonly GraphBuilder builder;
    private readonly Dim steps;
    private readonly int[] sequences;
    private readonly int[] initial;
    private readonly int[] placeholders;
    private readonly int first;

    private ScanBuilder(GraphBuilder builder, Dim steps, int[] sequences, int[] initial)
    {
        (this.builder, this.steps, this.sequences, this.initial) = (builder, steps, sequences, initial);
        first = builder.Count;
        placeholders = sequences.Select((id, index) => Placeholder(index, new Shape(builder.ShapeOf(id).Dims.Skip(1)), builder[id].Type))
            .Concat(initial.Select((id, index) => Placeholder(sequences.Length + index, builder.ShapeOf(id), builder[id].Type)))
            .ToArray();
    }

    /// <summary>Adds a scan.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="sequences">What every step reads its own part of, <c>[T, …]</c>.</param>
    /// <param name="initial">What the states begin with.</param>
    /// <param name="reverse">Whether it runs from the last step to the first.</param>
    /// <param name="body">Adds the nodes of one step: its own part of the sequences and the states to the next states and the results.</param>
    /// <returns>The scan, and which of the body's outputs every result is: one that is also a next state is not kept twice.</returns>
    public static (int Scan, int[] Results) Add(
        GraphBuilder builder, Dim steps, int[] sequences, int[] initial, bool reverse, Func<int[], int[], (int[] Next, int[] Results)> body)
    {
        var scan = new ScanBuilder(builder, steps, sequences, initial);
        var (next, results) = body(scan.placeholders.Take(sequences.Length).ToArray(), scan.placeholders.Skip(sequences.Length).ToArray());
        return scan.Extract(next, results, reverse);
    }

    private int Placeholder(int index, Shape shape, DataType type) => builder.Append(new Node(new StepInputOp(index, shape, type), default, shape, type, builder.CurrentLayer));

    private (int Scan, int[] Results) Extract(int[] next, int[] results, bool reverse)
    {
        var last = builder.Count;
        var belongs = new bool[last - first];
        bool IsInside(int id) => id >= first && id < last && belongs[id - first];
        foreach (var id in placeholders) belongs[id - first] = true;
        for (var id = first; id < last; id++) belongs[id - first] |= builder[id].Op is RandomOp || builder[id].Inputs.Any(IsInside);
        foreach (var update in builder.Updates)
        {
            if (IsInside(update.Value))
                throw new NetworkDefinitionException(DiagnosticIds.Kind, $"The cell of a scan cannot update '{((StateOp)builder[update.State].Op).Key}': running statistics change once in a training step, a cell runs many times. Normalize with LayerNorm or RMSNorm instead.");
        }

        var kept = next.Concat(results.Except(next)).ToArray();
        var isNeeded = new bool[last - first];
        foreach (var id in kept.Where(IsInside)) isNeeded[id - first] = true;
        for (var id = last - 1; id >= first; id--)
        {
            if (!isNeeded[id - first] || !IsInside(id)) continue;
            foreach (var input in builder[id].Inputs)
            {
                if (input >= first) isNeeded[input - first] = true;
            }
        }

        // Random numbers become sequences, which come before the states.
        var randoms = Enumerable.Range(first, last - first).Where(id => isNeeded[id - first] && builder[id].Op is RandomOp).ToArray();
        var drawn = randoms.Select(Drawn).ToArray();
        var inputs = sequences.Concat(drawn).Concat(initial).ToList();
        var body = new GraphBuilder { Cancellation = builder.Cancellation };
        var map = new Dictionary<int, int>();
        for (var index = 0; index < placeholders.Length; index++)
            map[placeholders[index]] = StepInput(body, placeholders[index], index < sequences.Length ? index : index + drawn.Length);
        for (var index = 0; index < randoms.Length; index++) map[randoms[index]] = StepInput(body, randoms[index], sequences.Length + index);

        int Inside(int id)
        {
            if (map.TryGetValue(id, out var known)) return known;
            if (!IsInside(id))
            {
                // Numbers cost nothing to repeat.
                if (builder[id].Op is ConstantOp or SizeOp or IotaOp) return map[id] = body.Append(builder[id]);
                inputs.Add(id);
                return map[id] = StepInput(body, id, inputs.Count - 1);
            }

            var node = builder[id];
            return map[id] = body.Append(node with { Inputs = node.Inputs.Select(Inside).ToEquatableArray() });
        }

        for (var id = first; id < last; id++)
        {
            if (isNeeded[id - first] && IsInside(id)) Inside(id);
        }

        for (var index = 0; index < kept.Length; index++) body.AddOutput(index < next.Length ? "state" : "result", Inside(kept[index]));
        builder.Close(Enumerable.Range(first, last - first).Where(IsInside));
        var op = new ScanOp(body.Build(), sequences.Length + drawn.Length, initial.Length, steps, reverse);
        return (builder.Add(op, inputs.ToArray()), results.Select(PlaceOf(kept)).ToArray());
    }

    // Where each value stands first.
    private static Func<int, int> PlaceOf(int[] kept)
    {
        var places = new Dictionary<int, int>();
        for (var index = kept.Length - 1; index >= 0; index--) places[kept[index]] = index;
        return id => places[id];
    }

    private int Drawn(int id)
    {
        var op = (RandomOp)builder[id].Op;
        return builder.Add(new RandomOp(op.Stream, new Shape(new[] { steps }.Concat(op.Shape.Dims))));
    }

    private int StepInput(GraphBuilder body, int id, int index)
    {
        var node = builder[id];
        return body.Append(new Node(new StepInputOp(index, node.Shape, node.Type), default, node.Shape, node.Type, node.Layer));
    }
}
