using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Takes out of a scan what does not have to be done step by step: products that need no state are computed for all steps
/// before it, those that no state needs after it. The projections of all inputs become one product, and so does the gradient
/// of every weight.
/// </summary>
internal static class HoistFromScan
{
    public const string Name = nameof(HoistFromScan);

    public static Graph Run(Graph graph, CancellationToken cancellation = default) => Run(graph, sharedOnly: false, cancellation);

    /// <summary>The pass that is <see cref="RunShared"/>.</summary>
    public const string SharedName = "HoistShared";

    /// <summary>Takes out only what is the same at every step, and tables: packed weights, once products are lowered.</summary>
    public static Graph RunShared(Graph graph, CancellationToken cancellation = default) =>
        Run(ScanBodies.Map(graph, body => Run(body, sharedOnly: true, cancellation)), sharedOnly: true, cancellation);

    private static Graph Run(Graph graph, bool sharedOnly, CancellationToken cancellation)
    {
        if (!graph.Nodes.Any(node => node.Op is ScanOp)) return graph;
        var scans = new Dictionary<int, ScanHoist>();
        var read = new Dictionary<int, HashSet<int>>();
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not ScanResultOp result) continue;
            if (!read.TryGetValue(node.Inputs[0], out var indices)) read[node.Inputs[0]] = indices = [];
            indices.Add(result.Index);
        }

        return GraphCopy.Run(graph, (copy, id) =>
        {
            switch (graph[id].Op)
            {
                case ScanOp scan:
                    if (!read.TryGetValue(id, out var indices)) return copy.Copy(id);
                    scans[id] = new ScanHoist(copy.Builder, scan, copy.Inputs(id), indices, sharedOnly);
                    return scans[id].Run();
                case ScanResultOp result:
                    return scans[graph[id].Inputs[0]].Result(result);
                default:
                    return copy.Copy(id);
            }
        }, cancellation);
    }
}

/// <summary>One scan being relieved.</summary>
internal sealed class ScanHoist
{
    private readonly GraphBuilder builder;
    private readonly ScanOp op;
    private readonly Graph body;
    private readonly int[] inputs;
    private readonly HashSet<int> read;
    private readonly bool sharedOnly;
    private readonly bool[] isVarying, isStateful, isHoisted, isSunk;
    private readonly Dictionary<int, int> outside = [];
    private readonly List<int> kept = [];
    private readonly Dictionary<int, int> placeOfKept = [];
    private readonly (int Layer, bool IsBackward) place;
    private int scan;

    public ScanHoist(GraphBuilder builder, ScanOp op, int[] inputs, HashSet<int> read, bool sharedOnly)
    {
        (this.builder, this.op, body, this.inputs, this.read, this.sharedOnly) = (builder, op, op.Body, inputs, read, sharedOnly);
        place = (builder.CurrentLayer, builder.IsBackward);
        var count = body.Nodes.Count;
        (isVarying, isStateful, isHoisted, isSunk) = (new bool[count], new bool[count], new bool[count], new bool[count]);
        for (var id = 0; id < count; id++)
        {
            isVarying[id] = body[id].Op is StepInputOp input ? input.Index < op.Sequences + op.States : body[id].Inputs.Any(source => isVarying[source]);
            isStateful[id] = body[id].Op is StepInputOp step ? IsState(step.Index) : body[id].Inputs.Any(source => isStateful[source]);
        }
    }

    /// <summary>Adds the scan that is left.</summary>
    public int Run()
    {
        ChooseHoisted();
        if (!sharedOnly) ChooseSunk();
        return scan = Rebuild();
    }

    /// <summary>What was the result of the old scan.</summary>
    public int Result(ScanResultOp result)
    {
        var id = body.Outputs[result.Index].Node;
        return result.Index < op.States ? builder.Add(result, scan) : Sunk(id);
    }

    private bool IsState(int index) => index >= op.Sequences && index < op.Sequences + op.States;

    private static bool IsHeavy(Op op) => op is MatMulOp or GatherOp or ReduceOp;

    private bool[] Varies(int id) => body[id].Inputs.Select(input => isVarying[input]).ToArray();

    private bool CanLift(int id) => TimeAxis.CanLift(body, body[id], Varies(id));

