using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Rows chosen by index, of a table or of the samples' own. Indices outside of the rows are found before a kernel runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Indexing
{
    // A call that copies memory costs more than a few floats.
    private const int ShortRow = 16;

    /// <summary>Copies the rows that the indices name.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[count, width].</param>
    /// <param name="table">[rows, width].</param>
    /// <param name="indices">[count].</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="width">The floats in a row.</param>
    public static void Gather(Workers workers, FloatBuffer output, FloatBuffer table, IntBuffer indices, long count, int width) =>
        SelectRows(workers, output, table, indices, groups: 1, rows: 0, count, width);

    /// <summary>Copies of each group of rows those that its own indices name.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[groups, count, width].</param>
    /// <param name="values">[groups, rows, width].</param>
    /// <param name="indices">[groups, count].</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="rows">The rows of a group.</param>
    /// <param name="count">The indices of a group.</param>
    /// <param name="width">The floats in a row.</param>
    public static void SelectRows(Workers workers, FloatBuffer output, FloatBuffer values, IntBuffer indices, long groups, long rows, long count, long width)
    {
        var job = new SelectJob { Output = output, Input = values, Indices = indices, Rows = rows, Count = count, Width = width };
        workers.Run(&CopyRows, &job, groups * count, 1, groups * count * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(void* state, int worker, long begin, long end)
    {
        var job = (SelectJob*)state;
        var width = job->Width;
        while (begin < end)
        {
            var group = begin / job->Count;
            var values = job->Input.At(group * job->Rows * width);
            for (var last = Math.Min(end, (group + 1) * job->Count); begin < last; begin++)
            {
                var (from, to) = (values.At(job->Indices[begin] * width), job->Output.At(begin * width));
                if (width > ShortRow)
                {
                    Buffer.MemoryCopy(from.Pointer, to.Pointer, width * sizeof(float), width * sizeof(float));
                    continue;
                }

                for (var column = 0L; column < width; column++) to[column] = from[column];
            }
        }
    }

    private struct SelectJob
    {
        public FloatBuffer Output;
        public FloatBuffer Input;
        public IntBuffer Indices;
        public long Rows;
        public long Count;
        public long Width;
    }
}
