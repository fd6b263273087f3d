using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Rows of a table chosen by index. Indices outside the table are found before a kernel runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Indexing
{
    // Rows at least this wide are shared out by columns, a cache line at a time; narrower ones by rows of the table.
    private const int WideEnough = 64;
    private const int ColumnGrain = 16;

    /// <summary>Copies the rows that the indices name.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[count, width].</param>
    /// <param name="table">[rows, width].</param>
    /// <param name="indices">[count].</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="width">The floats in a row.</param>
    public static void Gather(Workers workers, FloatBuffer output, FloatBuffer table, IntBuffer indices, long count, int width)
    {
        var job = new IndexJob { Output = output, Input = table, Indices = indices, Width = width };
        workers.Run(&GatherRows, &job, count, 1, count * width);
    }

    /// <summary>Adds each row of values to the row of a zeroed table that its index names, in the order of the values and in blocks of them.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[rows, width].</param>
    /// <param name="values">[count, width].</param>
    /// <param name="indices">[count].</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="width">The floats in a row.</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ScatterAdd"/> floats.</param>
    public static void ScatterAdd(
        Workers workers, FloatBuffer output, FloatBuffer values, IntBuffer indices, long count, int width, int rows, FloatBuffer scratch)
    {
        var job = new IndexJob
        {
            Output = output, Input = values, Indices = indices, Count = count, Width = width, Rows = rows,
            Ends = scratch, Order = scratch.At(rows + 1L).AsIntegers(),
        };
        Widest.Run(new ScatterAction(workers, &job));
    }

    private static void GatherRows(void* state, int worker, long begin, long end)
    {
        var job = (IndexJob*)state;
        var bytes = job->Width * (long)sizeof(float);
        for (var i = begin; i < end; i++)
        {
            var row = job->Input.Pointer + ((long)job->Indices[i] * job->Width);
            Buffer.MemoryCopy(row, job->Output.Pointer + (i * job->Width), bytes, bytes);
        }
    }

    // However the table is shared out, every element gets its values in their order. Very many of them are sorted a part at a time.
    private readonly struct ScatterAction(Workers workers, IndexJob* job) : IVectorAction
    {
        void IVectorAction.Run<V>()
        {
            do
            {
                job->End = Math.Min(job->Count, job->First + ScratchSizes.SortedIndices);
                Sort(*job);
                var work = (job->End - job->First + job->Rows) * job->Width;
                if (job->Width >= WideEnough) workers.Run(&ScatterColumns<V>, job, job->Width, ColumnGrain, work);
                else workers.Run(&ScatterRows<V>, job, job->Rows, 1, work);
                job->First = job->End;
            }
            while (job->First < job->Count);
        }
    }

    // By counting: the values of row r are Order[Ends[r - 1]] to Order[Ends[r] - 1], in their order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sort(in IndexJob job)
    {
        var (ends, order, indices) = (job.Ends.AsIntegers(), job.Order, job.Indices);
        Transfer.Writable(job.Ends.Pointer, job.Rows + 1).Clear();
        for (var i = job.First; i < job.End; i++) ends[indices[i] + 1]++;
        for (var row = 1; row < job.Rows; row++) ends[row] += ends[row - 1];
        for (var i = job.First; i < job.End; i++) order[ends[indices[i]]++] = (int)(i - job.First);
    }

    private static void ScatterColumns<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V> => Scatter<V>((IndexJob*)state, 0, ((IndexJob*)state)->Rows, begin, end);

    private static void ScatterRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V> => Scatter<V>((IndexJob*)state, begin, end, 0, ((IndexJob*)state)->Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter<V>(IndexJob* job, long firstRow, long endRow, long firstColumn, long endColumn)
        where V : struct, ISimd<V>
    {
        var (values, ends) = (job->Input.At(job->First * job->Width), job->Ends.AsIntegers());
        for (var row = firstRow; row < endRow; row++)
        {
            var sums = job->Output.At(row * job->Width);
            if (job->First == 0) Transfer.Writable(sums.Pointer + firstColumn, (int)(endColumn - firstColumn)).Clear();
            var first = row == 0 ? 0 : ends[row - 1];
            var last = ends[row];
            if (last - first > BlockSum<V>.Steps)
            {
                for (var column = firstColumn; column < endColumn; column += V.Count)
                {
                    var sum = SumOfMany<V>(values.At(column), job->Width, job->Order, first, last);
                    Lanes.Store(V.Load(sums, column) + sum, sums, column, endColumn - column);
                }

                continue;
            }

            for (var i = first; i < last; i++)
            {
                var value = values.At((long)job->Order[i] * job->Width);
                for (var column = firstColumn; column < endColumn; column += V.Count)
                    Lanes.Store(V.Load(sums, column) + V.Load(value, column), sums, column, endColumn - column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V SumOfMany<V>(FloatBuffer values, int width, IntBuffer order, int first, int last)
        where V : struct, ISimd<V>
    {
        var total = default(BlockSum<V>);
        for (var i = first; i < last;)
        {
            var sum = V.Fill(0f);
            for (var end = (int)BlockSum<V>.EndOfRows(i, last); i < end; i++) sum += V.Load(values, (long)order[i] * width);
            total.Add(sum);
        }

        return total.Total;
    }

    private struct IndexJob
    {
        public FloatBuffer Output;
        public FloatBuffer Input;
        public IntBuffer Indices;
        public long Count;
        public int Width;
        public int Rows;

        /// <summary>The values that are sorted, and how: see <see cref="Sort"/>.</summary>
        public long First;
        public long End;
        public FloatBuffer Ends;
        public IntBuffer Order;
    }
}