    private long Size(int id) => body[id].Shape.Dims.Aggregate(1L, (size, dim) => size * Math.Max(1, dim.AtMost(64)));

    // Before the scan: heavy work without a state, all that leads there, and what can ride along without growing.
    private void ChooseHoisted()
    {
        var can = new bool[body.Nodes.Count];
        for (var id = 0; id < can.Length; id++)
        {
            if (body[id].Op is TableOp) isHoisted[id] = true;
            if (isStateful[id] || body[id].Op is LeafOp) continue;
            if (!isVarying[id]) can[id] = true;
            else if (!sharedOnly) can[id] = CanLift(id) && body[id].Inputs.All(input => can[input] || body[input].Op is LeafOp);
        }

        for (var id = can.Length - 1; id >= 0; id--)
        {
            isHoisted[id] |= can[id] && (!isVarying[id] || IsHeavy(body[id].Op));
            if (!isHoisted[id]) continue;
            foreach (var input in body[id].Inputs) isHoisted[input] |= body[input].Op is not LeafOp;
        }

        for (var id = 0; id < can.Length; id++)
        {
            if (!can[id] || isHoisted[id]) continue;
            var inputs = body[id].Inputs.Where(input => isVarying[input]).ToList();
            isHoisted[id] = inputs.Any(input => isHoisted[input]) && inputs.All(input => isHoisted[input] || body[input].Op is LeafOp) && Size(id) <= inputs.Max(Size);
        }
    }

    // After the scan: heavy results that nothing in the step reads.
    private void ChooseSunk()
    {
        var isRead = new bool[body.Nodes.Count];
        for (var state = 0; state < op.States; state++) isRead[body.Outputs[state].Node] = true;
        var isResult = new bool[body.Nodes.Count];
        for (var index = op.States; index < body.Outputs.Count; index++) isResult[body.Outputs[index].Node] |= read.Contains(index);
        for (var id = body.Nodes.Count - 1; id >= 0; id--)
        {
            if (isHoisted[id] || body[id].Op is LeafOp) continue;
            isSunk[id] = isResult[id] && !isRead[id] && isVarying[id] && IsSinkable(id);
            foreach (var input in body[id].Inputs)
            {
                if (isSunk[id]) isResult[input] = true;
                else if (isResult[id] || isRead[id]) isRead[input] = true;
            }
        }
    }

    private bool IsSinkable(int id) => CanLift(id) && (IsHeavy(body[id].Op) || body[id].Op is MovementOp);

    private int Rebuild()
    {
        // Results that sunk nodes read, and those that are read as they are.
        for (var state = 0; state < op.States; state++) Keep(body.Outputs[state].Node);
        var needed = new HashSet<int>();
        for (var index = op.States; index < body.Outputs.Count; index++)
        {
            if (read.Contains(index)) KeepWhatSunkRead(body.Outputs[index].Node, needed);
        }

        var sequences = new List<int>();
        var shared = new List<int>();
        var (sequenceOf, sharedOf) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        var copy = new GraphBuilder { Cancellation = builder.Cancellation };
        var map = new Dictionary<int, int>();
        var stateOf = new Dictionary<int, int>();

        int Input(int value, int id, bool varies)
        {
            var (list, known) = varies ? (sequences, sequenceOf) : (shared, sharedOf);
            if (!known.TryGetValue(value, out var node))
            {
                list.Add(value);
                known[value] = node = Step(copy, (varies ? 0 : 1 << 21) + list.Count - 1, body[id]);
            }

            return node;
        }

        int Made(int id)
        {
            if (isHoisted[id]) return Input(Outside(id), id, isVarying[id]);
            if (body[id].Op is not StepInputOp input) return copy.Append(body[id] with { Inputs = body[id].Inputs.Select(source => map[source]).ToEquatableArray() });
            return IsState(input.Index) ? Step(copy, (1 << 20) + input.Index - op.Sequences, body[id]) : Input(inputs[input.Index], id, input.Index < op.Sequences);
        }

        int Inside(int root)
        {
            Postorder.Visit(root, map.ContainsKey, id => isHoisted[id] ? default : body[id].Inputs, id => map[id] = Made(id));
            return map[root];
        }

        for (var index = 0; index < kept.Count; index++) copy.AddOutput(index < op.States ? "state" : "result", Inside(kept[index]));
        for (var id = 0; id < copy.Count; id++)
        {
            if (copy[id].Op is not StepInputOp step || step.Index < 1 << 20) continue;
            copy.Replace(id, step with { Index = step.Index < 1 << 21 ? sequences.Count + step.Index - (1 << 20) : sequences.Count + op.States + step.Index - (1 << 21) });
        }

        var rebuilt = new ScanOp(copy.Build(), sequences.Count, op.States, op.Steps, op.Reverse);
        (builder.CurrentLayer, builder.IsBackward) = place;
        return builder.Add(rebuilt, sequences.Concat(inputs.Skip(op.Sequences).Take(op.States)).Concat(shared).ToArray());
    }

