using Sinter.Runtime;

namespace Sinter.Tests.Contractions;

/// <summary>What a test does to a convolution.</summary>
public enum ConvolutionKind
{
    Forward,
    Winograd,
    WinogradPacked,
    Depthwise,
    WeightGradient,
    DepthwiseWeightGradient,
}

/// <summary>A convolution with its operands, to be run by the kernel and by its reference.</summary>
internal sealed class ConvolutionCase : IDisposable
{
    private readonly ConvolutionShape shape;
    private readonly long batch;
    private readonly ConvolutionKind kind;
    private readonly GuardedBuffer image;
    private readonly GuardedBuffer other; // the weight, or the gradient of the output
    private readonly GuardedBuffer bias;
    private readonly GuardedBuffer residual;
    private readonly GuardedBuffer columns;
    private readonly GuardedBuffer? transformed;

    public ConvolutionCase(ConvolutionShape shape, long batch, ConvolutionKind kind)
    {
        this.shape = shape;
        this.batch = batch;
        this.kind = kind;
        image = GuardedBuffer.Random(batch * shape.InHeight * shape.InWidth * shape.InChannels, 1, misalignment: 3);
        other = kind switch
        {
            ConvolutionKind.Forward or ConvolutionKind.Winograd or ConvolutionKind.WinogradPacked => PackedWeight(shape),
            ConvolutionKind.Depthwise => GuardedBuffer.Random(shape.Inner * shape.OutChannels, 2),
            _ => GuardedBuffer.Random(OutputLength, 2, misalignment: 1),
        };
        bias = GuardedBuffer.Random(shape.OutChannels, 3);
        residual = GuardedBuffer.Random(OutputLength, 4);
        columns = new GuardedBuffer([shape.OutChannels]);
        if (kind == ConvolutionKind.Winograd) transformed = TransformedWeight(shape);
    }

    /// <summary>The products one element of the result sums up.</summary>
    public long Terms => IsGradient ? batch * shape.OutHeight * shape.OutWidth : shape.Inner;

    private bool IsGradient => kind is ConvolutionKind.WeightGradient or ConvolutionKind.DepthwiseWeightGradient;

    private long OutputLength => batch * shape.OutHeight * shape.OutWidth * shape.OutChannels;

    private long ResultLength => IsGradient ? shape.Inner * shape.OutChannels : OutputLength;

    /// <summary>A shape whose output extents follow from the rest, as a framework computes them.</summary>
    public static ConvolutionShape Derive(ConvolutionShape shape, int padBottom, int padRight)
    {
        var height = ((shape.InHeight - 1) * shape.InputStrideHeight) + 1 + shape.PadTop + padBottom;
        var width = ((shape.InWidth - 1) * shape.InputStrideWidth) + 1 + shape.PadLeft + padRight;
        return shape with
        {
            OutHeight = ((height - (shape.DilationHeight * (shape.KernelHeight - 1)) - 1) / shape.StrideHeight) + 1,
            OutWidth = ((width - (shape.DilationWidth * (shape.KernelWidth - 1)) - 1) / shape.StrideWidth) + 1,
        };
    }

    /// <summary>The exact result, and the same sums of magnitudes.</summary>
    public (float[] Exact, float[] Magnitudes) Reference()
    {
        var exact = Reference(image, other, bias, residual);
        using var magnitudesImage = Sums.Magnitudes(image);
        using var magnitudesOther = Sums.Magnitudes(other);
        using var magnitudesBias = Sums.Magnitudes(bias);
        using var magnitudesResidual = Sums.Magnitudes(residual);
        return (exact, Reference(magnitudesImage, magnitudesOther, magnitudesBias, magnitudesResidual));
    }

    public float[] Run(Workers workers)
    {
        using var output = new GuardedBuffer(ResultLength, misalignment: 1);
        using var scratch = new GuardedBuffer(ScratchLength(workers.Threads));
        Run(workers, output.Start, scratch.Start, [bias.Start, residual.Start, columns.Start]);
        output.AssertGuards();
        scratch.AssertGuards();
        return output.ToArray();
    }

    /// <summary>The same a band at a time, each in a buffer for its rows alone.</summary>
    /// <param name="bands">The bands of an image.</param>
    /// <param name="above">Rows above its first band that a thread computes.</param>
    /// <param name="ahead">Rows of the next band that a band computes.</param>
    /// <param name="run">Consecutive bands of a thread.</param>
    public float[] RunInBands(int bands, int above, int ahead, int run)
    {
        var height = shape.OutHeight / bands;
        var row = (long)shape.OutWidth * shape.OutChannels;
        using var result = new GuardedBuffer(OutputLength);
        for (var number = 0L; number < batch * bands; number++)
        {
            var rows = new Band(number, bands, isFirst: number % run == 0).Rows(shape, height, above, ahead);
            using var window = new GuardedBuffer((above + height + ahead) * row, misalignment: 1);
            using var scratch = new GuardedBuffer(ScratchSizes.ConvolutionForward(rows.Shape, workers: 1));
            var output = rows.Output(window.Start, above);
            Run(Workers.Single, output, scratch.Start, [bias.Start, rows.Output(residual.Start), columns.Start], rows.Image(image.Start), rows.Shape, 1);
            window.AssertGuards();
            scratch.AssertGuards();
            for (var i = 0L; i < rows.Shape.OutHeight * row; i++) rows.Output(result.Start)[i] = output[i];
        }

        return result.ToArray();
    }

