using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Operators that carry a state from step to step, or from call to call.</summary>
internal static class StateOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["LinearAttention"] = LinearAttention,
        ["CausalConvWithState"] = CausalConvolution,
        ["TensorScatter"] = node => [TensorScatter(node)],
    };

    // A state [heads, keys, values] that each step decays, corrects and adds to (Katharopoulos et al. 2020; Yang et al. 2024).
    private static Operand?[] LinearAttention(NodeContext node)
    {
        var (heads, groups) = ((int)node.Integer("q_num_heads"), (int)node.Integer("kv_num_heads"));
        var rule = node.Text("update_rule", "gated_delta");
        var (isGated, isCorrected) = (rule is "gated" or "gated_delta", rule is "delta" or "gated_delta");
        var query = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var size = (node.Values.DimsOf(query)[2].Value ?? throw node.Error("its features depend on a call")) / heads;
        var width = (node.Values.DimsOf(node.Tensor(2))[2].Value ?? throw node.Error("its features depend on a call")) / groups;
        var scale = node.Float("scale", 0) is var stated && stated != 0 ? stated : (float)(1 / Math.Sqrt(size));
        var sequences = new List<Term>
        {
            node.Definition.Operator("*", Split(0, heads), scale),
            Split(1, groups),
            Split(2, groups),
        };
        if (isGated) sequences.Add(node.Definition.Call("Exp", Split(4, groups)));
        if (isCorrected) sequences.Add(Split(5, node.Values.DimsOf(node.Tensor(5))[2].Value == 1 ? 1 : groups));
        var past = node.OptionalTensor(3) is { } given
            ? given.IsBatched ? node.Values.BatchFirst(given, node.Error).Term : MovementOperators.PerSample(node, node.Values.Reshape(given, [.. node.Values.DimsOf(given).Skip(1)]), query)
            : node.Definition.Call("Zeros", query.Term, new Argument("shape", new[] { groups, (int)size, (int)width }));
        var (outputs, states) = node.Definition.Scan(sequences, [past], reverse: false, Step);
        var flat = node.Definition.Call("Reshape", outputs[0], new Argument("shape", new[] { -1, checked((int)(heads * width)) }));
        return [query with { Term = flat }, query with { Term = states[0] }];

        Term Split(int input, int parts)
        {
            var value = node.Tensor(input);
            var dims = node.Values.DimsOf(value);
            var features = dims[2].DividedBy(parts)?.Value ?? throw node.Error($"{dims[2]} features cannot be divided among {parts} heads");
            var apart = node.Values.Reshape(value, [dims[0], dims[1], parts, features]);
            return apart.IsBatched ? node.Values.BatchFirst(apart, node.Error).Term : MovementOperators.PerSample(node, node.Values.Reshape(apart, [dims[1], parts, features]), query);
        }

        (IReadOnlyList<Term> Outputs, IReadOnlyList<Term> Next) Step(IReadOnlyList<Term> parts, IReadOnlyList<Term> before)
        {
            var (state, value) = (before[0], parts[2]);
            if (isGated) state = Times(state, Unsqueezed(parts[3], 2));
            if (isCorrected) value = Times(parts[parts.Count - 1], node.Definition.Operator("-", value, Read(parts[1], state)));
            state = node.Definition.Operator("+", state, Times(Unsqueezed(parts[1], 2), Unsqueezed(value, 1)));
            var read = heads == groups ? state : node.Definition.Call("RepeatInterleave", state, new Argument("repeats", heads / groups), new Argument("axis", 0));
            return ([Read(parts[0], read)], [state]);
        }

        Term Times(Term left, Term right) => node.Definition.Operator("*", left, right);
        Term Unsqueezed(Term value, int axis) => node.Definition.Call("Unsqueeze", value, new Argument("axis", axis));
        Term Read(Term key, Term state) => node.Definition.Call("Sum", Times(Unsqueezed(key, 2), state), new Argument("axis", 1));
    }

    // A convolution of each channel over what came before, of which the last elements are given on.
    private static Operand?[] CausalConvolution(NodeContext node)
    {
        var (x, weight) = (node.Tensor(0), node.Importer.Weight(node, 1));
        var before = weight.Dims[2] - 1;
        var (value, along) = node.Values.On(x, 2);
        TensorOperand padded;
        if (node.OptionalTensor(3) is { } past && before > 0)
        {
            if (past.BatchAxis != value.BatchAxis) (past, value) = (node.Values.Explicit(past), node.Values.Explicit(value));
            padded = value with { Term = node.Definition.Concat([past.Term, value.Term], value.DslAxis(2)) };
        }
        else
        {
            padded = before == 0 ? value : value with { Term = node.Definition.Call("Pad", value.Term, new Argument("axis", along), new Argument("before", before), new Argument("after", 0)) };
        }

        var convolution = Patterns.Layers.Node(node.Node, "Conv", [.. node.Node.Inputs.Take(3)], ("group", weight.Dims[0]));
        var result = (TensorOperand)OperatorTable.Find("", "Conv")!(new NodeContext(node.Importer, convolution, [padded, node.Input(1), node.Optional(2)], node.Opset))[0]!;
        if (node.Text("activation", "none") is "silu" or "swish") result = PointwiseOperators.Call(node, "Silu", result);
        if (!node.HasOutput(1)) return [result];
        if (before == 0) throw node.Error("its window has one element, so that its state has none, and a tensor without any cannot be compiled");
        var length = node.Values.DimsOf(padded)[2].Value ?? throw node.Error("its length depends on a call");
        return [result, MovementOperators.Slice(node, padded, 2, checked((int)(length - before)), checked((int)length))];
    }

    // What is written begins at a place of its own in each sample: a row with one 1 for each element that is put.
    private static TensorOperand TensorScatter(NodeContext node)
    {
        var (cache, update) = (node.Tensor(0), node.Tensor(1));
        var axis = node.Axis(node.Integer("axis", -2), cache.Rank);
        if (axis == cache.Rank - 1) throw node.Error("it writes along the last axis");
        int[] order = [.. Enumerable.Range(0, cache.Rank - 1).Where(other => other != axis), axis, cache.Rank - 1];
        (cache, update) = (MovementOperators.Permute(node, cache, order), MovementOperators.Permute(node, update, order));
        var (all, some) = (node.Values.DimsOf(cache), node.Values.DimsOf(update));
        var capacity = checked((int)(all[all.Length - 2].Value ?? throw node.Error("how much it keeps depends on a call")));
        var count = checked((int)(some[some.Length - 2].Value ?? throw node.Error("how much it writes depends on a call")));
        var places = new TensorOperand(node.Definition.Places(node.Definition.Beside, capacity, 1), ElementType.Float, null);
        Operand targets = new TensorOperand(node.Definition.Places(node.Definition.Beside, count, 0), ElementType.Float, null);
        if (node.OptionalTensor(2) is { } starts)
        {
            var column = node.Values.Reshape(starts, [node.Values.DimsOf(starts)[0], .. Enumerable.Repeat(Count.One, cache.Rank - 1)]);
            targets = PointwiseOperators.Binary(node, "+", column, targets);
            if (node.Text("mode", "linear") == "circular") targets = PointwiseOperators.Call(node, "Mod", (TensorOperand)targets, new Argument("other", (float)capacity));
        }

        var hot = PointwiseOperators.Method(node, "EqualTo", places, targets);
        var written = ReductionOperators.Reduce(node, "Sum", hot, [hot.Rank - 1], keepDims: true);
        var result = ComparisonOperators.Choose(node, written, ProductOperators.Product(node, hot, update), cache) with { Type = cache.Type };
        return MovementOperators.Permute(node, result, [.. Enumerable.Range(0, order.Length).Select(place => Array.IndexOf(order, place))]);
    }
}