    private static int Step(GraphBuilder copy, int index, Node node) =>
        copy.Append(new Node(new StepInputOp(index, node.Shape, node.Type), default, node.Shape, node.Type, node.Layer) { IsBackward = node.IsBackward });

    private void Keep(int id)
    {
        if (!placeOfKept.ContainsKey(id)) placeOfKept.Add(id, kept.Count);
        kept.Add(id);
    }

    private void KeepWhatSunkRead(int root, HashSet<int> visited)
    {
        var pending = new Stack<int>([root]);
        while (pending.Count > 0)
        {
            var id = pending.Pop();
            if (!visited.Add(id) || body[id].Op is LeafOp || isHoisted[id]) continue;
            if (isSunk[id])
            {
                foreach (var input in body[id].Inputs.Reverse()) pending.Push(input);
            }
            else if (!placeOfKept.ContainsKey(id))
            {
                Keep(id);
            }
        }
    }

    // A value of all steps that needs no state, or one value for all of them.
    private int Outside(int root)
    {
        Postorder.Visit(root, outside.ContainsKey, id => body[id].Inputs, id => outside[id] = Lifted(id));
        return outside[root];
    }

    private int Lifted(int id)
    {
        var node = body[id];
        if (node.Op is StepInputOp input) return inputs[input.Index];
        var values = node.Inputs.Select(source => outside[source]).ToArray();
        (builder.IsBackward, builder.CurrentLayer) = (node.IsBackward, node.Layer);
        return isVarying[id] ? TimeAxis.Lift(builder, node, op.Steps, values, Varies(id)) : builder.Append(node with { Inputs = values.ToEquatableArray() });
    }

    private bool IsBefore(int id) => !isStateful[id] && (isHoisted[id] || body[id].Op is LeafOp);

    // A value of all steps that is computed after the scan, from what it keeps.
    private int Sunk(int root)
    {
        if (IsBefore(root)) return Whole(root, Outside(root));
        Postorder.Visit(
            root, id => outside.ContainsKey(id) || IsBefore(id),
            id => isSunk[id] ? body[id].Inputs.Where(input => isVarying[input]).ToEquatableArray() : default,
            id => outside[id] = After(id));
        return outside[root];
    }

    private int After(int id)
    {
        var node = body[id];
        if (node.Op is StepInputOp input) return View(input.Index - op.Sequences, isNext: false, node.Shape);
        if (!isSunk[id]) return View(placeOfKept[id], isNext: true, node.Shape);
        var values = node.Inputs.Select(source => isVarying[source] && !IsBefore(source) ? outside[source] : Outside(source)).ToArray();
        (builder.IsBackward, builder.CurrentLayer) = (node.IsBackward, node.Layer);
        return TimeAxis.Lift(builder, node, op.Steps, values, Varies(id));
    }

    // A result that is the same at every step is repeated.
    private int Whole(int id, int value) => isVarying[id]
        ? value
        : builder.Expand(builder.Reshape(value, new Shape(new Dim[] { 1 }.Concat(body[id].Shape.Dims))), new Shape(new[] { op.Steps }.Concat(body[id].Shape.Dims)));

    private int View(int index, bool isNext, Shape shape)
    {
        var start = index < op.States && isNext != op.Reverse ? 1 : 0;
        return builder.Add(new ScanResultOp(index, start, new Shape(new[] { op.Steps }.Concat(shape.Dims))), scan);
    }
}