    /// <summary>The managed memory a second call allocates.</summary>
    public long Allocated()
    {
        using var output = new GuardedBuffer(ResultLength);
        using var scratch = new GuardedBuffer(ScratchLength(1));
        FloatBuffer[] operands = [bias.Start, residual.Start, columns.Start];
        Run(Workers.Single, output.Start, scratch.Start, operands);
        // A collection that another test causes counts what was left of this thread's allocation context. What a call allocates, every call does.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(Workers.Single, output.Start, scratch.Start, operands);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    public void Dispose()
    {
        image.Dispose();
        other.Dispose();
        bias.Dispose();
        residual.Dispose();
        columns.Dispose();
        transformed?.Dispose();
    }

    private static GuardedBuffer PackedWeight(in ConvolutionShape shape)
    {
        using var weight = GuardedBuffer.Random(shape.Inner * shape.OutChannels, 2);
        var packed = new GuardedBuffer(shape.Groups * MatMul.PackedLength(shape.Inner, shape.GroupOut));
        MatMulReference.Pack(packed.Start, weight.Start, shape.Groups, (int)shape.Inner, shape.GroupOut, transposed: true);
        return packed;
    }

    private static GuardedBuffer TransformedWeight(in ConvolutionShape shape)
    {
        using var weight = GuardedBuffer.Random(shape.Inner * shape.OutChannels, 2);
        var transformed = new GuardedBuffer(ScratchSizes.WinogradWeight(shape.InChannels, shape.OutChannels));
        Convolution.TransformWeight(Workers.Single, transformed.Start, weight.Start, shape.InChannels, shape.OutChannels);
        transformed.AssertGuards();
        return transformed;
    }

    private long ScratchLength(int threads) => kind switch
    {
        ConvolutionKind.WeightGradient => ScratchSizes.ConvolutionWeightGradient(shape, batch, threads),
        ConvolutionKind.DepthwiseWeightGradient => ScratchSizes.ConvolutionDepthwiseWeightGradient(shape, batch, threads),
        ConvolutionKind.Winograd => ScratchSizes.ConvolutionWinograd(shape, threads),
        ConvolutionKind.WinogradPacked => ScratchSizes.ConvolutionWinogradPacked(shape, threads),
        _ => ScratchSizes.ConvolutionForward(shape, threads),
    };

    private void Run(Workers workers, FloatBuffer output, FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands) =>
        Run(workers, output, scratch, operands, image.Start, shape, batch);

    private void Run(
        Workers workers, FloatBuffer output, FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands, FloatBuffer image, in ConvolutionShape shape, long batch)
    {
        switch (kind)
        {
            case ConvolutionKind.Forward:
                Convolution.Forward<BiasAndResidual>(workers, output, image, other.Start, shape, batch, scratch, operands);
                break;
            case ConvolutionKind.Winograd:
                Convolution.ForwardWinograd<BiasAndResidual>(workers, output, image, transformed!.Start, shape, batch, scratch, operands);
                break;
            case ConvolutionKind.WinogradPacked:
                Convolution.ForwardWinogradPacked<BiasAndResidual>(workers, output, image, other.Start, shape, batch, scratch, operands);
                break;
            case ConvolutionKind.Depthwise:
                Convolution.Depthwise<BiasAndResidual>(workers, output, image, other.Start, shape, batch, scratch, operands);
                break;
            case ConvolutionKind.WeightGradient:
                Convolution.WeightGradient(workers, output, image, other.Start, shape, batch, scratch);
                break;
            default:
                Convolution.DepthwiseWeightGradient(workers, output, image, other.Start, shape, batch, scratch);
                break;
        }
    }

    private float[] Reference(GuardedBuffer image, GuardedBuffer other, GuardedBuffer bias, GuardedBuffer residual)
    {
        using var output = new GuardedBuffer(ResultLength);
        FloatBuffer[] operands = [bias.Start, residual.Start, columns.Start];
        if (kind is ConvolutionKind.Forward or ConvolutionKind.Winograd or ConvolutionKind.WinogradPacked)
            ConvolutionReference.Forward<BiasAndResidual>(output.Start, image.Start, other.Start, shape, batch, operands);
        else if (kind == ConvolutionKind.Depthwise)
            ConvolutionReference.Depthwise<BiasAndResidual>(output.Start, image.Start, other.Start, shape, batch, operands);
        else
            ConvolutionReference.WeightGradient(output.Start, image.Start, other.Start, shape, batch);
        return output.ToArray();
    }
}
