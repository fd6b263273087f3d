/// <summary>attn: attention: [B, 6, 2, 8] → [B, 6, 2, 8]</summary>
private static void Attn(in Frame frame, long output, long q, long k, long v)
{
    Attention.Forward(
        frame.Workers, output: frame.Batched(output), logSumExp: default, q: frame.Batched(q), k: frame.Batched(k), v: frame.Batched(v),
        bias: default, padding: default, lengths: default, slopes: default, keys: default,
        new AttentionShape { Batch = frame.Batch, Queries = 6, Keys = 6, Heads = 2, Size = 8, Scale = 0.35355338f, Causal = true },
        scratch: frame.Scratch);
}
