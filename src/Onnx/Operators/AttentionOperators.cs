using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Attention and what belongs to it.</summary>
internal static class AttentionOperators
{
    /// <summary>Attention of <c>[batch, heads, length, features]</c>.</summary>
    public static TensorOperand Attention(NodeContext node, TensorOperand q, TensorOperand k, TensorOperand v, TensorOperand? bias, float? scale, bool isCausal = false)
    {
        var arguments = new List<Argument> { new("key", k.Term), new("value", v.Term) };
        if (isCausal) arguments.Add(new Argument("causal", true));
        if (bias is not null) arguments.Add(new Argument("bias", Bias(node, q, k, bias)));
        var features = q.Sample[2];
        var isUsual = scale is null || (features.IsConstant && Math.Abs(scale.Value - (1 / Math.Sqrt(features.Value))) < 1e-6);
        if (!isUsual) arguments.Add(new Argument("scale", scale!.Value));
        return q with { Term = node.Definition.Call("Attention", q.Term, [.. arguments]) };
    }

    /// <summary>Attention step by step, with what it has computed on the way: where the scores themselves are wanted, or axes lie otherwise.</summary>
    /// <param name="k">The keys, transposed: <c>[…, features, length]</c>.</param>
    public static SpelledAttention Spelled(NodeContext node, TensorOperand q, TensorOperand k, TensorOperand v, Operand? bias, float scale, float softcap = 0)
    {
        var product = PointwiseOperators.Scale(node, ProductOperators.Product(node, q, k), scale);
        var added = bias is null ? product : PointwiseOperators.Binary(node, "+", product, bias);
        var capped = softcap == 0 ? added : PointwiseOperators.Scale(node, PointwiseOperators.Call(node, "Tanh", PointwiseOperators.Scale(node, added, 1 / softcap)), softcap);
        var (rows, axis) = node.Values.On(capped, capped.Rank - 1);
        var weights = PointwiseOperators.Call(node, "Softmax", rows, axis == rows.Sample.Length - 1 ? [] : [new Argument("axis", axis)]);
        return new SpelledAttention(ProductOperators.Product(node, weights, v), product, added, capped, weights);
    }

    // What is added, with all heads and queries.
    private static Term Bias(NodeContext node, TensorOperand q, TensorOperand k, TensorOperand bias)
    {
        var (queries, keys) = (node.Values.DimsOf(q), node.Values.DimsOf(k));
        Count[] wanted = [node.Values.Batch, queries[1], queries[2], keys[2]];
        var own = node.Values.DimsOf(bias).ToList();
        while (own.Count < 4) own.Insert(0, 1);
        var aligned = bias;
        if (!bias.IsBatched && own[0].Value == 1) aligned = node.Values.Reshape(bias, [.. own.Skip(1)]);
        else if (bias.BatchAxis is null && node.Values.IsSingle) aligned = node.Values.Reshape(bias, [.. own]);
        var sample = wanted.Skip(1).ToArray();
        if (aligned.Sample.Select(Count.Of).SequenceEqual(sample)) return aligned.Term;
        if (sample.Any(dim => !dim.IsConstant)) return aligned.Term;
        return node.Definition.Call("Expand", aligned.Term, new Argument("shape", sample.Select(dim => checked((int)dim.Value!.Value)).ToArray()));
    }
}

/// <summary>The steps of attention: the scores as they are, with what is added, and cut off, the weights, and the result.</summary>
internal sealed record SpelledAttention(TensorOperand Result, TensorOperand Product, TensorOperand Added, TensorOperand Capped, TensorOperand Weights);
