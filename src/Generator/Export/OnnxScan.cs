using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Recurrences: ONNX has the same operator, but keeps of a state what it becomes, and not what it begins with.</summary>
internal static class OnnxScan
{
    /// <summary>The inputs of a scan that it is given in ONNX: all that its body reads at inference, and what the states begin with.</summary>
    public static EquatableArray<int> Reads(ScanOp op, EquatableArray<int> inputs)
    {
        var reading = Reading(op, inputs.Count);
        return inputs.Where((_, index) => reading[index] is not null || IsState(op, index)).ToEquatableArray();
    }

    public static OnnxCall? Write(ScanOp op, OnnxNode node)
    {
        var (text, outer) = (node.Text, node.Graph);
        var body = new OnnxGraph(op.Body, text, node.Sizes, outer.Cancellation) { Layers = outer.Source.Layers.Count > 0 ? outer.Source.Layers : outer.Layers };
        var (states, sequences, formal) = (new string[op.States], new List<string>(), new List<string>());
        for (var state = 0; state < op.States; state++) states[state] = node.Input(op.Sequences + state);
        var reading = Reading(op, node.Count);
        for (var index = op.Sequences + op.States; index < node.Count; index++)
        {
            // What is the same at every step has its name from around the graph.
            if (reading[index] is { } shared) body.Give(shared, node.Input(index));
        }

        foreach (var index in Enumerable.Range(op.Sequences, op.States).Concat(Enumerable.Range(0, op.Sequences)))
        {
            var isSequence = index < op.Sequences;
            if (isSequence && reading[index] is null) continue;
            if (isSequence) sequences.Add(node.Input(index));
            var name = text.Names.Allocate($"{node.Name}.{(isSequence ? "in" : "state")}{(isSequence ? index : index - op.Sequences)}");
            if (reading[index] is { } id) body.Give(id, name);
            var shape = node.ShapeOf(index);
            formal.Add(OnnxExport.Typed(node.TypeOf(index), isSequence ? shape.Without(0) : shape, name));
        }

        if (sequences.Count == 0)
        {
            // There has to be something that says how many steps there are.
            sequences.Add(OnnxLeaves.Places(text, node.Sizes, op.Steps));
            formal.Add($"float {text.Names.Allocate(node.Name + ".step")}");
        }

        var read = outer.ReadParts(node.Id);
        var (returned, results, kept) = (new List<(int Id, string Name)>(), new List<string>(), new string[op.States + op.Body.Outputs.Count]);
        for (var index = 0; index < op.Body.Outputs.Count + op.States; index++)
        {
            // States come twice: as what they are in the end, and as what they are after every step.
            var output = index < op.States ? index : index - op.States;
            if (index >= op.States && !read.Contains(output)) continue;
            var role = index < op.States ? "next" : output < op.States ? "states" : "out";
            returned.Add((op.Body.Outputs[output].Node, text.Names.Allocate($"{node.Name}.step.{role}{output}")));
            results.Add(kept[index] = text.Names.Allocate($"{node.Name}.{role}{output}"));
        }

        var lines = text.Inner(() => body.Return(returned));
        var outputs = returned.Select(output => OnnxExport.Typed(op.Body[output.Id].Type, op.Body[output.Id].Shape, output.Name));
        var (many, kinds) = (returned.Count - op.States, op.Reverse ? "1" : "0");
        string Directions(int count) => string.Join(", ", Enumerable.Repeat(kinds, count));
        var directions = !op.Reverse ? "" : $", scan_input_directions = [{Directions(sequences.Count)}]{(many > 0 ? $", scan_output_directions = [{Directions(many)}]" : "")}";
        var graph = $"{text.Names.Allocate("step")} ({string.Join(", ", formal)}) => ({string.Join(", ", outputs)}) {{\n{lines}{text.Indent}}}";
        text.DefineAll(results, $"Scan ({string.Join(", ", states.Concat(sequences))}) <num_scan_inputs = {sequences.Count}{directions}, body = {graph}>");
        outer.GiveParts(node.Id, kept);
        return null;
    }

    public static OnnxCall Result(ScanResultOp op, OnnxNode node)
    {
        var (graph, source) = (node.Graph, node.IdOf(0));
        var scan = (ScanOp)graph.Source[source].Op;
        var size = op.Shape.Dims[0];
        var all = graph.PartOf(source, scan.States + op.Index);
        if (op.Index >= scan.States) return Part(node, all, op.Start, size, scan.Steps);
        var last = scan.Reverse ? 0 : scan.Steps;
        if (op.Start == last && size.IsOne) return new OnnxCall("Unsqueeze", [graph.PartOf(source, op.Index), node.Text.Integers(0)]);

        // The first of all is what the state begins with: before the others, or behind them where the steps run backwards.
        if (scan.Reverse ? Dim.Add(op.Start, size) is { } end && IsAtMost(end, scan.Steps) : op.Start is { IsConstant: true, Value: > 0 })
            return Part(node, all, scan.Reverse ? op.Start : op.Start.Plus(-1), size, scan.Steps);
        var initial = node.Add("initial", "Unsqueeze", "", graph.NameOf(graph.Source[source].Inputs[scan.Sequences + op.Index]), node.Text.Integers(0));
        var history = node.Add("history", "Concat", "axis = 0", scan.Reverse ? [all, initial] : [initial, all]);
        return Part(node, history, op.Start, size, scan.Steps.Plus(1));
    }

    private static bool IsState(ScanOp op, int index) => index >= op.Sequences && index < op.Sequences + op.States;

    // The nodes of the body that read the inputs: those that nothing needs are gone.
    private static int?[] Reading(ScanOp op, int count)
    {
        var reading = new int?[count];
        for (var id = 0; id < op.Body.Nodes.Count; id++)
        {
            if (op.Body[id].Op is StepInputOp input) reading[input.Index] = id;
        }

        return reading;
    }

    private static bool IsAtMost(Dim left, Dim right) => Dim.Subtract(right, left) is { Minimum: >= 0 };

    private static OnnxCall Part(OnnxNode node, string value, Dim start, Dim size, Dim extent)
    {
        if (start == 0 && size == extent) return OnnxOperators.Same(value);
        var end = Dim.Add(start, size) is { } last ? last : throw new NotExpressibleException($"{size} steps from {start} have no end that ONNX can be told");
        return new OnnxCall("Slice", [value, OnnxMovement.Place(node, start, extent), OnnxMovement.Place(node, end, extent), node.Text.Integers(0)]);
    }
}
