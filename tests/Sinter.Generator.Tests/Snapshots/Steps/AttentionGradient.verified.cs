/// <summary>attn: gradients of attention: [B, 6, 2, 8], [B, 2, 6] → [B, 6, 2, 8]</summary>
private static void AttnBackward(in Frame frame, long qGradient, long kGradient, long vGradient, long q, long k, long v, long output, long logSumExp, long outputGradient)
{
    Attention.Gradient(
        frame.Workers, qGradient: frame.Batched(qGradient), kGradient: frame.Batched(kGradient), vGradient: frame.Batched(vGradient),
        biasGradient: default, q: frame.Batched(q), k: frame.Batched(k), v: frame.Batched(v), output: frame.Batched(output),
        logSumExp: frame.Batched(logSumExp), outputGradient: frame.Batched(outputGradient), bias: default, padding: default,
        lengths: default, slopes: default, keys: default,
        new AttentionShape { Batch = frame.Batch, Queries = 6, Keys = 6, Heads = 2, Size = 8, Scale = 0.35355338f },
        scratch: frame.Scratch);
}
