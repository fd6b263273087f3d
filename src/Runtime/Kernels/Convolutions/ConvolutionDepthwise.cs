namespace Sinter.Runtime;

public static unsafe partial class Convolution
{
    /// <summary>
    /// An item is one output row and one panel of channels. Nothing is copied: outputs near a border use the part of the window that lies
    /// inside the image, alone; all others of a row use the whole window's columns, several at a time.
    /// </summary>
    private static void DepthwiseRows<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (DepthwiseJob*)state;
        ref readonly var shape = ref job->Shape;
        for (var item = begin; item < end; item++)
        {
            var panel = (int)(item % job->Panels);
            var row = item / job->Panels;
            var line = new DepthwiseLine(job, row, panel * MatMul.PanelWidth);
            for (var phase = 0; phase < Math.Min(job->Width.Phases, shape.OutWidth); phase++)
            {
                var count = ((shape.OutWidth - phase - 1) / job->Width.Phases) + 1;
                var (first, last) = Interior(job->Width, phase, count);
                for (var i = 0; i < first; i++) Multiply<TEpilogue>(job, line, phase, i, 1);
                if (first < last) Multiply<TEpilogue>(job, line, phase, first, last - first);
                for (var i = Math.Max(first, last); i < count; i++) Multiply<TEpilogue>(job, line, phase, i, 1);
            }
        }
    }

    /// <summary>Runs windows of 3 x 3 over a stored image of whole vectors of channels, as those of most networks are; else returns false.</summary>
    private struct WindowsAttempt<TEpilogue> : IVectorAttempt
        where TEpilogue : struct, IEpilogue
    {
        public Workers Workers;
        public DepthwiseJob* Job;
        public long Rows;
        public long Work;

        readonly bool IVectorAttempt.TryRun<V>()
        {
            ref readonly var shape = ref Job->Shape;
            if (shape.KernelHeight != DepthwiseWindow.Side || shape.KernelWidth != DepthwiseWindow.Side) return false;
            if (shape.HasZeros || shape.OutChannels % V.Count != 0) return false;
            Workers.Run(&DepthwiseWindowRows<V, TEpilogue>, Job, Rows, 1, Work);
            return true;
        }
    }

    /// <summary>An item is an output row.</summary>
    private static void DepthwiseWindowRows<V, TEpilogue>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        var job = (DepthwiseJob*)state;
        ref readonly var shape = ref job->Shape;
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        var channels = shape.OutChannels;
        var (first, last) = Interior(job->Width, 0, shape.OutWidth);
        last = Math.Max(first, last);
        for (var row = begin; row < end; row++)
        {
            var line = new DepthwiseLine(job, row, 0);
            for (var column = 0; column < shape.OutWidth;)
            {
                var taps = job->Width.Inside(column);
                var isInside = column == first && first < last;
                var windows = new DepthwiseWindows
                {
                    Image = line.Image + ((long)taps.Source * channels),
                    RowStep = (long)job->Height.TapAdvance * shape.InWidth * channels,
                    ColumnStep = (long)job->Width.TapAdvance * channels,
                    Advance = (long)job->Width.OutputAdvance * channels,
                    Weight = line.Weight + ((long)taps.First * channels),
                    WeightStep = channels,
                    Output = new(job->Output + ((line.FirstPixel + column) * channels)),
                    OutputStep = channels,
                    Count = isInside ? last - first : 1,
                    Pixel = line.FirstPixel + column,
                };
                column += windows.Count;
                for (; windows.Channel < channels; windows.Move(V.Count))
                {
                    if (isInside) DepthwiseWindow.Multiply<V, TEpilogue>(windows, line.Taps.Count, operands);
                    else DepthwiseWindow.MultiplyPart<V, TEpilogue>(windows, line.Taps.Count, taps.Count, operands);
                }
            }
        }
    }

    /// <summary>The outputs of a phase, counted within it, whose whole window lies between the image's first and last column.</summary>
    private static (int First, int Last) Interior(in ConvolutionAxis width, int phase, int count)
    {
        var taps = width.At(phase);
        if (taps.Count == 0) return (0, count);
        var spare = width.Stored - 1 - ((taps.Count - 1) * width.TapAdvance) - taps.Source;
        var first = taps.Source >= 0 ? 0 : (-taps.Source + width.OutputAdvance - 1) / width.OutputAdvance;
        var last = spare < 0 ? 0 : (spare / width.OutputAdvance) + 1;
        return (Math.Min(first, count), Math.Min(last, count));
    }

    /// <summary>Consecutive outputs of a phase that use the same part of the window.</summary>
    private static void Multiply<TEpilogue>(DepthwiseJob* job, in DepthwiseLine line, int phase, int first, int count)
        where TEpilogue : struct, IEpilogue
    {
        ref readonly var shape = ref job->Shape;
        ref readonly var width = ref job->Width;
        var output = phase + (first * width.Phases);
        var taps = width.Inside(output);
        var channels = shape.OutChannels;
        var tile = new TileArguments
        {
            A = (BytePointer)(line.Image + ((long)taps.Source * channels)),
            EvenRows = (long)width.OutputAdvance * channels,
            Outer = taps.Count == 0 ? 0 : line.Taps.Count,
            OuterStride = (nint)((long)job->Height.TapAdvance * shape.InWidth * channels * sizeof(float)),
            OuterSkipB = (nint)((job->Height.TapStep * shape.KernelWidth) - (taps.Count * width.TapStep)) * channels * sizeof(float),
            Middle = 1,
            Inner = taps.Count,
            InnerStride = (nint)((long)width.TapAdvance * channels * sizeof(float)),
            B = (BytePointer)(line.Weight + ((long)taps.First * channels)),
            StepB = (nint)width.TapStep * channels * sizeof(float),
        };
        var pixel = line.FirstPixel + output;
        MicroKernel.DepthwiseBlock<TEpilogue>(
            &tile, job->Output + (pixel * channels) + line.Channel, (long)channels * width.Phases, count,
            Math.Min(MatMul.PanelWidth, channels - line.Channel), new(job->Operands, job->OperandCount),
            new(pixel, line.Channel, width.Phases));
    }

    /// <summary>What the outputs of a row and a panel of channels have in common.</summary>
    private readonly struct DepthwiseLine
    {
        public readonly ConvolutionAxis.Taps Taps;
        public readonly FloatPointer Image;
        public readonly FloatPointer Weight;
        public readonly long FirstPixel;
        public readonly int Channel;

        public DepthwiseLine(DepthwiseJob* job, long row, int channel)
        {
            ref readonly var shape = ref job->Shape;
            Taps = job->Height.Inside((int)(row % shape.OutHeight));
            Image = job->Image + ((((row / shape.OutHeight * shape.InHeight) + Taps.Source) * shape.InWidth * shape.InChannels) + channel);
            Weight = job->Weight + ((long)Taps.First * shape.KernelWidth * shape.OutChannels) + channel;
            FirstPixel = row * shape.OutWidth;
            Channel = channel;
        }
    }

    private struct DepthwiseJob
    {
        public ConvolutionShape Shape;
        public ConvolutionAxis Height;
        public ConvolutionAxis Width;
        public FloatPointer Output;
        public FloatPointer Image;
        public FloatPointer Weight;
        public FloatBuffer* Operands;
        public int OperandCount;
        public int Panels;
    }
}
