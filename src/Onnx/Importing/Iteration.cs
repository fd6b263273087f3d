using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Operators;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Importing;

/// <summary>Graphs that a node runs several times, written out step by step: how often has to be known.</summary>
internal static class Iteration
{
    private const int MostSteps = 256;

    /// <summary>As many steps are written out; more are a scan of the Dsl.</summary>
    private const int MostWritten = 8;

    /// <summary>Runs a graph while a condition holds, and so many times at most.</summary>
    public static Operand?[] Loop(NodeContext node, Scope values)
    {
        var body = Body(node);
        var most = node.OptionalConstant(0, "number of steps")?.Integers()[0] ?? long.MaxValue;
        var goesOn = node.Optional(1) is null || node.Constant(1, "condition").Integers()[0] != 0;
        var states = Enumerable.Range(2, Math.Max(0, node.InputCount - 2)).Select(node.Input).ToArray();
        var collected = new List<Operand>[body.Outputs.Count - 1 - states.Length];
        for (var i = 0; i < collected.Length; i++) collected[i] = [];
        for (long step = 0; goesOn && step < most; step++)
        {
            if (step == MostSteps) throw node.Error($"it takes more than {MostSteps} steps, which are written out one by one");
            var inner = new Scope(values);
            inner[body.Inputs[0].Name] = new ConstantOperand(Constant.Of(ElementType.Int64, [], [step]));
            inner[body.Inputs[1].Name] = new ConstantOperand(Constant.Of(ElementType.Bool, [], [1L]));
            for (var i = 0; i < states.Length; i++) inner[body.Inputs[2 + i].Name] = states[i];
            var results = node.Importer.Run(node, body, inner);
            goesOn = results[0] is ConstantOperand { Constant: var condition } ? condition.Integers()[0] != 0 : throw node.Error("whether it goes on is computed at every call, but has to be known when the model is imported");
            for (var i = 0; i < states.Length; i++) states[i] = results[1 + i];
            for (var i = 0; i < collected.Length; i++) collected[i].Add(results[1 + states.Length + i]);
        }

        return [.. states, .. collected.Select(steps => Stacked(node, steps, 0, reverse: false))];
    }

    /// <summary>Runs a graph on every element along an axis.</summary>
    public static Operand?[] Scan(NodeContext node, Scope values)
    {
        var body = Body(node);
        // Version 8 counted the batch as an axis of its own, after the lengths of sequences.
        var isBatched = node.Opset < 9;
        var first = isBatched ? 1 : 0;
        if (isBatched && node.Optional(0) is not null) throw node.Error("it has sequences of several lengths");
        var scanned = (int)node.Integer("num_scan_inputs");
        var states = Enumerable.Range(first, node.InputCount - first - scanned).Select(node.Input).ToArray();
        var sequences = Enumerable.Range(node.InputCount - scanned, scanned).Select(node.Tensor).ToArray();
        var (axes, backwards) = (node.Integers("scan_input_axes"), node.Integers(isBatched ? "directions" : "scan_input_directions"));
        var (outAxes, outBackwards) = (node.Integers("scan_output_axes"), node.Integers("scan_output_directions"));
        var outputs = new List<Operand>[body.Outputs.Count - states.Length];
        for (var i = 0; i < outputs.Length; i++) outputs[i] = [];
        var along = sequences.Select((sequence, i) => isBatched ? 1 : node.Axis(axes?[i] ?? 0, sequence.Rank)).ToArray();
        var length = node.Values.DimsOf(sequences[0])[along[0]].Value;
        var isOneWay = backwards is null || backwards.Distinct().Count() < 2;
        if (!isBatched && !node.Values.IsSingle && isOneWay && length is null or > MostWritten)
        {
            var reverse = backwards is { Length: > 0 } && backwards[0] != 0;
            // Outputs of the steps as they run: a scan that runs backwards gives them in the order of the sequence.
            var isFlipped = Enumerable.Range(0, outputs.Length).Select(i => (outBackwards is not null && outBackwards[i] != 0) != reverse).ToArray();
            return ScanImport.Run(node, values, body, states, sequences, along, reverse, [.. outputs.Select((_, i) => (int)(outAxes?[i] ?? 0))], isFlipped);
        }

        var steps = length ?? throw node.Error("its number of steps depends on a call");
        if (steps > MostSteps) throw node.Error($"it takes {steps} steps; {MostSteps} can be written out one by one");
        for (var step = 0; step < steps; step++)
        {
            var inner = new Scope(values);
            for (var i = 0; i < states.Length; i++) inner[body.Inputs[i].Name] = isBatched ? WithoutBatch(node, states[i]) : states[i];
            for (var i = 0; i < scanned; i++)
            {
                var place = backwards is not null && backwards[i] != 0 ? (int)steps - 1 - step : step;
                inner[body.Inputs[states.Length + i].Name] = Element(node, sequences[i], along[i], place, isBatched);
            }

            var results = node.Importer.Run(node, body, inner);
            for (var i = 0; i < states.Length; i++) states[i] = isBatched ? WithBatch(node, results[i]) : results[i];
            for (var i = 0; i < outputs.Length; i++) outputs[i].Add(isBatched ? WithBatch(node, results[states.Length + i]) : results[states.Length + i]);
        }

        return [.. states, .. outputs.Select((all, i) => Stacked(node, all, isBatched ? 1 : outAxes?[i] ?? 0, outBackwards is not null && outBackwards[i] != 0))];
    }

