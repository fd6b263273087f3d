using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class Convolution
{
    /// <summary>
    /// A convolution of 3 x 3 windows with stride 1 by Winograd's minimal filtering F(4 x 4, 3 x 3) (Lavin and Gray 2016): 36 products
    /// for the 144 of a square of 4 x 4 outputs.
    /// </summary>
    /// <remarks>
    /// The transforms interpolate at 0, ±5/8, ±3/2 and infinity, all of whose coefficients are exact in float. That keeps the error of a
    /// result within a small factor of that of the plain sum (the tests bound it by <see cref="Winograd.ErrorFactor"/>), where the
    /// usual points, 0, ±1 and ±2, lose more than twice as much. The threads change no bit of a result.
    /// </remarks>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output"><c>[batch, OutHeight, OutWidth, OutChannels]</c>; must not overlap the image.</param>
    /// <param name="image"><c>[batch, InHeight, InWidth, InChannels]</c>.</param>
    /// <param name="transformedWeight">What <see cref="TransformWeight"/> makes of the weight.</param>
    /// <param name="shape">The extents; <see cref="Winograd.Suits"/> says which are possible.</param>
    /// <param name="batch">How many images.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionWinograd"/> floats.</param>
    /// <param name="operands">What the epilogue reads.</param>
    public static void ForwardWinograd<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer transformedWeight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        Planned.ExactReads(ref transformedWeight);
        Filter<TEpilogue>(workers, output, image, transformedWeight, shape, batch, scratch, operands, isPacked: false);
    }

    /// <summary>The same with a weight that is packed as for <see cref="Forward"/>, to the same bits: it is transformed where it is used.</summary>
    /// <remarks>
    /// A quarter of the memory, most of which has to be read in every call: where there are few tiles for each weight, that takes longer
    /// than to transform it.
    /// </remarks>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output"><c>[batch, OutHeight, OutWidth, OutChannels]</c>; must not overlap the image.</param>
    /// <param name="image"><c>[batch, InHeight, InWidth, InChannels]</c>.</param>
    /// <param name="packedWeight">What <c>MatMul.Pack</c> makes of the weight.</param>
    /// <param name="shape">The extents; <see cref="Winograd.Suits"/> says which are possible.</param>
    /// <param name="batch">How many images.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionWinogradPacked"/> floats.</param>
    /// <param name="operands">What the epilogue reads.</param>
    public static void ForwardWinogradPacked<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer packedWeight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue =>
        Filter<TEpilogue>(workers, output, image, packedWeight, shape, batch, scratch, operands, isPacked: true);

    private static void Filter<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer weight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands, bool isPacked)
        where TEpilogue : struct, IEpilogue
    {
        var held = stackalloc long[workers.Threads];
        new Span<long>(held, workers.Threads).Fill(-1);
        fixed (FloatBuffer* places = operands)
        {
            var job = new WinogradJob(shape, batch, workers.Threads, isPacked)
            {
                Held = held,
                Output = output.Pointer,
                Image = image.Pointer,
                Weight = weight.Pointer,
                Scratch = scratch.Pointer,
                Operands = places,
                OperandCount = operands.Length,
            };
            var products = (double)job.Tiles * ScratchSizes.WinogradPositions * shape.InChannels * shape.OutChannels;
            workers.Run(&WinogradPieces<TEpilogue>, &job, job.Chunks * job.PanelGroups, 1, MatMul.WorkOf(products));
        }
    }

    /// <summary>An item is a chunk of the tiles of all images, and some of the panels of output channels.</summary>
    [SkipLocalsInit]
    private static void WinogradPieces<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (WinogradJob*)state;
        ref readonly var shape = ref job->Shape;
        var scratch = job->Scratch + (worker * job->ScratchPerWorker);
        Planned.Limit(ref scratch, job->ScratchPerWorker, "scratch of Winograd's filtering");
        var room = new WinogradRoom(job, scratch);
        Transfer.Writable(room.Zeros, shape.InChannels).Clear();
        for (var item = begin; item < end;)
        {
            var group = (int)(item % job->PanelGroups);
            var groups = (int)Math.Min(job->PanelGroups - group, end - item);
            var chunk = item / job->PanelGroups;
            var first = job->Tiles * chunk / job->Chunks;
            var count = (int)((job->Tiles * (chunk + 1) / job->Chunks) - first);
            for (var tile = 0; tile < count && job->Held[worker] != chunk; tile++) TransformPixels(job, room, first + tile, tile);
            job->Held[worker] = chunk;

            var lastPanel = (int)((long)job->Panels * (group + groups) / job->PanelGroups);
            for (var panel = (int)((long)job->Panels * group / job->PanelGroups); panel < lastPanel; panel += job->PanelsTogether)
            {
                var panels = Math.Min(job->PanelsTogether, lastPanel - panel);
                if (job->IsPacked) MultiplyPacked(job, room, count, panel);
                else MultiplyPositions(job, room, count, panel, panels);
                for (var i = 0; i < panels; i++) FinishTiles<TEpilogue>(job, room.SumsOf(i), room.SumStride, first, count, panel + i);
            }

            item += groups;
        }
    }

    /// <summary>The 6 x 6 pixels under one tile, transformed; those outside of the image are zeros.</summary>
    private static void TransformPixels(WinogradJob* job, in WinogradRoom room, long index, int tile)
    {
        ref readonly var shape = ref job->Shape;
        var place = new WinogradTile(job, index);
        var pixels = stackalloc FloatPointer[ScratchSizes.WinogradPositions];
        for (var y = 0; y < Winograd.Span; y++)
        {
            var row = place.Row - shape.PadTop + y;
            var line = job->Image + (((place.Image * shape.InHeight) + row) * shape.InWidth * shape.InChannels);
            for (var x = 0; x < Winograd.Span; x++)
            {
                var column = place.Column - shape.PadLeft + x;
                var isInside = (uint)row < (uint)shape.InHeight && (uint)column < (uint)shape.InWidth;
                pixels[(y * Winograd.Span) + x] = isInside ? line + ((long)column * shape.InChannels) : room.Zeros;
            }
        }

        var target = new FloatBuffer(room.Pixels + ((long)tile * shape.InChannels));
        Widest.Run(new TransformAction(pixels, shape.InChannels, target, room.PixelStride));
    }

    /// <summary>For each of the 36 positions, the product of all tiles with the weights of some panels.</summary>
    private static void MultiplyPositions(WinogradJob* job, in WinogradRoom room, int count, int firstPanel, int panels)
    {
        ref readonly var shape = ref job->Shape;
        var positionWeight = (long)shape.InChannels * MatMul.PanelWidth;
        var panelWeight = ScratchSizes.WinogradPositions * positionWeight;
        var tile = Tile(shape.InChannels);
        for (var position = 0; position < ScratchSizes.WinogradPositions; position++)
        for (var i = 0; i < panels; i++)
        {
            var weight = job->Weight + ((firstPanel + i) * panelWeight) + (position * positionWeight);
            tile.A = (BytePointer)(room.Pixels + (position * room.PixelStride));
            tile.B = (BytePointer)weight;
            tile.C = (BytePointer)(room.SumsOf(i) + (position * room.SumStride));
            tile.LookAheadOfPanel(i < panels - 1 ? weight + panelWeight : weight + positionWeight - (i * panelWeight), count);
            MicroKernel.Block(&tile, count, Math.Min(MatMul.PanelWidth, shape.OutChannels - ((firstPanel + i) * MatMul.PanelWidth)));
        }
    }

    /// <summary>The same for one panel of a weight that is not transformed yet: a row of positions at a time.</summary>
    private static void MultiplyPacked(WinogradJob* job, in WinogradRoom room, int count, int panel)
    {
        const int Share = 9 * MatMul.PanelWidth / ScratchSizes.WinogradPositions;
        ref readonly var shape = ref job->Shape;
        var positionWeight = (long)shape.InChannels * MatMul.PanelWidth;
        var weight = job->Weight + (panel * 9 * positionWeight);
        var tile = Tile(shape.InChannels);
        tile.StepB = Winograd.Span * MatMul.PanelWidth * sizeof(float);
        for (var position = 0; position < ScratchSizes.WinogradPositions; position++)
        {
            var (row, column) = Math.DivRem(position, Winograd.Span);
            if (column == 0) WinogradPanel.TransformRow(room.Row, weight, shape.InChannels, row);
            tile.A = (BytePointer)(room.Pixels + (position * room.PixelStride));
            tile.B = (BytePointer)(room.Row + (column * MatMul.PanelWidth));
            tile.C = (BytePointer)(room.SumsOf(0) + (position * room.SumStride));

            // Each position asks for its share of the next panel.
            tile.LookAhead(weight + (9 * positionWeight) + (position * shape.InChannels * Share), Share, MicroKernel.TilesOf(count));
            MicroKernel.Block(&tile, count, Math.Min(MatMul.PanelWidth, shape.OutChannels - (panel * MatMul.PanelWidth)));
        }
    }

    private static TileArguments Tile(int channels) => new()
    {
        EvenRows = channels,
        Outer = 1,
        Middle = 1,
        Inner = channels,
        InnerStride = sizeof(float),
        StepB = MatMul.PanelWidth * sizeof(float),
        RowStrideC = MatMul.PanelWidth * sizeof(float),
    };

    private static void FinishTiles<TEpilogue>(WinogradJob* job, FloatPointer panelSums, long sumStride, long first, int count, int panel)
        where TEpilogue : struct, IEpilogue
    {
        ref readonly var shape = ref job->Shape;
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        var column = panel * MatMul.PanelWidth;
        var columns = Math.Min(MatMul.PanelWidth, shape.OutChannels - column);
        for (var tile = 0; tile < count; tile++)
        {
            var place = new WinogradTile(job, first + tile);
            var pixel = (((place.Image * shape.OutHeight) + place.Row) * shape.OutWidth) + place.Column;
            var square = new WinogradSquare(
                new(job->Output + (pixel * shape.OutChannels) + column), shape.OutChannels, pixel, shape.OutWidth, column, columns,
                Math.Min(Winograd.Side, shape.OutHeight - place.Row), Math.Min(Winograd.Side, shape.OutWidth - place.Column));
            var sums = new FloatBuffer(panelSums + ((long)tile * MatMul.PanelWidth));
            Widest.Run(new FinishAction<TEpilogue> { Sums = sums, Stride = sumStride, Square = ref square, Operands = operands });
        }
    }

    private readonly struct TransformAction(FloatPointer* pixels, int channels, FloatBuffer target, long stride) : IVectorAction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorAction.Run<V>() => Winograd.TransformPixels<V>(pixels, channels, target, stride);
    }

    private ref struct FinishAction<TEpilogue> : IVectorAction
        where TEpilogue : struct, IEpilogue
    {
        public FloatBuffer Sums;
        public long Stride;
        public ref readonly WinogradSquare Square;
        public ReadOnlySpan<FloatBuffer> Operands;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void IVectorAction.Run<V>() => Winograd.FinishSums<V, TEpilogue>(Sums, Stride, Square, Operands);
    }

    /// <summary>The output rows and columns a tile begins with.</summary>
    private readonly struct WinogradTile
    {
        public readonly long Image;
        public readonly int Row;
        public readonly int Column;

        public WinogradTile(WinogradJob* job, long index)
        {
            Column = (int)(index % job->Across) * Winograd.Side;
            index /= job->Across;
            Row = (int)(index % job->Down) * Winograd.Side;
            Image = index / job->Down;
        }
    }

    /// <summary>One worker's scratch: a pixel of zeros, the transformed pixels of a chunk, and the sums of panels, by position.</summary>
    private readonly struct WinogradRoom
    {
        public readonly FloatPointer Zeros;
        public readonly FloatPointer Pixels;
        public readonly long PixelStride;
        public readonly long SumStride;

        /// <summary>Where a row of positions of a packed weight is transformed to.</summary>
        public readonly FloatPointer Row;
        private readonly FloatPointer sums;

        public WinogradRoom(WinogradJob* job, FloatPointer room)
        {
            Zeros = room;
            Pixels = room + job->Shape.InChannels;
            PixelStride = ScratchSizes.WinogradPixelStride(job->Shape);
            sums = Pixels + (ScratchSizes.WinogradPositions * PixelStride);
            SumStride = ScratchSizes.WinogradSumStride(job->Shape);
            Row = sums + (ScratchSizes.WinogradPositions * SumStride);
        }

        public FloatPointer SumsOf(int panel) => sums + (panel * ScratchSizes.WinogradPositions * SumStride);
    }

    private struct WinogradJob
    {
        public ConvolutionShape Shape;
        public FloatPointer Output;
        public FloatPointer Image;
        public FloatPointer Weight;
        public FloatPointer Scratch;
        public long ScratchPerWorker;
        public bool IsPacked;

        /// <summary>The chunk whose transformed pixels a worker has.</summary>
        public long* Held;
        public FloatBuffer* Operands;
        public int OperandCount;
        public int Across;
        public int Down;
        public long Tiles;
        public long Chunks;
        public int Panels;
        public int PanelGroups;
        public int PanelsTogether;

        public WinogradJob(in ConvolutionShape shape, long batch, int threads, bool isPacked)
        {
            Shape = shape;
            IsPacked = isPacked;
            ScratchPerWorker = isPacked ? ScratchSizes.ConvolutionWinogradPacked(shape, workers: 1) : ScratchSizes.ConvolutionWinograd(shape, workers: 1);
            Across = (shape.OutWidth + Winograd.Side - 1) / Winograd.Side;
            Down = (shape.OutHeight + Winograd.Side - 1) / Winograd.Side;
            Tiles = batch * Across * Down;
            Panels = (shape.OutChannels + MatMul.PanelWidth - 1) / MatMul.PanelWidth;
            PanelsTogether = isPacked ? 1 : ScratchSizes.WinogradPanels(shape);
            var most = ScratchSizes.WinogradTiles(shape);
            Chunks = (Tiles + most - 1) / most;

            // Threads share chunks; where there are few, panels, although each thread then transforms the pixels for itself.
            var groups = (Panels + PanelsTogether - 1) / PanelsTogether;
            PanelGroups = threads == 1 ? 1 : (int)Math.Clamp(4L * threads / Math.Max(1, Chunks), 1, groups);
        }
    }
}
