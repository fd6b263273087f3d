using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary>Operands of one attention, and what the reference computes from them.</summary>
internal sealed class AttentionCase : IDisposable
{
    private const float Tolerance = 3e-5f;

    private readonly List<GuardedBuffer> buffers = [];
    private readonly GuardedBuffer expectedOutput;
    private readonly GuardedBuffer expectedLogSumExp;
    private readonly GuardedBuffer expectedQ;
    private readonly GuardedBuffer expectedK;
    private readonly GuardedBuffer expectedV;
    private readonly GuardedBuffer expectedBias;

    public AttentionCase(AttentionShape shape, int[]? lengths = null)
    {
        Shape = shape;
        var queries = shape.Batch * shape.Queries * shape.Heads * shape.Size;
        var outputs = shape.Batch * shape.Queries * shape.Heads * shape.ValueSize;
        var keys = shape.Batch * shape.Keys * shape.KeyHeads * shape.Size;
        var values = shape.Batch * shape.Keys * shape.KeyHeads * shape.ValueSize;
        var rows = shape.Batch * shape.Heads * shape.Queries;
        Q = Keep(GuardedBuffer.Random(queries, 1, misalignment: 3));
        K = Keep(GuardedBuffer.Random(keys, 2, misalignment: 1));
        V = Keep(GuardedBuffer.Random(values, 3, misalignment: 5));
        OutputGradient = Keep(GuardedBuffer.Random(outputs, 4, misalignment: 2));
        if (shape.HasBias)
        {
            var matrices = (shape.BiasPerSample ? shape.Batch : 1) * (shape.BiasPerHead ? shape.Heads : 1);
            var bias = Keep(GuardedBuffer.Random(matrices * (shape.BiasForAllQueries ? 1 : shape.Queries) * shape.Keys, 5));
            for (var i = 0L; i < bias.Length; i++)
            {
                // Here and there a key that is not seen, and a query that sees nothing.
                if (i % 7 == 3 || (shape.Keys > 0 && i / shape.Keys % 11 == 5)) bias.Start[i] = float.NegativeInfinity;
            }

            (Bias, BiasBuffer) = (bias.Start, bias);
        }

        if (shape.HasPadding)
        {
            var padding = Keep(GuardedBuffer.Random((shape.PaddingPerSample ? shape.Batch : 1) * shape.Keys, 6));
            for (var i = 0L; i < padding.Length; i++)
            {
                // Here and there a key that no query sees, and one to which nothing is added.
                if (i % 5 == 3) padding.Start[i] = float.NegativeInfinity;
                if (i % 5 == 1) padding.Start[i] = 0;
            }

            Padding = padding.Start;
        }

        if (shape.HasLengths)
        {
            var buffer = Keep(new GuardedBuffer(shape.Batch));
            for (var i = 0; i < shape.Batch; i++) buffer.Start.AsIntegers()[i] = lengths![i];
            Lengths = buffer.Start;
        }

        if (shape.HasSlopes)
        {
            var buffer = Keep(new GuardedBuffer(shape.Heads));
            for (var i = 0; i < shape.Heads; i++) buffer.Start[i] = MathF.Pow(2, -(i + 1));
            Slopes = buffer.Start;
        }

        if (shape.Dropout > 0)
        {
            var buffer = Keep(new GuardedBuffer(2));
            RandomKeys.Write(buffer.Start, 1, seed: 42, step: 1);
            Keys = buffer.Start;
        }

        expectedOutput = Keep(new GuardedBuffer(outputs));
        expectedLogSumExp = Keep(new GuardedBuffer(rows));
        expectedQ = Keep(new GuardedBuffer(queries));
        expectedK = Keep(new GuardedBuffer(keys));
        expectedV = Keep(new GuardedBuffer(values));
        expectedBias = Keep(new GuardedBuffer(BiasGradientLength));
        AttentionReference.Forward(
            expectedOutput.Start, expectedLogSumExp.Start, Q.Start, K.Start, V.Start, Bias, Padding, Lengths, Slopes, Keys, shape);
        AttentionReference.Gradient(
            expectedQ.Start, expectedK.Start, expectedV.Start, expectedBias.Start, Q.Start, K.Start, V.Start, OutputGradient.Start, Bias, Padding, Lengths, Slopes,
            Keys, shape);
    }

    public AttentionShape Shape { get; }

    public GuardedBuffer Q { get; }

    public GuardedBuffer K { get; }

    public GuardedBuffer V { get; }

    public GuardedBuffer OutputGradient { get; }

    public FloatBuffer Bias { get; }

    public GuardedBuffer? BiasBuffer { get; }

    public FloatBuffer Padding { get; }

    public FloatBuffer Lengths { get; }

    public FloatBuffer Slopes { get; }

    public FloatBuffer Keys { get; }

    public float[] QGradient => expectedQ.ToArray();

    public float[] KGradient => expectedK.ToArray();

    public float[] VGradient => expectedV.ToArray();

    public float[] BiasGradient => expectedBias.ToArray();

