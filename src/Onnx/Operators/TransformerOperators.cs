using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Operators of Transformers in the standard since opset 23.</summary>
internal static class TransformerOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Attention"] = Attention,
        ["RotaryEmbedding"] = node => [Rotary(node, node.Tensor(0), node.Input(1), node.Input(2), node.Optional(3), (int)node.Integer("num_heads", 0), node.Integer("interleaved", 0) != 0, (int)node.Integer("rotary_embedding_dim", 0))],
    };

    /// <summary>Operators that are to come into the standard.</summary>
    public static IReadOnlyDictionary<string, Lower> Preview { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["FlexAttention"] = node => [FlexAttention(node)],
    };

    // Attention whose scores and weights graphs of the node change.
    private static TensorOperand FlexAttention(NodeContext node)
    {
        var (q, k, v) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        var (queries, keys) = (node.Values.DimsOf(q), node.Values.DimsOf(k));
        var scale = node.Has("scale") ? node.Float("scale", 1) : AttentionOperators.Usual(node, q);
        if (!node.Has("score_mod") && !node.Has("prob_mod") && AttentionOperators.AreHeads(q, k, v)) return AttentionOperators.Attention(node, q, k, v, null, scale);
        if (!queries[1].Equals(keys[1])) (k, v) = (Repeated(node, k, queries[1]), Repeated(node, v, queries[1]));
        var scores = Changed(node, "score_mod", PointwiseOperators.Scale(node, ProductOperators.Product(node, q, MovementOperators.Permute(node, k, [0, 1, 3, 2])), scale));
        var weights = Changed(node, "prob_mod", PointwiseOperators.Call(node, "Softmax", scores));
        return ProductOperators.Product(node, weights, v);
    }

    private static TensorOperand Changed(NodeContext node, string attribute, TensorOperand value)
    {
        if (!node.Node.Attributes.TryGetValue(attribute, out var stated) || stated.Graph is not { } graph) return value;
        var inner = new Scope(null);
        inner[graph.Inputs[0].Name] = value;
        return node.Values.Tensor(node.Importer.Run(node, graph, inner)[0]);
    }

    private static Operand?[] Attention(NodeContext node)
    {
        var (q, k, v) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        var isFlat = q.Rank == 3;
        if (isFlat)
        {
            var (heads, shared) = ((int)node.Integer("q_num_heads"), (int)node.Integer("kv_num_heads"));
            (q, k, v) = (Heads(node, q, heads), Heads(node, k, shared), Heads(node, v, shared));
        }

        var added = node.Values.DimsOf(k)[2];
        if (node.OptionalTensor(4) is { } pastKeys) k = Joined(node, pastKeys, k);
        if (node.OptionalTensor(5) is { } pastValues) v = Joined(node, pastValues, v);
        var (presentKeys, presentValues) = (k, v);
        var dims = (Q: node.Values.DimsOf(q), K: node.Values.DimsOf(k));
        var scale = node.Has("scale") ? node.Float("scale", 1) : AttentionOperators.Usual(node, q);
        var (bias, isCausal) = AttentionMasks.Of(node, dims.Q[2], dims.K[2], dims.K[2] - added);
        var softcap = node.Float("softcap", 0);
        Operand? scores = null;
        TensorOperand result;
        var aligned = bias is null ? null : AttentionOperators.Bias(node, q, bias);
        if (softcap == 0 && !node.HasOutput(3) && AttentionOperators.AreHeads(q, k, v) && bias is null == aligned is null)
        {
            result = AttentionOperators.Attention(node, q, k, v, aligned, scale, isCausal);
        }
        else
        {
            if (!dims.Q[1].Equals(dims.K[1])) (k, v) = (Repeated(node, k, dims.Q[1]), Repeated(node, v, dims.Q[1]));
            if (isCausal) bias = AttentionMasks.Causal(node, dims.Q[2], dims.K[2]);
            var spelled = AttentionOperators.Spelled(node, q, MovementOperators.Permute(node, k, [0, 1, 3, 2]), v, bias, scale, softcap, hidesRows: true);
            result = spelled.Result;
            scores = node.Integer("qk_matmul_output_mode", 0) switch { 0 or 1 => spelled.Product, 2 => spelled.Added, _ => spelled.Weights };
        }

        if (isFlat) result = Flat(node, result);
        return [result, presentKeys, presentValues, scores];
    }

    /// <summary><c>[batch, length, heads · features]</c> as <c>[batch, heads, length, features]</c>.</summary>
    public static TensorOperand Heads(NodeContext node, TensorOperand x, int heads)
    {
        var dims = node.Values.DimsOf(x);
        var features = dims[2].DividedBy(heads) ?? throw node.Error($"{dims[2]} features cannot be divided by {heads} heads");
        return MovementOperators.Permute(node, node.Values.Reshape(x, [dims[0], dims[1], heads, features]), [0, 2, 1, 3]);
    }

    /// <summary><c>[batch, heads, length, features]</c> as <c>[batch, length, heads · features]</c>.</summary>
    public static TensorOperand Flat(NodeContext node, TensorOperand x)
    {
        var dims = node.Values.DimsOf(x);
        return node.Values.Reshape(MovementOperators.Permute(node, x, [0, 2, 1, 3]), [dims[0], dims[2], dims[1] * dims[3]]);
    }

    /// <summary>What is kept and what is new, one behind the other.</summary>
    public static TensorOperand Joined(NodeContext node, TensorOperand past, TensorOperand now)
    {
        if (past.BatchAxis != now.BatchAxis) (past, now) = (node.Values.Explicit(past), node.Values.Explicit(now));
        return now with { Term = node.Definition.Concat([past.Term, now.Term], now.DslAxis(2)) };
    }

    /// <summary>Heads of keys or values, each as often as it serves one of queries.</summary>
    public static TensorOperand Repeated(NodeContext node, TensorOperand x, Count heads)
    {
        var dims = node.Values.DimsOf(x);
        var times = heads.DividedBy(dims[1])?.Value ?? throw node.Error($"{heads} heads of queries cannot be divided among {dims[1]} of keys");
        var (value, along) = node.Values.On(x, 1);
        return value with { Term = node.Definition.Call("RepeatInterleave", value.Term, new Argument("repeats", (int)times), new Argument("axis", along)) };
    }

    /// <summary>Rotates pairs of features by angles whose cosines and sines are in tables (Su et al. 2021).</summary>
    public static TensorOperand Rotary(NodeContext node, TensorOperand x, Operand cosines, Operand sines, Operand? positions, int heads, bool isInterleaved, int rotated)
    {
        var isFlat = x.Rank == 3;
        if (isFlat) x = Heads(node, x, heads > 0 ? heads : throw node.Error("it does not say how many heads there are"));
        var dims = node.Values.DimsOf(x);
        var features = dims[3].Value ?? throw node.Error("its features depend on a call");
        var size = rotated > 0 ? rotated : (int)features;
        var part = size == features ? x : MovementOperators.Slice(node, x, 3, 0, size);
        var (cos, sin) = (Angles(node, cosines, positions, size), Angles(node, sines, positions, size));
        TensorOperand first, second;
        if (isInterleaved)
        {
            var pairs = node.Values.Reshape(part, [dims[0], dims[1], dims[2], size / 2, 2]);
            (first, second) = (Half(node, pairs, 4, 0), Half(node, pairs, 4, 1));
        }
        else
        {
            (first, second) = (MovementOperators.Slice(node, part, 3, 0, size / 2), MovementOperators.Slice(node, part, 3, size / 2, size));
        }

        var real = PointwiseOperators.Binary(node, "-", PointwiseOperators.Binary(node, "*", first, cos), PointwiseOperators.Binary(node, "*", second, sin));
        var imaginary = PointwiseOperators.Binary(node, "+", PointwiseOperators.Binary(node, "*", first, sin), PointwiseOperators.Binary(node, "*", second, cos));
        TensorOperand turned;
        if (isInterleaved)
        {
            Count[] apart = [dims[0], dims[1], dims[2], size / 2, 1];
            var (a, b) = (node.Values.Reshape(real, apart), node.Values.Reshape(imaginary, apart));
            turned = node.Values.Reshape(a with { Term = node.Definition.Concat([a.Term, b.Term], a.DslAxis(4)) }, [dims[0], dims[1], dims[2], size]);
        }
        else
        {
            turned = real with { Term = node.Definition.Concat([real.Term, imaginary.Term], real.DslAxis(3)) };
        }

        if (size != features) turned = turned with { Term = node.Definition.Concat([turned.Term, MovementOperators.Slice(node, x, 3, size, (int)features).Term], turned.DslAxis(3)) };
        return isFlat ? Flat(node, turned) : turned;
    }

    private static TensorOperand Half(NodeContext node, TensorOperand pairs, int axis, int index)
    {
        var (value, along) = node.Values.On(pairs, axis);
        return value with { Term = node.Definition.Call("Select", value.Term, new Argument("axis", along), new Argument("index", index)) };
    }

    // [batch, 1, length, features / 2], by positions or as it is.
    private static TensorOperand Angles(NodeContext node, Operand table, Operand? positions, int size)
    {
        var rows = positions is null ? node.Values.Tensor(table) : GatherOperators.Rows(node, table, positions);
        var dims = node.Values.DimsOf(rows);
        if (dims[dims.Length - 1].Value > size / 2) rows = MovementOperators.Slice(node, rows, dims.Length - 1, 0, size / 2);
        dims = node.Values.DimsOf(rows);
        return dims.Length == 2 ? rows : node.Values.Reshape(rows, [dims[0], 1, dims[1], dims[2]]);
    }
}
