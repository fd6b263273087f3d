using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>What the standard's Attention adds to its scores: a mask, and which keys a query sees by where it stands.</summary>
internal static class AttentionMasks
{
    /// <summary>What is added, and whether a query sees no key behind its own place and all others, which the primitive knows.</summary>
    /// <param name="node">The node.</param>
    /// <param name="queries">How many queries there are.</param>
    /// <param name="keys">How many keys.</param>
    /// <param name="past">How many keys lie before the first query.</param>
    public static (TensorOperand? Bias, bool IsCausal) Of(NodeContext node, Count queries, Count keys, Count past)
    {
        var mask = Given(node, keys);
        var isCausal = node.Integer("is_causal", 0) != 0;
        var (left, right) = (node.Integer("left_window_size", -1), node.Integer("right_window_size", -1));
        var valid = node.OptionalTensor(6);
        var isWindow = left >= 0 || right >= 0;
        if (!isCausal && !isWindow && valid is null) return (mask, false);
        if (isCausal && !isWindow && mask is null && valid is null && past.Equals(keys - queries)) return (null, true);
        var seen = valid is null && queries.IsConstant && keys.IsConstant && past.IsConstant
            ? Table(node, queries.Value!.Value, keys.Value!.Value, past.Value!.Value, isCausal, left, right)
            : Computed(node, queries, keys, past, valid, isCausal, left, right);
        return (mask is null ? seen : PointwiseOperators.Binary(node, "+", mask, seen), false);
    }

    /// <summary>What hides from every query the keys behind its own place, of which the last query's is the last.</summary>
    /// <param name="node">The node.</param>
    /// <param name="queries">How many queries there are.</param>
    /// <param name="keys">How many keys.</param>
    /// <param name="left">How many keys before its own place a query sees; below 0 for all.</param>
    public static TensorOperand Causal(NodeContext node, Count queries, Count keys, long left = -1) => queries.IsConstant && keys.IsConstant
        ? Table(node, queries.Value!.Value, keys.Value!.Value, keys.Value.Value - queries.Value.Value, isCausal: true, left, -1)
        : Computed(node, queries, keys, keys - queries, null, isCausal: true, left, -1);

    // Truth values hide where they are false; keys behind the mask's last are hidden.
    private static TensorOperand? Given(NodeContext node, Count keys)
    {
        if (node.OptionalTensor(3) is not { } mask) return null;
        if (mask.Type == ElementType.Bool) mask = ComparisonOperators.Choose(node, mask, 0f, float.NegativeInfinity);
        var dims = node.Values.DimsOf(mask);
        var missing = (keys - dims[dims.Length - 1]).Value ?? 0;
        if (missing <= 0 || dims[dims.Length - 1].Value == 1) return mask;
        var (value, along) = node.Values.On(mask, dims.Length - 1);
        return value with { Term = node.Definition.Call("Pad", value.Term, new Argument("axis", along), new Argument("before", 0), new Argument("after", checked((int)missing)), new Argument("value", float.NegativeInfinity)) };
    }

    private static TensorOperand Table(NodeContext node, long queries, long keys, long past, bool isCausal, long left, long right)
    {
        var values = new float[checked(queries * keys)];
        for (long i = 0; i < values.Length; i++)
        {
            var before = (i / keys) + past - (i % keys);
            var isSeen = (!isCausal || before >= 0) && (left < 0 || before <= left) && (right < 0 || -before <= right);
            values[i] = isSeen ? 0 : float.NegativeInfinity;
        }

        // As whole numbers are, the table is written out.
        return node.Values.Tensor(Constant.Of(ElementType.Bool, [(int)queries, (int)keys], values)) with { Type = ElementType.Float };
    }

    private static TensorOperand Computed(NodeContext node, Count queries, Count keys, Count past, TensorOperand? valid, bool isCausal, long left, long right)
    {
        var columns = Places(node, keys, 0);
        Operand place = Places(node, queries, 1);
        TensorOperand? seen = null;
        if (valid is not null)
        {
            var ends = node.Values.Reshape(valid, [node.Values.DimsOf(valid)[0], 1, 1, 1]);
            Add(PointwiseOperators.Method(node, "Less", columns, ends));
            place = PointwiseOperators.Binary(node, "+", place, PointwiseOperators.Plus(node, ends, -(queries.Value ?? throw node.Error("the number of its queries depends on a call"))));
        }
        else if (past.Value is not 0)
        {
            place = PointwiseOperators.Plus(node, (TensorOperand)place, past.Value ?? throw node.Error("how many keys lie before its queries depends on a call; state it with Dims"));
        }

        if (isCausal) Add(PointwiseOperators.Method(node, "LessOrEqual", columns, place));
        if (left >= 0) Add(PointwiseOperators.Method(node, "GreaterOrEqual", columns, PointwiseOperators.Plus(node, (TensorOperand)place, -left)));
        if (right >= 0) Add(PointwiseOperators.Method(node, "LessOrEqual", columns, PointwiseOperators.Plus(node, (TensorOperand)place, right)));
        return ComparisonOperators.Choose(node, seen!, 0f, float.NegativeInfinity);

        void Add(TensorOperand condition) => seen = seen is null ? condition : PointwiseOperators.Binary(node, "*", seen, condition);
    }

    private static TensorOperand Places(NodeContext node, Count count, int behind)
    {
        if (count.Value is { } known) return new TensorOperand(node.Definition.Places(node.Definition.Beside, checked((int)known), behind), ElementType.Float, null);
        var places = node.PlacesOf(count) ?? throw node.Error($"no value has an axis of {count} whose places they could be");
        return new TensorOperand(node.Definition.Column(places, behind), ElementType.Float, null);
    }
}
