namespace Sinter.Runtime;

public static unsafe partial class Convolution
{
    // A band is not cut lower than this to give threads something to do: the rows its windows share would be copied too often.
    private const int LowestBand = 4;

    private static void RunForward<TEpilogue>(Workers workers, ForwardJob* job)
        where TEpilogue : struct, IEpilogue
    {
        job->ChoosePieces(workers.Threads);
        var products = (double)job->Batch * job->Shape.OutHeight * job->Shape.OutWidth * job->Shape.OutChannels * job->Shape.Inner;
        var items = job->Blocks * job->Bands * job->PanelGroups;
        if (job->Elementwise) workers.Run(&ForwardPieces<TEpilogue, DepthwisePanel>, job, items, 1, MatMul.WorkOf(4 * products));
        else workers.Run(&ForwardPieces<TEpilogue, ContractedPanel>, job, items, 1, MatMul.WorkOf(products));
    }

    /// <summary>An item is a few images, one band of each, and some of the panels of output channels.</summary>
    private static void ForwardPieces<TEpilogue, TPanel>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
        where TPanel : struct, IForwardPanel
    {
        var job = (ForwardJob*)state;
        var room = job->Scratch + (worker * job->ScratchPerWorker);
        ref readonly var shape = ref job->Shape;
        var imageLength = (long)shape.InHeight * shape.InWidth * shape.InChannels;
        for (var item = begin; item < end;)
        {
            var group = (int)(item % job->PanelGroups);
            var groups = (int)Math.Min(job->PanelGroups - group, end - item);
            var block = item / job->PanelGroups;
            var row = (int)(block % job->Bands) * job->BandRows;
            var rows = Math.Min(job->BandRows, shape.OutHeight - row);
            var image = block / job->Bands * job->BlockImages;
            var images = (int)Math.Min(job->BlockImages, job->Batch - image);
            var source = ConvolutionSource.Prepare(shape, job->Image + (image * imageLength), images, row, rows, room);

            var lastPanel = (int)((long)job->Panels * (group + groups) / job->PanelGroups);
            for (var panel = (int)((long)job->Panels * group / job->PanelGroups); panel < lastPanel; panel++)
            for (var i = 0; i < images; i++)
                TPanel.Run<TEpilogue>(job, source.Pixels + (i * source.BandStride), source.Pitch, panel, ((image + i) * shape.OutHeight) + row, rows);
            item += groups;
        }
    }

    /// <summary>Computes one panel of output channels of one band.</summary>
    private interface IForwardPanel
    {
        /// <param name="firstRow">The first output row, counted from the first image's.</param>
        static abstract void Run<TEpilogue>(ForwardJob* job, float* pixels, long pitch, int panel, long firstRow, int rows)
            where TEpilogue : struct, IEpilogue;
    }