    private static OnnxGraph Body(NodeContext node) => node.Node.Attributes.TryGetValue("body", out var attribute) && attribute.Graph is { } graph ? graph : throw node.Error("its body is missing");

    private static Operand Element(NodeContext node, TensorOperand sequence, int axis, int place, bool isBatched)
    {
        var (value, along) = node.Values.On(sequence, axis);
        var part = MovementOperators.Slice(node, value, axis, place, place + 1);
        var dims = node.Values.DimsOf(part);
        var single = node.Values.Reshape(part, [.. dims.Where((_, other) => other != axis)]);
        return isBatched ? WithoutBatch(node, single) : single;
    }

    private static Operand WithoutBatch(NodeContext node, Operand value)
    {
        var tensor = node.Values.Explicit(node.Values.Tensor(value));
        var dims = node.Values.DimsOf(tensor);
        return dims[0].Value == 1 ? node.Values.Reshape(tensor, [.. dims.Skip(1)]) : throw node.Error("it has several sequences");
    }

    private static Operand WithBatch(NodeContext node, Operand value)
    {
        var tensor = node.Values.Explicit(node.Values.Tensor(value));
        return node.Values.Reshape(tensor, [1, .. node.Values.DimsOf(tensor)]);
    }

    private static Operand Stacked(NodeContext node, List<Operand> steps, long stated, bool reverse)
    {
        if (steps.Count == 0) throw node.Error("it takes no steps, and a tensor without elements cannot be compiled");
        var tensors = steps.Select(node.Values.Tensor).ToArray();
        if (reverse) Array.Reverse(tensors);
        var axis = node.Axis(stated, tensors[0].Rank + 1);

        // Samples lie beside the steps, unless it is one, whose axis may be any of one element.
        var isAlongside = !node.Values.IsSingle && tensors.All(tensor => tensor.BatchAxis == tensors[0].BatchAxis);
        var parts = tensors.Select(tensor =>
        {
            if (!isAlongside) tensor = node.Values.Explicit(tensor);
            var dims = node.Values.DimsOf(tensor);
            var part = node.Values.Reshape(tensor, [.. dims.Take(axis), Count.One, .. dims.Skip(axis)]);
            return isAlongside ? part : node.Values.Explicit(part);
        }).ToArray();
        return parts[0] with { Term = node.Definition.Concat([.. parts.Select(part => part.Term)], parts[0].DslAxis(axis)) };
    }
}