    private long BiasGradientLength => Shape.HasBiasGradient ? (Shape.BiasGradientPerSample ? Shape.Batch : 1) * ScratchSizes.AttentionBiasLength(Shape) : 0;

    /// <summary>Compares the kernels with the reference on every path.</summary>
    public static void Check(AttentionShape shape, int[]? lengths = null)
    {
        using var attention = new AttentionCase(shape, lengths);
        Isa.ForEach(() =>
        {
            var what = $"{shape} at {CpuFeatures.Level}";
            var (output, logSumExp, ofQ, ofK, ofV, ofBias) = attention.Run(Workers.Single);
            Bits.AssertClose(attention.expectedOutput.ToArray(), output, Tolerance, "output of " + what);
            Bits.AssertClose(attention.expectedLogSumExp.ToArray(), logSumExp, Tolerance, "sums of " + what);
            Bits.AssertClose(attention.QGradient, ofQ, Tolerance, "query gradient of " + what);
            Bits.AssertClose(attention.KGradient, ofK, Tolerance, "key gradient of " + what);
            Bits.AssertClose(attention.VGradient, ofV, Tolerance, "value gradient of " + what);
            Bits.AssertClose(attention.BiasGradient, ofBias, Tolerance, "bias gradient of " + what);
        });
    }

    /// <summary>All that the kernels compute.</summary>
    public (float[] Output, float[] LogSumExp, float[] Q, float[] K, float[] V, float[] Bias) Run(Workers workers)
    {
        using var output = new GuardedBuffer(OutputGradient.Length, misalignment: 1);
        using var logSumExp = new GuardedBuffer(expectedLogSumExp.Length, misalignment: 2);
        using var ofQ = new GuardedBuffer(Q.Length, misalignment: 3);
        using var ofK = new GuardedBuffer(K.Length, misalignment: 1);
        using var ofV = new GuardedBuffer(V.Length, misalignment: 2);
        using var ofBias = new GuardedBuffer(BiasGradientLength, misalignment: 3);
        using var scratch = new GuardedBuffer(ScratchSizes.AttentionForward(Shape, workers.Threads));
        using var gradientScratch = new GuardedBuffer(ScratchSizes.AttentionGradient(Shape, workers.Threads));
        Attention.Forward(
            workers, output.Start, logSumExp.Start, Q.Start, K.Start, V.Start, Bias, Padding, Lengths, Slopes, Keys, Shape, scratch.Start);
        Attention.Gradient(
            workers, ofQ.Start, ofK.Start, ofV.Start, ofBias.Start, Q.Start, K.Start, V.Start, output.Start, logSumExp.Start, OutputGradient.Start, Bias, Padding,
            Lengths, Slopes, Keys, Shape, gradientScratch.Start);
        foreach (var buffer in (GuardedBuffer[])[output, logSumExp, ofQ, ofK, ofV, ofBias, scratch, gradientScratch]) buffer.AssertGuards();
        return (output.ToArray(), logSumExp.ToArray(), ofQ.ToArray(), ofK.ToArray(), ofV.ToArray(), ofBias.ToArray());
    }

    /// <summary>The bytes a forward pass, one without sums, and a gradient allocate.</summary>
    public long Measure()
    {
        using var output = new GuardedBuffer(OutputGradient.Length);
        using var logSumExp = new GuardedBuffer(expectedLogSumExp.Length);
        using var ofQ = new GuardedBuffer(Q.Length);
        using var ofK = new GuardedBuffer(K.Length);
        using var ofV = new GuardedBuffer(V.Length);
        using var ofBias = new GuardedBuffer(BiasGradientLength);
        using var scratch = new GuardedBuffer(ScratchSizes.AttentionForward(Shape, 1));
        using var gradientScratch = new GuardedBuffer(ScratchSizes.AttentionGradient(Shape, 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Attention.Forward(
            Workers.Single, output.Start, default, Q.Start, K.Start, V.Start, Bias, Padding, Lengths, Slopes, Keys, Shape, scratch.Start);
        Attention.Forward(
            Workers.Single, output.Start, logSumExp.Start, Q.Start, K.Start, V.Start, Bias, Padding, Lengths, Slopes, Keys, Shape, scratch.Start);
        Attention.Gradient(
            Workers.Single, ofQ.Start, ofK.Start, ofV.Start, ofBias.Start, Q.Start, K.Start, V.Start, output.Start, logSumExp.Start, OutputGradient.Start,
            Bias, Padding, Lengths, Slopes, Keys, Shape, gradientScratch.Start);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>What the outputs, each times its gradient, add up to: a function whose gradients the reference computes.</summary>
    public double Objective()
    {
        var (output, _) = AttentionReference.Forward(Q.Start, K.Start, V.Start, Bias, Padding, Lengths, Slopes, Keys, Shape);
        return output.Select((value, i) => value * OutputGradient.Start[i]).Sum();
    }

    public void Dispose()
    {
        foreach (var buffer in buffers) buffer.Dispose();
    }

    private GuardedBuffer Keep(GuardedBuffer buffer)
    {
        buffers.Add(buffer);
        return buffer;
    }
}
