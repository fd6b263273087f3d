namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    /// <summary>A product or a number of them, as the workers see it. Strides are in floats.</summary>
    private struct Job
    {
        public Job(FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, int chunks)
        {
            Planned.ExactReads(ref b, when: shape.PackedB);
            Output = output.Pointer;
            A = a.Pointer;
            B = b.Pointer;
            Chunks = chunks;
            (Count, Rows, Inner, Columns, TransposedA) = (shape.Count, shape.Rows, shape.Inner, shape.Columns, shape.TransposedA);
            Reversed = shape.Reversed;

            // One B for many products is one product of many rows.
            if (shape.SharedB && (!TransposedA || Rows == 1)) (Count, Rows, TransposedA) = (1, Count * Rows, false);
            RowStrideA = TransposedA ? 1 : Inner;
            InnerStrideA = TransposedA ? Rows : 1;
            StepB = shape.PackedB ? PanelWidth : Columns;
            PanelStrideB = shape.PackedB ? PanelWidth * Inner : PanelWidth;
            MatrixStrideB = shape.SharedB ? 0 : shape.PackedB ? PackedLength(Inner, Columns) : Inner * Columns;
            Panels = (Columns + PanelWidth - 1) / PanelWidth;
        }

        public FloatPointer Output;
        public FloatPointer A;
        public FloatPointer B;
        public FloatBuffer* Operands;
        public int OperandCount;
        public long Count;
        public long Rows;
        public long Inner;
        public int Columns;
        public bool TransposedA;
        public bool Reversed;
        public long RowStrideA;
        public long InnerStrideA;
        public long StepB;
        public long PanelStrideB;
        public long MatrixStrideB;
        public int Panels;

        /// <summary>Pieces of the inner extent whose sums are stored one after another, each like a whole output.</summary>
        public int Chunks;

        public long BlockRows;
        public long RowBlocks;

        /// <summary>Whether the inner extent (of a chunk) is worked on in slices.</summary>
        public bool Slices;

        /// <summary>Whether there are so many slices that their sums are not added up plainly.</summary>
        public bool IsLong;

        /// <summary>
        /// The height of row blocks: tall enough to use a panel often, short enough for every thread to have some. No result depends on it.
        /// </summary>
        public void ChooseBlocks(int threads)
        {
            const long Tile = ScratchSizes.TileRows;
            var apart = TransposedA || StepB != PanelWidth;
            Slices = Rows > 2 * Tile && Divide(Inner, Chunks) > (apart ? LongStridedInner : LongInner);
            IsLong = Slices && Inner > ScratchSizes.LongSum;
            BlockRows = (IsLong ? MostLongRows : Slices ? MostSlicedRows : MostBlockRows) / Tile * Tile;
            var wanted = threads == 1 ? 1 : 4L * threads;
            while (BlockRows > Tile && Chunks * Count * Divide(Rows, BlockRows) * Panels < wanted) BlockRows -= Tile;
            RowBlocks = Divide(Rows, BlockRows);
            BlockRows = Divide(Divide(Rows, RowBlocks), Tile) * Tile;
            RowBlocks = Divide(Rows, BlockRows);
        }

        private readonly long MostBlockRows =>
            Inner * Columns <= SmallB ? BlockRowsOfSmallB : Math.Clamp(BlockFloats / Inner, BlockRowsOfSmallB, MostSlicedRows);

        private static long Divide(long value, long by) => (value + by - 1) / by;
    }
}
