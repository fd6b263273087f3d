using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>GroupQueryAttention of <c>com.microsoft</c>: heads of keys that serve several of queries, rotated, causal, behind what earlier calls kept (Ainslie et al. 2023).</summary>
internal static class GroupedAttention
{
    public static Operand?[] Lower(NodeContext node)
    {
        var (heads, groups) = ((int)node.Integer("num_heads"), (int)node.Integer("kv_num_heads"));
        var (q, k, v) = Split(node, heads, groups);
        var past = node.OptionalTensor(3) is { } kept ? node.Values.DimsOf(kept)[2].Value ?? throw node.Error("how much earlier calls kept depends on a call; state it with Dims") : 0;
        if (node.Integer("do_rotary", 0) != 0)
        {
            if (node.Optional(9) is not null) throw node.Error("its positions are an input; those that follow the kept ones can be compiled");
            var length = node.Values.DimsOf(q)[2].Value ?? throw node.Error("it rotates as many steps as calls choose; state them with Dims");
            var positions = new ConstantOperand(Constant.Of(ElementType.Int64, [1, (int)length], [.. Enumerable.Range(0, (int)length).Select(step => past + step)]));
            var isInterleaved = node.Integer("rotary_interleaved", 0) != 0;
            (q, k) = (Rotated(q, heads), Rotated(k, groups));

            TensorOperand Rotated(TensorOperand x, int count) => TransformerOperators.Rotary(node, x, Rows(7), Rows(8), null, count, isInterleaved, 0);
            Operand Rows(int table) => node.Apply("Gather", node.Input(table), positions)[0]!;
        }

        if (past > 0) (k, v) = (TransformerOperators.Joined(node, node.Tensor(3), k), TransformerOperators.Joined(node, node.Tensor(4), v));
        var (presentKeys, presentValues) = (k, v);
        var (queries, keys) = (node.Values.DimsOf(q), node.Values.DimsOf(k));
        if (node.Integer("smooth_softmax", 0) > 0) throw node.Error("its weights add up to less than 1 (smooth_softmax), which cannot be compiled");
        var (window, softcap) = (node.Integer("local_window_size", -1), node.Float("softcap", 0));
        float? scale = node.Float("scale", 0) is var stated && stated != 0 ? stated : null;
        if (softcap == 0 && window <= 0 && AttentionOperators.AreHeads(q, k, v)) return [TransformerOperators.Flat(node, AttentionOperators.Attention(node, q, k, v, null, scale, isCausal: true)), presentKeys, presentValues];
        if (heads != groups) (k, v) = (TransformerOperators.Repeated(node, k, heads), TransformerOperators.Repeated(node, v, heads));
        var mask = AttentionMasks.Causal(node, queries[2], keys[2], window > 0 ? window - 1 : -1);
        var spelled = AttentionOperators.Spelled(node, q, MovementOperators.Permute(node, k, [0, 1, 3, 2]), v, mask, scale, softcap);
        return [TransformerOperators.Flat(node, spelled.Result), presentKeys, presentValues];
    }

    // Apart, or one behind the other in the first input.
    private static (TensorOperand Q, TensorOperand K, TensorOperand V) Split(NodeContext node, int heads, int groups)
    {
        var q = node.Tensor(0);
        if (node.Optional(1) is not null) return (TransformerOperators.Heads(node, q, heads), TransformerOperators.Heads(node, node.Tensor(1), groups), TransformerOperators.Heads(node, node.Tensor(2), groups));
        var size = checked((int)((node.Values.DimsOf(q)[2].Value ?? throw node.Error("its features depend on a call")) / (heads + (2 * groups))));
        return (Part(0, heads), Part(heads, groups), Part(heads + groups, groups));

        TensorOperand Part(int first, int count) => TransformerOperators.Heads(node, MovementOperators.Slice(node, q, 2, first * size, (first + count) * size), count);
    }
}
