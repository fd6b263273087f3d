file readonly struct NetDecoding : IProgram
{
    /// <summary>All steps in order, with where their values are.</summary>
    public static void Run(in Frame frame)
    {
        // Floats of each sample with symbols at their largest, what they hold, and from which step to which:
        //      0 …  511   attn: Add                 MultiHeadAttention … Attn
        //      0 …  511   attn.out_proj             AttnOut_proj … Head
        //    512 … 1023   attn: Add                 MultiHeadAttention … Attn
        //    512 …  703   head                      Head … output
        //   1024 … 1535   attn: Add                 MultiHeadAttention … Attn
        //   1536 … 2047   attn: CachedAttention 0   Attn … AttnOut_proj
        // Floats of the call with symbols at their largest, what they hold, and from which step to which:
        //     0 …  511   attn: CachedAttention 2   Attn … later calls
        //   512 … 1023   attn: CachedAttention 3   Attn … later calls

        // attn
        MultiHeadAttention(frame, output: 0, a: 0, b: 0, slice: 256);
        MultiHeadAttention(frame, output: 512, a: 0, b: 272, slice: 528);
        MultiHeadAttention(frame, output: 1024, a: 0, b: 544, slice: 800);
        Attn(frame, output: 0, input: 512, output2: 512, input2: 1024, output3: 1536, q: 0);
        // attn.out_proj
        AttnOut_proj(frame, output: 0, a: 1536, b: 816, bias: 288);
        // head
        Head(frame, output: 512, a: 0, b: 1072, bias: 336);
    }

    /// <summary>MultiHeadAttention: product, add: [B, T, 8] → [B, T, 8], for 3 calls</summary>
    private static void MultiHeadAttention(in Frame frame, long output, long a, long b, long slice)
    {
        var T = frame.Size(0);
        MatMul.Run<NetInference.MultiHeadAttentionEpilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Input(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: frame.Batch * T, Inner: 8, Columns: 8, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Prepared(slice)]);
    }

    /// <summary>attn: copy, attention: [B, T, 2, 4] → [B, T, 2, 4]</summary>
    private static void Attn(in Frame frame, long output, long input, long output2, long input2, long output3, long q)
    {
        var T = frame.Size(0);
        var position = frame.Size(1);
        var keys = frame.Size(2);
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output).At(8 * position), input: frame.Batched(input), extents: [8 * T], outputStrides: [1],
            inputStrides: [1]);
        Movement.Copy(
            frame.Workers, output: frame.Fixed(output2).At(8 * position), input: frame.Batched(input2), extents: [8 * T], outputStrides: [1],
            inputStrides: [1]);
        Attention.Forward(
            frame.Workers, output: frame.Batched(output3), logSumExp: default, q: frame.Batched(q), k: frame.Fixed(output),
            v: frame.Fixed(output2), bias: default, padding: default, lengths: default, slopes: default, keys: default,
            new AttentionShape { Batch = frame.Batch, Queries = T, Keys = keys, Heads = 2, Size = 4, Scale = 0.5f, Causal = true },
            scratch: frame.Scratch);
    }

    /// <summary>attn.out_proj: product, add: [B, T, 8] → [B, T, 8]</summary>
    private static void AttnOut_proj(in Frame frame, long output, long a, long b, long bias)
    {
        var T = frame.Size(0);
        MatMul.Run<NetInference.MultiHeadAttentionEpilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: frame.Batch * T, Inner: 8, Columns: 8, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias)]);
    }

    /// <summary>head: product, add: [B, T, 8] → [B, T, 3]</summary>
    private static void Head(in Frame frame, long output, long a, long b, long bias)
    {
        var T = frame.Size(0);
        MatMul.Run<NetInference.HeadEpilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: frame.Batch * T, Inner: 8, Columns: 3, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias)]);
    }
}

public sealed class Decoder : global::Sinter.DecodingSession
{
    internal Decoder(global::Sinter.Runtime.Weights weights, int threads) : base(weights, capacity: 64, threads) { }

    /// <summary>Computes the outputs of the next places of the sequence, as many as the first input has.</summary>
    /// <param name="x">[B, T, 8] for one sample.</param>
    /// <param name="output">Receives [B, T, 3] for one sample.</param>
    /// <exception cref="global::System.ArgumentException">A length does not fit, or there is no room for so many places; nothing is changed.</exception>
    /// <exception cref="global::System.ObjectDisposedException">The decoder has been disposed.</exception>
    public void Decode(global::System.ReadOnlySpan<float> x, global::System.Span<float> output)
    {
        global::Sinter.Runtime.Frame frame = Begin(fingerprint: 0x0123456789ABCDEF, "x", x.Length, 8);
        try
        {
            long steps = frame.Size(0);
            CheckOutput("output", output.Length, 3 * steps);
            CheckApart("x", x, "output", output);
            frame.Run<global::Sinter.Generated.NetDecoding>(x);
            global::Sinter.Runtime.Transfer.Copy(frame.Batched(512), output);
            Advance(steps);
        }
        finally
        {
            End();
        }
    }
}
