namespace Sinter.Runtime;

public static unsafe partial class Convolution
{
    // Register tiles whose sums are added up plainly, one after another.
    private const int CallsTogether = 16;

    /// <summary>
    /// The weight's gradient as a matrix product: rows are the elements of a window, columns the output channels, and the sum runs over all
    /// pixels. A is the image, transposed by strides alone; B is the gradient as it lies in memory.
    /// </summary>
    private static void RunWeightGradient(Workers workers, GradientJob* job)
    {
        ref readonly var shape = ref job->Shape;
        var products = (double)job->Batch * shape.OutHeight * shape.OutWidth * shape.OutChannels * shape.Inner;
        workers.Run(&GradientPieces, job, job->Chunks * job->Pieces, 1, MatMul.WorkOf(job->Elementwise ? 4 * products : products));
        var sums = new FloatBuffer(job->Scratch);
        if (job->Chunks > 1) PartialSums.Add(workers, sums, sums, job->Chunks, job->PartialLength);
        workers.Run(&UnpackPanels, job, job->Pieces / job->Runs, 1, job->PartialLength);
    }

    /// <summary>An item is one piece of the weight, summed over one chunk of the bands.</summary>
    private static void GradientPieces(void* state, int worker, long begin, long end)
    {
        var job = (GradientJob*)state;
        var room = job->Scratch + job->SumsLength + (worker * job->ScratchPerWorker);
        Planned.Limit(ref room, job->ScratchPerWorker, "scratch of the gradient of a convolution");
        while (begin < end)
        {
            var chunk = begin / job->Pieces;
            var last = Math.Min(end, (chunk + 1) * job->Pieces);
            GradientChunk(job, (int)chunk, begin - (chunk * job->Pieces), last - (chunk * job->Pieces), room);
            begin = last;
        }
    }

    private static void GradientChunk(GradientJob* job, int chunk, long firstPiece, long lastPiece, FloatPointer room)
    {
        ref readonly var shape = ref job->Shape;
        ref readonly var stored = ref job->Stored;
        var imageLength = (long)stored.InHeight * stored.InWidth * stored.InChannels;
        var bands = ScratchSizes.Bands(shape);
        var bandRows = ScratchSizes.BandRows(shape);
        var copied = ScratchSizes.CopiedBands(shape);
        var first = job->Batch * bands * chunk / job->Chunks;
        var end = job->Batch * bands * (chunk + 1) / job->Chunks;
        var calls = 0L;
        for (var band = first; band < end;)
        {
            var count = (int)Math.Min(copied, end - band);
            var row = (int)(band % bands) * bandRows;
            var rows = Math.Min(bandRows, shape.OutHeight - row);
            var source = ConvolutionSource.Prepare(shape, stored, job->Image + (band / bands * imageLength), count, row, rows, room);
            var gradient = job->Gradient + (((band / bands * shape.OutHeight) + row) * shape.OutWidth * shape.OutChannels);

            // Only whole images are prepared several at a time, so the gradients of all their pixels are neighbours.
            var pixels = rows * shape.OutWidth;
            var together = Math.Clamp(ScratchSizes.WantedPixels / pixels, 1, count);
            for (var i = 0; i < count; i += together)
            {
                var tile = new TileArguments
                {
                    Outer = Math.Min(together, count - i),
                    OuterStride = (nint)(source.BandStride * sizeof(float)),
                    Middle = rows,
                    MiddleStride = (nint)(shape.StrideHeight * source.Pitch * sizeof(float)),
                    Inner = shape.OutWidth,
                    InnerStride = (nint)((long)shape.StrideWidth * shape.InChannels * sizeof(float)),
                    StepB = (nint)shape.OutChannels * sizeof(float),
                    Accumulate = job->IsLong ? calls % CallsTogether != 0 : calls > 0,
                    IsLong = job->IsLong,
                };
                var isLast = band + count == end && i + together >= count;
                var fold = new SumFold(job, ends: job->IsLong && (isLast || calls % CallsTogether == CallsTogether - 1), calls < CallsTogether, isLast);
                calls++;
                var a = source.Pixels + (i * source.BandStride);
                var b = gradient + ((long)i * pixels * shape.OutChannels);
                for (var piece = firstPiece; piece < lastPiece; piece++)
                {
                    if (job->Elementwise) DepthwisePiece(job, &tile, a, source.Pitch, b, chunk, piece, fold);
                    else Piece(job, &tile, a, source.Pitch, b, chunk, piece, fold);
                }
            }

            band += count;
        }
    }

