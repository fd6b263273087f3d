public sealed class Session : global::Sinter.InferenceSession
{
    internal Session(global::Sinter.Runtime.Weights weights, int maxBatch, int threads) : base(weights, maxBatch, threads) { }

    /// <summary>Computes the outputs of a batch, whose size follows from the length of the first input.</summary>
    /// <param name="x">[B, 4, 6].</param>
    /// <param name="mask">[B, 4]. Nothing, to leave it out.</param>
    /// <param name="y">Receives [B, 6].</param>
    /// <exception cref="global::System.ArgumentException">A length does not fit, or the batch is larger than <c>maxBatch</c>.</exception>
    /// <exception cref="global::System.ObjectDisposedException">The session has been disposed.</exception>
    public void Forward(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> mask, global::System.Span<float> y)
    {
        global::Sinter.Runtime.Frame frame = Begin(fingerprint: 0x0123456789ABCDEF, "x", x.Length, 24);
        try
        {
            if (!mask.IsEmpty) CheckInput("mask", mask.Length, 4 * frame.Batch);
            CheckOutput("y", y.Length, 6 * frame.Batch);
            CheckApart("x", x, "y", y);
            CheckApart("mask", mask, "y", y);
            if (mask.IsEmpty)
            {
                frame.Run<global::Sinter.Generated.NetInferenceWithoutMask>(x);
                global::Sinter.Runtime.Transfer.Copy(frame.Batched(32), y);
            }
            else
            {
                global::Sinter.Runtime.Transfer.Copy(mask, frame.Batched(0));
                frame.Run<global::Sinter.Generated.NetInference>(x);
                global::Sinter.Runtime.Transfer.Copy(frame.Batched(32), y);
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>The same without 'mask'.</summary>
    /// <inheritdoc cref="Forward(global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.Span{float})"/>
    public void Forward(global::System.ReadOnlySpan<float> x, global::System.Span<float> y) => Forward(x, default, y);
}

public sealed class Trainer : global::Sinter.TrainingSession
{
    internal Trainer(global::Sinter.Runtime.Weights weights, global::Sinter.Optimizer optimizer, int maxBatch, int threads, ulong seed) : base(weights, optimizer, maxBatch, threads, seed) { }

    /// <summary>One step: forward, backward, and the optimizer. Returns the loss before the step.</summary>
    /// <param name="x">[B, 4, 6].</param>
    /// <param name="mask">[B, 4]. Nothing, to leave it out.</param>
    /// <param name="target">[B, 6].</param>
    /// <param name="weight">[B]. Nothing, to leave it out.</param>
    /// <exception cref="global::System.ArgumentException">A length or a token does not fit; nothing is changed.</exception>
    /// <exception cref="global::Sinter.NonFiniteLossException">The loss is not a number or infinite; nothing is changed.</exception>
    public float Step(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> mask, global::System.ReadOnlySpan<float> target, global::System.ReadOnlySpan<float> weight) => Compute(x, mask, target, weight, applies: true);

    /// <summary>The same without 'weight'.</summary>
    /// <inheritdoc cref="Step(global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float})"/>
    public float Step(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> mask, global::System.ReadOnlySpan<float> target) => Step(x, mask, target, default);

    /// <summary>The same without 'mask' and 'weight'.</summary>
    /// <inheritdoc cref="Step(global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float})"/>
    public float Step(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> target) => Step(x, default, target, default);

    /// <summary>The loss and, in <see cref="global::Sinter.TrainingSession.Gradients"/>, its gradients; the weights stay as they are.</summary>
    /// <param name="x">[B, 4, 6].</param>
    /// <param name="mask">[B, 4]. Nothing, to leave it out.</param>
    /// <param name="target">[B, 6].</param>
    /// <param name="weight">[B]. Nothing, to leave it out.</param>
    /// <exception cref="global::System.ArgumentException">A length or a token does not fit; nothing is changed.</exception>
    /// <exception cref="global::Sinter.NonFiniteLossException">The loss is not a number or infinite.</exception>
    public float ComputeGradients(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> mask, global::System.ReadOnlySpan<float> target, global::System.ReadOnlySpan<float> weight) => Compute(x, mask, target, weight, applies: false);

    /// <summary>The same without 'weight'.</summary>
    /// <inheritdoc cref="ComputeGradients(global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float})"/>
    public float ComputeGradients(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> mask, global::System.ReadOnlySpan<float> target) => ComputeGradients(x, mask, target, default);

    /// <summary>The same without 'mask' and 'weight'.</summary>
    /// <inheritdoc cref="ComputeGradients(global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float}, global::System.ReadOnlySpan{float})"/>
    public float ComputeGradients(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> target) => ComputeGradients(x, default, target, default);

    private float Compute(global::System.ReadOnlySpan<float> x, global::System.ReadOnlySpan<float> mask, global::System.ReadOnlySpan<float> target, global::System.ReadOnlySpan<float> weight, bool applies)
    {
        global::Sinter.Runtime.Frame frame = BeginStep(fingerprint: 0x0123456789ABCDEF, "x", x.Length, 24);
        try
        {
            if (!mask.IsEmpty) CheckInput("mask", mask.Length, 4 * frame.Batch);
            CheckInput("target", target.Length, 6 * frame.Batch);
            if (!weight.IsEmpty) CheckInput("weight", weight.Length, frame.Batch);
            if (mask.IsEmpty && !weight.IsEmpty)
            {
                global::Sinter.Runtime.Transfer.Copy(x, frame.Batched(0));
                global::Sinter.Runtime.Transfer.Copy(target, frame.Batched(64));
                global::Sinter.Runtime.Transfer.Copy(weight, frame.Batched(112));
                BeginGradients();
                global::Sinter.Generated.NetTrainingWithoutMask.Run(frame);
                return EndGradients(frame.Fixed(16)[0], applies, [0, 0, 0]);
            }
            else if (!mask.IsEmpty && weight.IsEmpty)
            {
                CheckStatistics("x", "norm", frame.Batch);
                global::Sinter.Runtime.Transfer.Copy(x, frame.Batched(0));
                global::Sinter.Runtime.Transfer.Copy(mask, frame.Batched(32));
                global::Sinter.Runtime.Transfer.Copy(target, frame.Batched(96));
                BeginGradients();
                global::Sinter.Generated.NetTrainingWithoutWeight.Run(frame);
                return EndGradients(frame.Fixed(16)[0], applies);
            }
            else if (mask.IsEmpty && weight.IsEmpty)
            {
                global::Sinter.Runtime.Transfer.Copy(x, frame.Batched(0));
                global::Sinter.Runtime.Transfer.Copy(target, frame.Batched(64));
                BeginGradients();
                global::Sinter.Generated.NetTrainingWithoutMaskAndWeight.Run(frame);
                return EndGradients(frame.Fixed(16)[0], applies, [0, 0, 0]);
            }
            else
            {
                CheckStatistics("x", "norm", frame.Batch);
                global::Sinter.Runtime.Transfer.Copy(x, frame.Batched(0));
                global::Sinter.Runtime.Transfer.Copy(mask, frame.Batched(32));
                global::Sinter.Runtime.Transfer.Copy(target, frame.Batched(96));
                global::Sinter.Runtime.Transfer.Copy(weight, frame.Batched(176));
                BeginGradients();
                global::Sinter.Generated.NetTraining.Run(frame);
                return EndGradients(frame.Fixed(16)[0], applies);
            }
        }
        finally
        {
            End();
        }
    }
}

file readonly struct NetInferenceWithoutMask : IProgram
{
    /// <summary>All steps in order, with where their values are.</summary>
    public static void Run(in Frame frame)
    {
        // Floats of each sample, what they hold, and from which step to which:
        //    0 … 23   fc          Fc … StepReduce
        //   32 … 37   ReduceSum   StepReduce … output

        // fc
        Fc(frame, output: 0, a: 0, b: 0, bias: 48);
        // between layers
        StepReduce(frame, output: 32, linear: 0);
    }

    /// <summary>fc: product, add: [B, 4, 6] → [B, 4, 6]</summary>
    private static void Fc(in Frame frame, long output, long a, long b, long bias)
    {
        MatMul.Run<FcEpilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Input(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: 4 * frame.Batch, Inner: 6, Columns: 6, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias)]);
    }

    public readonly struct FcEpilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var bias = operands[0];
            return sum + V.Load(bias, column);
        }
    }

    /// <summary>sum over axis 1: [B, 4, 6] → [B, 1, 6]</summary>
    private static void StepReduce(in Frame frame, long output, long linear)
    {
        Fused.Reduce<NetInference.StepReduceRows>(
            frame.Workers, output: frame.Batched(output), operands: [frame.Batched(linear)], sizes: frame.Sizes, outer: frame.Batch, rows: 4,
            columns: 6, max: false, scratch: frame.Scratch);
    }
}
