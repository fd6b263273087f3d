using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Attention and what belongs to it.</summary>
internal static class AttentionOperators
{
    /// <summary>What exporters add where they cannot add negative infinity: the exponential of less is 0.</summary>
    private const float Hidden = -9999;

    /// <summary>Attention whose samples are <c>[heads, length, features]</c>; the Dsl has the length first, as layers make it.</summary>
    public static TensorOperand Attention(NodeContext node, TensorOperand q, TensorOperand k, TensorOperand v, TensorOperand? bias, float? scale, bool isCausal = false)
    {
        var arguments = new List<Argument> { new("key", LengthFirst(node, k)), new("value", LengthFirst(node, v)) };
        if (isCausal) arguments.Add(new Argument("causal", true));
        if (bias is not null) arguments.Add(new Argument("bias", bias.Term));
        var features = q.Sample[2];
        var isUsual = scale is null || (features.IsConstant && Math.Abs(scale.Value - (1 / Math.Sqrt(features.Value))) < 1e-6);
        if (!isUsual) arguments.Add(new Argument("scale", scale!.Value));
        var attended = node.Definition.Call("Attention", LengthFirst(node, q), [.. arguments]);
        return q with { Term = MovementOperators.Swapped(node.Definition, attended, 0, 1) };
    }

    /// <summary>What is added to scores as the Dsl takes it, with as many axes as heads of scores have at most; null where it is aligned otherwise.</summary>
    public static TensorOperand? Bias(NodeContext node, TensorOperand q, TensorOperand bias)
    {
        if (bias.BatchAxis is 0 && (bias.Rank != q.Rank || q.BatchAxis != 0)) return null;
        if (bias.BatchAxis is > 0 || !Equals(bias.Merged ?? q.Merged, q.Merged) || (bias.IsBatched && bias.BatchAxis is null && bias.Merged is null && q.BatchAxis is not null)) return null;
        while (bias.Sample is { Length: > 3 } sample && sample[0].IsOne) bias = bias with { Term = node.Definition.Call("Squeeze", bias.Term, new Argument("axis", 0)) };
        return bias.Sample.Length <= 3 ? bias : null;
    }

    /// <summary>Whether what is added hides from every query the keys behind it, and nothing else.</summary>
    public static bool IsCausal(Constant constant, TensorOperand q, TensorOperand k)
    {
        var (queries, keys) = (q.Sample[1], k.Sample[1]);
        if (!queries.IsConstant || !queries.Equals(keys) || constant.Count != queries.Value * keys.Value || constant.Rank < 2 || constant.Dims[constant.Rank - 1] != keys.Value) return false;
        var values = constant.Floats();
        for (var i = 0; i < values.Length; i++)
        {
            if (i % keys.Value > i / keys.Value ? values[i] > Hidden : values[i] != 0) return false;
        }

        return true;
    }

    /// <summary>What scores are multiplied by where a node does not say so.</summary>
    public static float Usual(NodeContext node, TensorOperand q) => (float)(1 / Math.Sqrt(node.Values.DimsOf(q)[q.Rank - 1].Value ?? throw node.Error("its features depend on a call")));

    private static Term LengthFirst(NodeContext node, TensorOperand heads) => MovementOperators.Swapped(node.Definition, heads.Term, 0, 1);

    /// <summary>Whether the samples of queries, keys and values are heads, which the fused primitive takes.</summary>
    public static bool AreHeads(params TensorOperand[] values) => values.All(value =>
        value.Sample.Length == 3 && value.Sample[2].IsConstant && value.IsBatched && value.BatchAxis is null or 0 && value.Merged is null or { Axis: 0 } && value.BatchAxis == values[0].BatchAxis && Equals(value.Merged?.Outer, values[0].Merged?.Outer) && IsDivided(values[0].Sample[0], value.Sample[0])) && values[1].Sample[0].Equals(values[2].Sample[0]);

    // Heads of keys may each serve several of queries.
    private static bool IsDivided(Graphs.Dim heads, Graphs.Dim groups) => heads.IsConstant && groups.IsConstant && heads.Value % groups.Value == 0;

    /// <summary>Attention step by step, with what it has computed on the way: where the scores themselves are wanted, or axes lie otherwise.</summary>
    /// <param name="node">The node.</param>
    /// <param name="q">The queries.</param>
    /// <param name="k">The keys, transposed: <c>[…, features, length]</c>.</param>
    /// <param name="v">The values.</param>
    /// <param name="bias">What is added to the scores.</param>
    /// <param name="scale">What they are multiplied by; by default one over the root of the features.</param>
    /// <param name="softcap">What they stay below; 0 for no bound.</param>
    /// <param name="hidesRows">Whether a query from which every key is hidden gets zeros, and no NaN.</param>
    public static SpelledAttention Spelled(NodeContext node, TensorOperand q, TensorOperand k, TensorOperand v, Operand? bias, float? scale, float softcap = 0, bool hidesRows = false)
    {
        var product = PointwiseOperators.Scale(node, ProductOperators.Product(node, q, k), scale ?? Usual(node, q));
        if (softcap != 0) product = PointwiseOperators.Scale(node, PointwiseOperators.Call(node, "Tanh", PointwiseOperators.Scale(node, product, 1 / softcap)), softcap);
        var added = bias is null ? product : PointwiseOperators.Binary(node, "+", product, bias);
        var (rows, axis) = node.Values.On(added, added.Rank - 1);
        var weights = PointwiseOperators.Call(node, "Softmax", rows, axis == rows.Sample.Length - 1 ? [] : [new Argument("axis", axis)]);
        if (hidesRows && bias is not null)
        {
            // A query from which every key is hidden gets nothing.
            var hiding = node.Values.Tensor(bias);
            var most = ReductionOperators.Reduce(node, "Max", hiding, [hiding.Rank - 1], keepDims: true);
            var isSeen = PointwiseOperators.Call(node, "Greater", most, new Argument("other", float.NegativeInfinity));
            weights = ComparisonOperators.Choose(node, isSeen, weights, 0f);
        }

        return new SpelledAttention(ProductOperators.Product(node, weights, v), product, added, weights);
    }
}

/// <summary>The steps of attention: the scores as they are, or cut off, with what is added, the weights, and the result.</summary>
internal sealed record SpelledAttention(TensorOperand Result, TensorOperand Product, TensorOperand Added, TensorOperand Weights);