    /// <summary>Sums over the channels of a group.</summary>
    private readonly struct ContractedPanel : IForwardPanel
    {
        public static void Run<TEpilogue>(ForwardJob* job, float* pixels, long pitch, int panel, long firstRow, int rows)
            where TEpilogue : struct, IEpilogue
        {
            ref readonly var shape = ref job->Shape;
            var panelsPerGroup = job->Panels / shape.Groups;
            var group = panel / panelsPerGroup;
            var columnInGroup = panel % panelsPerGroup * MatMul.PanelWidth;
            var column = (group * shape.GroupOut) + columnInGroup;
            var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);

            // Neighbours in a row of the window are neighbours in memory unless dilation or groups come between.
            var wholeRows = shape.Groups == 1 && shape.DilationWidth == 1;
            var tile = new TileArguments
            {
                EvenRows = (long)shape.StrideWidth * shape.InChannels,
                Outer = shape.KernelHeight,
                OuterStride = (nint)(shape.DilationHeight * pitch * sizeof(float)),
                Middle = wholeRows ? 1 : shape.KernelWidth,
                MiddleStride = (nint)((long)shape.DilationWidth * shape.InChannels * sizeof(float)),
                Inner = wholeRows ? (nint)shape.KernelWidth * shape.InChannels : shape.GroupIn,
                InnerStride = sizeof(float),
                B = (byte*)(job->Weight + (panel * shape.Inner * MatMul.PanelWidth)),
                StepB = MatMul.PanelWidth * sizeof(float),
            };
            var a = pixels + ((long)group * shape.GroupIn);
            for (var row = 0; row < rows; row++)
            {
                var pixel = (firstRow + row) * shape.OutWidth;
                tile.A = (byte*)(a + (row * shape.StrideHeight * pitch));
                MicroKernel.Block<TEpilogue>(
                    &tile, job->Output + (pixel * shape.OutChannels) + column, shape.OutChannels, shape.OutWidth,
                    Math.Min(MatMul.PanelWidth, shape.GroupOut - columnInGroup), operands, pixel, column);
            }
        }
    }

    /// <summary>Every channel by itself.</summary>
    private readonly struct DepthwisePanel : IForwardPanel
    {
        public static void Run<TEpilogue>(ForwardJob* job, float* pixels, long pitch, int panel, long firstRow, int rows)
            where TEpilogue : struct, IEpilogue
        {
            ref readonly var shape = ref job->Shape;
            var column = panel * MatMul.PanelWidth;
            var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
            var tile = new TileArguments
            {
                EvenRows = (long)shape.StrideWidth * shape.InChannels,
                Outer = shape.KernelHeight,
                OuterStride = (nint)(shape.DilationHeight * pitch * sizeof(float)),
                Middle = 1,
                Inner = shape.KernelWidth,
                InnerStride = (nint)((long)shape.DilationWidth * shape.InChannels * sizeof(float)),
                B = (byte*)(job->Weight + column),
                StepB = (nint)shape.OutChannels * sizeof(float),
            };
            for (var row = 0; row < rows; row++)
            {
                var pixel = (firstRow + row) * shape.OutWidth;
                tile.A = (byte*)(pixels + (row * shape.StrideHeight * pitch) + column);
                MicroKernel.DepthwiseBlock<TEpilogue>(
                    &tile, job->Output + (pixel * shape.OutChannels) + column, shape.OutChannels, shape.OutWidth,
                    Math.Min(MatMul.PanelWidth, shape.OutChannels - column), operands, pixel, column);
            }
        }
    }

    private struct ForwardJob
    {
        public ConvolutionShape Shape;
        public float* Output;
        public float* Image;
        public float* Weight;
        public float* Scratch;
        public long ScratchPerWorker;
        public FloatBuffer* Operands;
        public int OperandCount;
        public long Batch;
        public bool Elementwise;
        public int BandRows;
        public int Bands;
        public int BlockImages;
        public long Blocks;
        public int Panels;
        public int PanelGroups;

        /// <summary>
        /// Cuts the work into as few pieces as keep every thread busy: several images together use a panel of weights while it is in the
        /// cache; fewer, then lower bands, then groups of panels where there would be too few pieces. No result depends on it.
        /// </summary>
        public void ChoosePieces(int threads)
        {
            long wanted = threads == 1 ? 1 : 2 * threads;
            Panels = Elementwise
                ? (Shape.OutChannels + MatMul.PanelWidth - 1) / MatMul.PanelWidth
                : Shape.Groups * ((Shape.GroupOut + MatMul.PanelWidth - 1) / MatMul.PanelWidth);
            BandRows = ScratchSizes.BandRows(Shape);
            Bands = ScratchSizes.Bands(Shape);
            BlockImages = (int)Math.Clamp(Batch * Bands / wanted, 1, ScratchSizes.CopiedBands(Shape));
            Blocks = (Batch + BlockImages - 1) / BlockImages;
            if (Blocks * Bands < wanted && BandRows > LowestBand)
            {
                var bands = (wanted + Blocks - 1) / Blocks;
                BandRows = (int)Math.Max(LowestBand, (Shape.OutHeight + bands - 1) / bands);
                Bands = (Shape.OutHeight + BandRows - 1) / BandRows;
            }

            PanelGroups = (int)Math.Clamp(wanted / (Blocks * Bands), 1, Panels);
        }
    }
}
