using Sinter.Onnx.Files;
using Sinter.Onnx.Operators;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Importing;

/// <summary>A graph that runs over the steps of sequences as a scan of the Dsl.</summary>
internal static class ScanImport
{
    /// <param name="node">The node.</param>
    /// <param name="values">The values around it.</param>
    /// <param name="body">One step: states and parts of the sequences to states and outputs.</param>
    /// <param name="states">What the states begin with.</param>
    /// <param name="sequences">The sequences.</param>
    /// <param name="along">The axis of the steps of each.</param>
    /// <param name="reverse">Whether it begins with the last step.</param>
    /// <param name="outAxes">The axis of the steps of each output.</param>
    /// <param name="isFlipped">Which outputs are wanted in the other order.</param>
    public static Operand?[] Run(NodeContext node, Scope values, OnnxGraph body, Operand[] states, TensorOperand[] sequences, int[] along, bool reverse, int[] outAxes, bool[] isFlipped)
    {
        var begins = states.Select(node.Values.Tensor).ToArray();
        var first = sequences.Select((sequence, i) => StepsFirst(node, sequence, along[i])).ToArray();
        var batched = first.FirstOrDefault(sequence => sequence.IsBatched) ?? throw node.Error("its sequences are known when the model is imported");
        var terms = first.Select(sequence => sequence.IsBatched ? sequence.Term : MovementOperators.PerSample(node, sequence, batched)).ToArray();
        var axes = new int?[begins.Length];
        TensorOperand[] given = [];
        var (outputs, last) = node.Definition.Scan(terms, [.. begins.Select(Begin)], reverse, Step);
        var results = new List<Operand?>();
        for (var i = 0; i < begins.Length; i++) results.Add(new TensorOperand(last[i], begins[i].Type, axes[i]));
        for (var i = 0; i < given.Length; i++) results.Add(Stacked(node, outputs[i], given[i], outAxes[i], isFlipped[i]));
        return [.. results];

        Term Begin(TensorOperand state, int index)
        {
            if (state.IsBatched)
            {
                axes[index] = state.BatchAxis;
                return state.Term;
            }

            // What is the same for all samples is an axis of one element where the batch is.
            if (state.Sample.Length > 0 && state.Sample[0].IsOne) (state, axes[index]) = (state with { Term = node.Definition.Call("Squeeze", state.Term, new Argument("axis", 0)) }, 0);
            return MovementOperators.PerSample(node, state, batched);
        }

        (IReadOnlyList<Term> Outputs, IReadOnlyList<Term> Next) Step(IReadOnlyList<Term> parts, IReadOnlyList<Term> before)
        {
            var inner = new Scope(values);
            for (var i = 0; i < before.Count; i++) inner[body.Inputs[i].Name] = new TensorOperand(before[i], begins[i].Type, axes[i]);
            for (var i = 0; i < parts.Count; i++) inner[body.Inputs[before.Count + i].Name] = new TensorOperand(parts[i], sequences[i].Type, first[i].BatchAxis - 1);
            var results = node.Importer.Run(node, body, inner).Select(node.Values.Tensor).ToArray();
            var kept = results.Take(begins.Length).Select((state, i) => Aligned(node, state, before[i], axes[i], parts[0]).Term).ToArray();
            given = [.. results.Skip(begins.Length).Select(output => output.IsBatched ? output : output with { Term = MovementOperators.PerSample(node.Definition, output, parts[0]) })];
            return ([.. given.Select(output => output.Term)], kept);
        }
    }

    // [T, …] in the model's axes and in the sample's.
    private static TensorOperand StepsFirst(NodeContext node, TensorOperand sequence, int axis)
    {
        var (value, _) = node.Values.On(sequence, axis);
        return MovementOperators.Permute(node, value, [axis, .. Enumerable.Range(0, value.Rank).Where(other => other != axis)]);
    }

    // A state has the axes behind a step that it had before.
    private static TensorOperand Aligned(NodeContext node, TensorOperand state, Term before, int? axis, Term step)
    {
        if (!state.IsBatched) return state with { Term = MovementOperators.PerSample(node.Definition, state, step) };
        if (state.BatchAxis != axis) throw node.Error("a state has its batch elsewhere behind a step");
        return state.Sample.SequenceEqual(before.Shape.Dims.Skip(1)) ? state : throw node.Error($"a state of {before.Shape} is {state.Term.Shape} behind a step");
    }

    private static TensorOperand Stacked(NodeContext node, Term all, TensorOperand step, int axis, bool isFlipped)
    {
        if (isFlipped) all = node.Definition.Call("Flip", all, new Argument("axes", new[] { 0 }));
        var whole = new TensorOperand(all, step.Type, step.BatchAxis + 1);
        var place = axis < 0 ? axis + whole.Rank : axis;
        return place == 0 ? whole : MovementOperators.Permute(node, whole, [.. Enumerable.Range(1, place), 0, .. Enumerable.Range(place + 1, whole.Rank - place - 1)]);
    }
}
