using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Rows of a table chosen by index. Indices outside the table are found before a kernel runs.</summary>
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

    /// <summary>Adds each row of values to the row of a zeroed table that its index names, in the order of the values.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[rows, width].</param>
    /// <param name="values">[count, width].</param>
    /// <param name="indices">[count].</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="width">The floats in a row.</param>
    /// <param name="rows">The rows of the table.</param>
    public static void ScatterAdd(
        Workers workers, FloatBuffer output, FloatBuffer values, IntBuffer indices, long count, int width, int rows)
    {
        var job = new IndexJob { Output = output, Input = values, Indices = indices, Count = count, Width = width, Rows = rows };
        if (CpuFeatures.HasAvx512) ScatterOn<Simd512>(workers, job);
        else if (CpuFeatures.HasAvx2) ScatterOn<Simd256>(workers, job);
        else if (CpuFeatures.HasVector128) ScatterOn<Simd128>(workers, job);
        else ScatterOn<SimdScalar>(workers, job);
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

    // However the table is shared out, every element gets its values in their order.
    private static void ScatterOn<V>(Workers workers, IndexJob job)
        where V : struct, ISimd<V>
    {
        var work = (job.Count + job.Rows) * job.Width;
        if (job.Width >= WideEnough) workers.Run(&ScatterColumns<V>, &job, job.Width, ColumnGrain, work);
        else workers.Run(&ScatterRows<V>, &job, job.Rows, 1, work);
    }

    private static void ScatterColumns<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V> => Scatter<V>((IndexJob*)state, 0, ((IndexJob*)state)->Rows, begin, end);

    private static void ScatterRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V> => Scatter<V>((IndexJob*)state, begin, end, 0, ((IndexJob*)state)->Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter<V>(IndexJob* job, long firstRow, long endRow, long firstColumn, long endColumn)
        where V : struct, ISimd<V>
    {
        for (var row = firstRow; row < endRow; row++)
            Transfer.Writable(job->Output.Pointer + (row * job->Width) + firstColumn, (int)(endColumn - firstColumn)).Clear();

        for (var i = 0L; i < job->Count; i++)
        {
            var row = job->Indices[i];
            if (row < firstRow || row >= endRow) continue;
            var (sums, values) = (job->Output.At((long)row * job->Width), job->Input.At(i * job->Width));
            for (var column = firstColumn; column < endColumn; column += V.Count)
                Lanes.Store(V.Load(sums, column) + V.Load(values, column), sums, column, endColumn - column);
        }
    }

    private struct IndexJob
    {
        public FloatBuffer Output;
        public FloatBuffer Input;
        public IntBuffer Indices;
        public long Count;
        public int Width;
        public int Rows;
    }
}
