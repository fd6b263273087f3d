using Sinter.Runtime;

namespace Sinter.Benchmarks;

/// <summary>One contraction with its operands, as generated code would call it.</summary>
internal sealed class Contraction : IDisposable
{
    private readonly NativeArena arena;
    private readonly Action run;

    private Contraction(NativeArena arena, double flops, Action run) => (this.arena, Flops, this.run) = (arena, flops, run);

    /// <summary>Operations of one call; a multiply-add counts as two.</summary>
    public double Flops { get; }

    public void Run() => run();

    public void Dispose() => arena.Dispose();

    /// <summary>
    /// Whether every call reads other weights, as the layers of a large network do, instead of those that the last one left in the caches.
    /// </summary>
    public static bool IsCold { get; set; }

    /// <summary>A product with packed weights.</summary>
    public static Contraction Product(int rows, int inner, int columns)
    {
        var weight = MatMul.PackedLength(inner, columns);
        var copies = Copies(weight);
        var arena = Filled((rows * (long)inner) + (weight * copies) + (rows * (long)columns) + 64);
        var (a, b, c) = (arena.Start, arena.Start.At(rows * (long)inner), arena.Start.At((rows * (long)inner) + (weight * copies)));
        long call = 0;
        var shape = new MatMulShape(1, rows, inner, columns, TransposedA: false, PackedB: true, SharedB: true);
        return new(arena, 2.0 * rows * inner * columns, () => MatMul.Run<Identity>(Workers.Single, c, a, b.At(weight * (call++ % copies)), shape, []));
    }

    /// <summary>A convolution of one square image that keeps its size, or divides it by the stride.</summary>
    public static Contraction Window(int size, int inChannels, int outChannels, int kernel, int stride = 1)
    {
        var shape = new ConvolutionShape
        {
            InHeight = size, InWidth = size, InChannels = inChannels, OutHeight = size / stride, OutWidth = size / stride, OutChannels = outChannels,
            KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride, PadTop = kernel / 2, PadLeft = kernel / 2,
        };
        var image = (long)size * size * inChannels;
        var weight = MatMul.PackedLength(kernel * kernel * inChannels, outChannels);
        var output = (long)shape.OutHeight * shape.OutWidth * outChannels;
        var copies = Copies(weight);
        var arena = Filled(image + (weight * copies) + output + ScratchSizes.ConvolutionForward(shape, 1) + 64);
        var x = arena.Start;
        var (w, y) = (x.At(image), x.At(image + (weight * copies)));
        var scratch = y.At(output);
        long call = 0;
        return new(arena, 2.0 * output * kernel * kernel * inChannels, () => Convolution.Forward<Identity>(Workers.Single, y, x, w.At(weight * (call++ % copies)), shape, 1, scratch, []));
    }

    /// <summary>The same with 3 x 3 windows by Winograd's filtering; its operations are counted as if it were the plain sum.</summary>
    public static Contraction Winograd(int size, int inChannels, int outChannels)
    {
        var shape = new ConvolutionShape
        {
            InHeight = size, InWidth = size, InChannels = inChannels, OutHeight = size, OutWidth = size, OutChannels = outChannels,
            KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1,
        };
        var image = (long)size * size * inChannels;
        var weight = ScratchSizes.WinogradWeight(inChannels, outChannels);
        var output = (long)size * size * outChannels;
        var copies = Copies(weight);
        var arena = Filled(image + (weight * copies) + output + ScratchSizes.ConvolutionWinograd(shape, 1) + 64);
        var x = arena.Start;
        var (w, y) = (x.At(image), x.At(image + (weight * copies)));
        var scratch = y.At(output);
        long call = 0;
        return new(arena, 18.0 * output * inChannels, () => Convolution.ForwardWinograd<Identity>(Workers.Single, y, x, w.At(weight * (call++ % copies)), shape, 1, scratch, []));
    }

    /// <summary>A convolution of 3 x 3 windows that keeps the size of a square image and its channels apart.</summary>
    public static Contraction Depthwise(int size, int channels)
    {
        var shape = new ConvolutionShape
        {
            InHeight = size, InWidth = size, InChannels = channels, OutHeight = size, OutWidth = size, OutChannels = channels,
            KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1, Groups = channels,
        };
        var image = (long)size * size * channels;
        var weight = 9L * channels;
        var copies = Copies(weight);
        var arena = Filled((2 * image) + (weight * copies) + 64);
        var (x, y, w) = (arena.Start, arena.Start.At(image), arena.Start.At(2 * image));
        long call = 0;
        return new(arena, 18.0 * image, () => Convolution.Depthwise<Identity>(Workers.Single, y, x, w.At(weight * (call++ % copies)), shape, 1, default, []));
    }

    // More floats than any cache holds.
    private static long Copies(long weight) => IsCold ? ((128L << 20) / weight) + 1 : 1;

    private static NativeArena Filled(long length)
    {
        var arena = new NativeArena(length);
        for (long i = 0; i < length; i++) arena.Start[i] = (i % 17) - 8;
        return arena;
    }
}
