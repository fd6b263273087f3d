namespace Sinter.Runtime;

/// <summary>
/// One axis of a convolution: which elements of the stored image the window reads at an output position. Where zeros lie between stored
/// elements (an input stride), outputs fall into phases, each with its own part of the window.
/// </summary>
internal readonly struct ConvolutionAxis
{
    private readonly int kernel;
    private readonly int stride;
    private readonly int dilation;
    private readonly int padding;
    private readonly int inputStride;

    private ConvolutionAxis(int kernel, int stride, int dilation, int padding, int inputStride, int stored)
    {
        (this.kernel, this.stride, this.dilation, this.padding, this.inputStride) = (kernel, stride, dilation, padding, inputStride);
        Stored = stored;
        Phases = inputStride / Divisor(stride, inputStride);
        TapStep = inputStride / Divisor(dilation, inputStride);
        TapAdvance = TapStep * dilation / inputStride;
        OutputAdvance = Phases * stride / inputStride;
    }

    /// <summary>The vertical axis.</summary>
    public static ConvolutionAxis Height(in ConvolutionShape shape) => new(
        shape.KernelHeight, shape.StrideHeight, shape.DilationHeight, shape.PadTop, shape.InputStrideHeight, shape.InHeight);

    /// <summary>The horizontal axis.</summary>
    public static ConvolutionAxis Width(in ConvolutionShape shape) => new(
        shape.KernelWidth, shape.StrideWidth, shape.DilationWidth, shape.PadLeft, shape.InputStrideWidth, shape.InWidth);

    /// <summary>Stored elements of the image.</summary>
    public int Stored { get; }

    /// <summary>Outputs this far apart use the same part of the window.</summary>
    public int Phases { get; }

    /// <summary>The distance of two elements of the window that one output uses.</summary>
    public int TapStep { get; }

    /// <summary>Stored elements from one used element of the window to the next.</summary>
    public int TapAdvance { get; }

    /// <summary>Stored elements from one output of a phase to the next.</summary>
    public int OutputAdvance { get; }

    /// <summary>The part of the window an output uses, elements of the padding included.</summary>
    public Taps At(int output)
    {
        // Without an input stride every output uses the whole window, and nothing has to be divided.
        if (inputStride == 1) return new(0, kernel, (output * stride) - padding);
        for (var tap = 0; tap < Math.Min(kernel, TapStep); tap++)
        {
            var position = (output * stride) + (tap * dilation) - padding;
            if (position % inputStride == 0) return new(tap, ((kernel - tap - 1) / TapStep) + 1, position / inputStride);
        }

        return default;
    }

    /// <summary>The part of the window that reads stored elements at an output.</summary>
    public Taps Inside(int output)
    {
        var taps = At(output);
        var before = taps.Source >= 0 ? 0 : Math.Min(taps.Count, (-taps.Source + TapAdvance - 1) / TapAdvance);
        taps = new(taps.First + (before * TapStep), taps.Count - before, taps.Source + (before * TapAdvance));
        return taps with { Count = taps.Source >= Stored ? 0 : Math.Min(taps.Count, ((Stored - 1 - taps.Source) / TapAdvance) + 1) };
    }

    /// <summary>The stored element, inside the image or not, that no output from <paramref name="output"/> on reads before.</summary>
    public int FirstSource(int output)
    {
        var position = (output * stride) - padding;
        return position >= 0 ? (position + inputStride - 1) / inputStride : -(-position / inputStride);
    }

    private static int Divisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    /// <summary>Elements <c>First, First + TapStep, …</c> of a window, of which the first reads the stored element <c>Source</c>.</summary>
    public readonly record struct Taps(int First, int Count, int Source);
}
