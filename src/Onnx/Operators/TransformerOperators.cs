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

    private static Operand?[] Attention(NodeContext node)
    {
        var (q, k, v) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        var isFlat = q.Rank == 3;
        if (isFlat)
        {
            var (heads, shared) = ((int)node.Integer("q_num_heads"), (int)node.Integer("kv_num_heads"));
            (q, k, v) = (Heads(node, q, heads), Heads(node, k, shared), Heads(node, v, shared));
        }

        if (node.OptionalTensor(4) is { } pastKeys) k = Joined(node, pastKeys, k);
        if (node.OptionalTensor(5) is { } pastValues) v = Joined(node, pastValues, v);
        var (presentKeys, presentValues) = (k, v);
        var dims = (Q: node.Values.DimsOf(q), K: node.Values.DimsOf(k));
        if (!dims.Q[1].Equals(dims.K[1])) (k, v) = (Repeated(node, k, dims.Q[1]), Repeated(node, v, dims.Q[1]));
        var scale = node.Has("scale") ? node.Float("scale", 1) : (float)(1 / Math.Sqrt(dims.Q[3].Value ?? throw node.Error("its features depend on a call")));
        var bias = Mask(node, dims.Q[2], dims.K[2]);
        var softcap = node.Float("softcap", 0);
        Operand? scores = null;
        TensorOperand result;
        var added = bias is null ? null : AttentionOperators.Bias(node, q, bias);
        if (softcap == 0 && !node.HasOutput(3) && AttentionOperators.AreHeads(q, k, v) && bias is null == added is null)
        {
            result = AttentionOperators.Attention(node, q, k, v, added, scale);
        }
        else
        {
            var spelled = AttentionOperators.Spelled(node, q, MovementOperators.Permute(node, k, [0, 1, 3, 2]), v, bias, scale, softcap);
            result = spelled.Result;
            scores = node.Integer("qk_matmul_output_mode", 0) switch { 0 => spelled.Product, 1 => spelled.Added, 2 => spelled.Capped, _ => spelled.Weights };
        }

        if (isFlat) result = Flat(node, result);
        return [result, presentKeys, presentValues, scores];
    }

    // What is added to the scores: masks of truth values hide, and a causal one is a table.
    private static TensorOperand? Mask(NodeContext node, Count queries, Count keys)
    {
        var mask = node.OptionalTensor(3);
        if (mask is { Type: ElementType.Bool }) mask = mask with { Term = node.Definition.Call("Where", mask.Term, new Argument("then", 0f), new Argument("otherwise", float.NegativeInfinity)), Type = ElementType.Float };
        if (node.Integer("is_causal", 0) == 0) return mask;
        if (queries.Value is not { } rows || keys.Value is not { } columns) throw node.Error("it is causal over lengths that calls choose; state them with Dims");
        var before = node.Optional(4) is null ? 0 : columns - rows;
        var table = Enumerable.Range(0, checked((int)(rows * columns))).Select(i => i % columns > (i / columns) + before ? float.NegativeInfinity : 0).ToArray();
        var causal = node.Values.Tensor(Constant.Of(ElementType.Bool, [(int)rows, (int)columns], table)) with { Type = ElementType.Float };
        return mask is null ? causal : PointwiseOperators.Binary(node, "+", mask, causal);
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

    private static TensorOperand Joined(NodeContext node, TensorOperand past, TensorOperand now)
    {
        if (past.BatchAxis != now.BatchAxis) (past, now) = (node.Values.Explicit(past), node.Values.Explicit(now));
        return now with { Term = node.Definition.Concat([past.Term, now.Term], now.DslAxis(2)) };
    }

    // Each head of keys and values serves several of queries.
    private static TensorOperand Repeated(NodeContext node, TensorOperand x, Count heads)
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