    /// <summary>The rows of a run of the window and one panel of output channels.</summary>
    private static void Piece(GradientJob* job, TileArguments* tile, FloatPointer a, long pitch, FloatPointer b, int chunk, long piece, in SumFold fold)
    {
        ref readonly var shape = ref job->Shape;
        var (run, panel) = (piece % job->Runs, piece / job->Runs);
        var panelsPerGroup = job->Pieces / job->Runs / shape.Groups;
        var group = panel / panelsPerGroup;
        var column = (int)(panel % panelsPerGroup) * MatMul.PanelWidth;
        var k = run * job->RunRows;
        var kernelRow = k / (shape.KernelWidth * shape.GroupIn);
        var kernelColumn = k / shape.GroupIn % shape.KernelWidth;
        tile->EvenRows = 1;
        if (job->JoinsWindowRows) tile->GroupStride = (nint)(shape.DilationHeight * pitch * sizeof(float));
        tile->A = (BytePointer)(a + (kernelRow * shape.DilationHeight * pitch)
            + (kernelColumn * shape.DilationWidth * shape.InChannels) + (group * shape.GroupIn));
        tile->B = (BytePointer)(b + (group * shape.GroupOut) + column);
        var sums = job->Scratch + (chunk * job->PartialLength) + (((panel * shape.Inner) + k) * MatMul.PanelWidth);
        var rows = Math.Min(job->RunRows, shape.Inner - k);
        tile->C = (BytePointer)sums;
        tile->RowStrideC = MatMul.PanelWidth * sizeof(float);
        MicroKernel.Block(tile, rows, Math.Min(MatMul.PanelWidth, shape.GroupOut - column));
        fold.Run(sums, rows * MatMul.PanelWidth);
    }

    /// <summary>Some elements of the window and one panel of channels.</summary>
    private static void DepthwisePiece(
        GradientJob* job, TileArguments* tile, FloatPointer a, long pitch, FloatPointer b, int chunk, long piece, in SumFold fold)
    {
        ref readonly var shape = ref job->Shape;
        var (run, panel) = (piece % job->Runs, piece / job->Runs);
        var width = job->PartialLength / shape.Inner;
        var column = (int)panel * MatMul.PanelWidth;
        var k = run * job->RunRows;
        tile->EvenRows = shape.DilationWidth * shape.InChannels;
        if (job->JoinsWindowRows) tile->GroupStride = (nint)(shape.DilationHeight * pitch * sizeof(float));
        tile->A = (BytePointer)(a + (k / shape.KernelWidth * shape.DilationHeight * pitch) + column);
        tile->B = (BytePointer)(b + column);
        var sums = job->Scratch + (chunk * job->PartialLength) + (k * width) + column;
        var rows = Math.Min(job->RunRows, shape.Inner - k);
        tile->C = (BytePointer)sums;
        tile->RowStrideC = (nint)(width * sizeof(float));
        MicroKernel.DepthwiseBlock(tile, rows, Math.Min(MatMul.PanelWidth, shape.OutChannels - column));
        for (var row = 0; row < rows; row++) fold.Run(sums + (row * width), MatMul.PanelWidth);
    }

    /// <summary>What a number of calls have added up joins sums that keep their rounding errors.</summary>
    private readonly struct SumFold(GradientJob* job, bool ends, bool isFirst, bool isLast)
    {
        public void Run(FloatPointer sums, long length)
        {
            if (!ends) return;
            var step = job->Chunks * job->PartialLength;
            var (terms, high, low) = (new FloatBuffer(sums), new FloatBuffer(sums + step), new FloatBuffer(sums + (2 * step)));
            if (isFirst) CompensatedSums.Begin(terms, high, low, length);
            else CompensatedSums.Add(terms, high, low, length);
            if (isLast) CompensatedSums.Join(high, low, terms, length);
        }
    }

