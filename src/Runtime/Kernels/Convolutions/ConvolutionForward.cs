using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class Convolution
{
    // A band is not cut lower than this to give threads something to do: the rows its windows share would be copied too often.
    private const int LowestBand = 4;

    // Where a panel is used a slice at a time: the products in a slice, the panels that use the pixels of a slice while they are in a
    // cache, and the pixels whose unfinished sums wait.
    private const int SliceInner = 256;
    private const int GroupPanels = 4;
    private const int SlicePixels = 256;

    /// <summary>An item is a few images, one band of each, and some of the panels of output channels.</summary>
    private static void ForwardPieces<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (ForwardJob*)state;
        var room = job->Scratch + (worker * job->ScratchPerWorker);
        Planned.Limit(ref room, job->ScratchPerWorker, "scratch of a convolution");
        ref readonly var shape = ref job->Shape;
        var imageLength = (long)job->Stored.InHeight * job->Stored.InWidth * shape.InChannels;
        for (var item = begin; item < end;)
        {
            var group = (int)(item % job->PanelGroups);
            var groups = (int)Math.Min(job->PanelGroups - group, end - item);
            var block = item / job->PanelGroups;
            var row = (int)(block % job->Bands) * job->BandRows;
            var rows = Math.Min(job->BandRows, shape.OutHeight - row);
            var image = block / job->Bands * job->BlockImages;
            var images = (int)Math.Min(job->BlockImages, job->Batch - image);
            var source = ConvolutionSource.Prepare(
                shape, job->Stored, job->Image + (image * imageLength), images, row, rows, room, isCopied: job->Held[worker] == block);
            job->Held[worker] = block;

            var lastPanel = (int)((long)job->Panels * (group + groups) / job->PanelGroups);
            var panelStep = job->InSlices ? GroupPanels : 1;
            var imageStep = !job->InSlices ? images : Math.Clamp(SlicePixels / (rows * shape.OutWidth), 1, images);
            for (var panel = (int)((long)job->Panels * group / job->PanelGroups); panel < lastPanel; panel += panelStep)
            for (var i = 0; i < images; i += imageStep)
            {
                var bands = new ForwardBands(job, source, i, Math.Min(imageStep, images - i), image, row, rows);
                if (job->InSlices) MultiplySlices<TEpilogue>(job, bands, panel, Math.Min(panelStep, lastPanel - panel));
                else MultiplyRows<TEpilogue>(job, bands, panel);
            }

            item += groups;
        }
    }

    /// <summary>One panel of output channels; where zeros lie between the image's columns, one phase at a time.</summary>
    private static void MultiplyRows<TEpilogue>(ForwardJob* job, in ForwardBands bands, int panel)
        where TEpilogue : struct, IEpilogue
    {
        ref readonly var shape = ref job->Shape;
        var (height, width) = (job->Height, job->Width);
        var channels = new PanelChannels(job, panel);
        var operands = new EpilogueOperands(job->Operands, job->OperandCount);
        var kernelElement = shape.GroupIn * MatMul.PanelWidth; // floats of the panel for one element of the window
        for (var phase = 0; phase < Math.Min(width.Phases, shape.OutWidth); phase++)
        {
            var taps = width.At(phase);
            var tile = new TileArguments
            {
                OuterStride = (nint)(height.TapAdvance * bands.Pitch * sizeof(float)),
                OuterSkipB = (nint)((height.TapStep * shape.KernelWidth) - (taps.Count * width.TapStep)) * kernelElement * sizeof(float),
                Middle = job->WholeRows ? 1 : taps.Count,
                MiddleStride = (nint)((long)width.TapAdvance * shape.InChannels * sizeof(float)),
                MiddleSkipB = job->WholeRows ? 0 : (nint)(width.TapStep - 1) * kernelElement * sizeof(float),
                Inner = job->WholeRows ? (nint)shape.KernelWidth * shape.InChannels : shape.GroupIn,
                InnerStride = sizeof(float),
                StepB = MatMul.PanelWidth * sizeof(float),
            };
            var grid = new PixelGrid
            {
                Width = ((shape.OutWidth - phase - 1) / width.Phases) + 1,
                Lines = bands.Rows,
                Images = bands.Images,
                Pixel = new((long)width.OutputAdvance * shape.InChannels, (long)shape.OutChannels * width.Phases, width.Phases),
                Line = new(height.OutputAdvance * bands.Pitch, (long)shape.OutChannels * shape.OutWidth, shape.OutWidth),
                Image = new(bands.Stride, (long)shape.OutChannels * shape.OutWidth * shape.OutHeight, shape.OutWidth * shape.OutHeight),
            };
            if (job->JoinsRows) (grid.Width, grid.Lines) = (grid.Width * grid.Lines, 1);

            // Where zeros lie between the image's rows too, the lines of a grid use different parts of the window: each is one of its own.
            var strips = shape.InputStrideHeight > 1 ? grid.Lines : 1;
            grid.Lines /= strips;
            for (var strip = 0; strip < strips; strip++)
            {
                var row = bands.FirstRow + strip;
                var rowTaps = height.At(row);
                tile.A = (BytePointer)(bands.Pixels + ((long)(taps.Source - width.FirstSource(0)) * shape.InChannels) + channels.FirstIn +
                    ((rowTaps.Source - bands.FirstSource) * bands.Pitch));
                tile.B = (BytePointer)(channels.Weight + (((rowTaps.First * shape.KernelWidth) + taps.First) * (long)kernelElement));
                tile.Outer = taps.Count == 0 ? 0 : rowTaps.Count;
                if (strip == 0)
                    tile.LookAhead(channels.Weight + (shape.Inner * MatMul.PanelWidth), MatMul.PanelWidth, MicroKernel.TilesOf(tile, grid) * strips);
                var pixel = (((bands.FirstImage * shape.OutHeight) + row) * shape.OutWidth) + phase;
                MicroKernel.Grid<TEpilogue>(
                    &tile, grid, job->Output + (pixel * shape.OutChannels) + channels.FirstOut, channels.Out, operands, new(pixel, channels.FirstOut));
            }
        }
    }

    /// <summary>
    /// A large window: many pixels, of several images, use a slice of a panel while it is in the cache, and a few panels a slice of the pixels.
    /// </summary>
    [SkipLocalsInit]
    private static void MultiplySlices<TEpilogue>(ForwardJob* job, in ForwardBands bands, int firstPanel, int panels)
        where TEpilogue : struct, IEpilogue
    {
        ref readonly var shape = ref job->Shape;
        var operands = new EpilogueOperands(job->Operands, job->OperandCount);
        var together = Math.Clamp(SlicePixels / shape.OutWidth, 1, bands.Rows);
        var lineOfSums = (long)shape.OutWidth * MatMul.PanelWidth;
        FloatPointer sums = stackalloc float[(int)(panels * bands.Images * together * lineOfSums)];
        Planned.Limit(ref sums, panels * bands.Images * together * lineOfSums, "sums of slices");
        var run = shape.KernelWidth * shape.InChannels;
        var slices = (run + SliceInner - 1) / SliceInner;
        var tile = new TileArguments { Outer = 1, Middle = 1, InnerStride = sizeof(float), StepB = MatMul.PanelWidth * sizeof(float) };
        for (var first = 0; first < bands.Rows; first += together)
        {
            var rows = Math.Min(together, bands.Rows - first);
            var sumsOfPanel = bands.Images * rows * lineOfSums;
            var grid = new PixelGrid
            {
                Width = shape.OutWidth,
                Lines = rows,
                Images = bands.Images,
                Pixel = new((long)shape.StrideWidth * shape.InChannels, MatMul.PanelWidth, 0),
                Line = new(shape.StrideHeight * bands.Pitch, lineOfSums, 0),
                Image = new(bands.Stride, rows * lineOfSums, 0),
            };
            for (var slice = 0; slice < slices * shape.KernelHeight; slice++)
            {
                var kernelRow = slice / slices;
                var k = (int)((long)run * (slice % slices) / slices);
                tile.Inner = (int)((long)run * ((slice % slices) + 1) / slices) - k;
                tile.Accumulate = slice > 0;
                var begin = (((long)kernelRow * run) + k) * MatMul.PanelWidth;
                var read = (first * shape.StrideHeight) + (kernelRow * shape.DilationHeight);
                for (var i = 0; i < panels; i++)
                {
                    // What comes next is the same slice of the next panel, or behind the last one the next slice of the first.
                    var channels = new PanelChannels(job, firstPanel + i);
                    tile.A = (BytePointer)(bands.Pixels + (read * bands.Pitch) + k);
                    tile.B = (BytePointer)(channels.Weight + begin);
                    tile.LookAhead(
                        i < panels - 1
                            ? new PanelChannels(job, firstPanel + i + 1).Weight + begin
                            : new PanelChannels(job, firstPanel).Weight + begin + (tile.Inner * MatMul.PanelWidth),
                        MatMul.PanelWidth, MicroKernel.TilesOf(tile, grid));
                    MicroKernel.Grid(&tile, grid, sums + (i * sumsOfPanel), channels.Out);
                }
            }

            for (var i = 0; i < panels; i++)
            for (var image = 0; image < bands.Images; image++)
            {
                var channels = new PanelChannels(job, firstPanel + i);
                var pixel = (((bands.FirstImage + image) * shape.OutHeight) + bands.FirstRow + first) * shape.OutWidth;
                MicroKernel.Finish<TEpilogue>(
                    sums + (i * sumsOfPanel) + (image * rows * lineOfSums), job->Output + (pixel * shape.OutChannels) + channels.FirstOut,
                    shape.OutChannels, rows * shape.OutWidth, channels.Out, operands, new(pixel, channels.FirstOut));
            }
        }
    }

    /// <summary>The same rows of some output images, and where their windows read.</summary>
    private readonly struct ForwardBands(ForwardJob* job, in ConvolutionSource source, int skipped, int images, long image, int firstRow, int rows)
    {
        public readonly FloatPointer Pixels = source.Pixels + (skipped * source.BandStride);
        public readonly long Pitch = source.Pitch;
        public readonly long FirstImage = image + skipped;
        public readonly int Images = images;
        public readonly int FirstRow = firstRow;
        public readonly int Rows = rows;

        /// <summary>Floats from one image to the next.</summary>
        public readonly long Stride = source.BandStride;

        /// <summary>The stored row that <see cref="Pixels"/> begin with.</summary>
        public readonly int FirstSource = job->Height.FirstSource(firstRow);
    }

    /// <summary>The channels a panel of the weight connects.</summary>
    private readonly struct PanelChannels
    {
        public readonly FloatPointer Weight;
        public readonly int FirstIn;
        public readonly int FirstOut;
        public readonly int Out;

        public PanelChannels(ForwardJob* job, int panel)
        {
            ref readonly var shape = ref job->Shape;
            var panelsPerGroup = job->Panels / shape.Groups;
            var column = panel % panelsPerGroup * MatMul.PanelWidth;
            Weight = job->Weight + (panel * shape.Inner * MatMul.PanelWidth);
            FirstIn = panel / panelsPerGroup * shape.GroupIn;
            FirstOut = (panel / panelsPerGroup * shape.GroupOut) + column;
            Out = Math.Min(MatMul.PanelWidth, shape.GroupOut - column);
        }
    }

    private struct ForwardJob
    {
        public ConvolutionShape Shape;

        /// <summary>The convolution of the image as it is stored: with the pixels that a copy leaves out.</summary>
        public ConvolutionShape Stored;
        public ConvolutionAxis Height;
        public ConvolutionAxis Width;
        public FloatPointer Output;
        public FloatPointer Image;
        public FloatPointer Weight;
        public FloatPointer Scratch;
        public long ScratchPerWorker;

        /// <summary>The block whose copies a worker has.</summary>
        public long* Held;
        public FloatBuffer* Operands;
        public int OperandCount;
        public long Batch;

        /// <summary>A row of the window lies in one piece in memory; a panel is used in slices.</summary>
        public bool WholeRows;
        public bool InSlices;

        /// <summary>The pixels of a band follow one another, row after row, and so do those it reads.</summary>
        public bool JoinsRows;

        public int BandRows;
        public int Bands;
        public int BlockImages;
        public long Blocks;
        public int Panels;
        public int PanelGroups;

        public ForwardJob(ConvolutionShape shape, long batch)
        {
            ScratchPerWorker = ScratchSizes.CopyLength(shape);
            Stored = shape;
            if (shape.PassesOverPixels) shape = shape.WithoutPassedPixels;
            Shape = shape;
            Batch = batch;
            Height = ConvolutionAxis.Height(shape);
            Width = ConvolutionAxis.Width(shape);
            JoinsRows = shape.KernelHeight == 1 && shape.KernelWidth == 1 && shape.StrideHeight == 1 && shape.StrideWidth == 1 &&
                shape.PadTop == 0 && shape.PadLeft == 0 && shape.InWidth == shape.OutWidth && !shape.HasZeros && shape.ReadsInPlace;
            WholeRows = shape.Groups == 1 && shape.DilationWidth == 1 && shape.InputStrideWidth == 1;
            InSlices = WholeRows && shape.InputStrideHeight == 1 && shape.Inner is > ScratchSizes.LongWindow and <= ScratchSizes.LongSum &&
                shape.OutWidth <= SlicePixels;
            Panels = shape.Groups * ((shape.GroupOut + MatMul.PanelWidth - 1) / MatMul.PanelWidth);
        }

        /// <summary>
        /// Cuts the work into as few pieces as keep every thread busy: several images together use a panel of weights while it is in the
        /// cache; fewer, then lower bands, then groups of panels where there would be too few pieces. Where the weight is larger than an
        /// image, groups of panels first. No result depends on it.
        /// </summary>
        public void ChoosePieces(int threads)
        {
            long wanted = threads == 1 ? 1 : 4 * threads;
            BandRows = ScratchSizes.BandRows(Shape);
            Bands = ScratchSizes.Bands(Shape);
            var sharePanels = Panels >= wanted && WeightOutweighsImage;
            BlockImages = (int)Math.Clamp(sharePanels ? Batch : Batch * Bands / wanted, 1, ScratchSizes.CopiedBands(Shape));
            Blocks = (Batch + BlockImages - 1) / BlockImages;
            if (Blocks * Bands < wanted && BandRows > LowestBand && !sharePanels)
            {
                var bands = (wanted + Blocks - 1) / Blocks;
                BandRows = (int)Math.Max(LowestBand, (Shape.OutHeight + bands - 1) / bands);
                Bands = (Shape.OutHeight + BandRows - 1) / BandRows;
            }

            PanelGroups = (int)Math.Clamp((wanted + (Blocks * Bands) - 1) / (Blocks * Bands), 1, Panels);
        }

        // Then every thread had better read a part of the weight, and all of the image.
        private readonly bool WeightOutweighsImage =>
            Panels * Shape.Inner * MatMul.PanelWidth > (long)Shape.InHeight * Shape.InWidth * Shape.InChannels;
    }
}