    /// <summary>The sums, a column per output channel, become rows of the weight.</summary>
    private static void UnpackPanels(void* state, int worker, long begin, long end)
    {
        var job = (GradientJob*)state;
        ref readonly var shape = ref job->Shape;
        var panelsPerGroup = job->Pieces / job->Runs / (job->Elementwise ? 1 : shape.Groups);
        var columns = job->Elementwise ? shape.OutChannels : shape.GroupOut;
        var panelStride = job->Elementwise ? MatMul.PanelWidth : shape.Inner * MatMul.PanelWidth;
        var stride = job->Elementwise ? job->PartialLength / shape.Inner : MatMul.PanelWidth;
        for (var panel = begin; panel < end; panel++)
        {
            var column = panel % panelsPerGroup * MatMul.PanelWidth;
            var target = job->Output + (((panel / panelsPerGroup * columns) + column) * shape.Inner);
            var width = Math.Min(MatMul.PanelWidth, columns - column);
            Transposition.Of(job->Scratch + (panel * panelStride), stride, shape.Inner, width, target, shape.Inner);
        }
    }

    private struct GradientJob
    {
        /// <summary>The convolution with the zeros of its input strides in the image, and as it is.</summary>
        public ConvolutionShape Shape;
        public ConvolutionShape Stored;
        public FloatPointer Output;
        public FloatPointer Image;
        public FloatPointer Gradient;
        public FloatPointer Scratch;
        public long PartialLength;
        public long ScratchPerWorker;
        public long Batch;
        public bool Elementwise;
        public int Chunks;

        /// <summary>Whether a chunk adds up so many pixels that its sums are of three arrays: see <see cref="SumFold"/>.</summary>
        public bool IsLong;
        public long SumsLength;

        /// <summary>Rows of the weight as a matrix that lie evenly in memory, the number of such runs, and runs times panels.</summary>
        public long RunRows;
        public long Runs;
        public long Pieces;

        /// <summary>A window of three columns and one channel: groups of three rows of a tile are rows of the window.</summary>
        public bool JoinsWindowRows;

        public GradientJob(in ConvolutionShape shape, long batch, bool depthwise)
        {
            Shape = shape.WithZeros;
            Stored = shape;
            Batch = batch;
            Elementwise = depthwise;
            ScratchPerWorker = ScratchSizes.GradientCopyLength(shape);
            if (depthwise)
            {
                Chunks = ScratchSizes.DepthwiseWeightGradientChunks(shape, batch);
                PartialLength = ScratchSizes.DepthwiseWeightGradientLength(shape);
                RunRows = shape.KernelWidth;
            }
            else
            {
                Chunks = ScratchSizes.WeightGradientChunks(shape, batch);
                PartialLength = ScratchSizes.WeightGradientLength(shape);
                RunRows = shape.Groups == 1 && shape.DilationWidth == 1 ? shape.KernelWidth * shape.InChannels : shape.GroupIn;
            }

            IsLong = ScratchSizes.IsLongGradient(shape, batch, Chunks);
            SumsLength = ScratchSizes.GradientSums(shape, batch, Chunks, PartialLength);
            var wholeRow = RunRows == (depthwise ? shape.KernelWidth : shape.KernelWidth * shape.GroupIn);
            if (wholeRow && RunRows == 3 && shape.KernelHeight > 1)
            {
                JoinsWindowRows = true;
                RunRows = depthwise ? ScratchSizes.TileRows : MicroKernel.SafeRows;
            }

            Runs = (shape.Inner + RunRows - 1) / RunRows;
            var panels = depthwise
                ? (shape.OutChannels + MatMul.PanelWidth - 1) / MatMul.PanelWidth
                : shape.Groups * ((shape.GroupOut + MatMul.PanelWidth - 1) / MatMul.PanelWidth);
            Pieces = Runs * panels;
        }
    }
}
