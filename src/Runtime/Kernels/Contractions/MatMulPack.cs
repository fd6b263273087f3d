using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    // Few enough rows at a time that the part of the panel being written stays in the L1 cache.
    private const int PackedTogether = 64;

    /// <summary>Packs <paramref name="count"/> independent matrices into panels of 32 columns.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="packed">
    /// <paramref name="count"/> times <see cref="PackedLength"/> floats; must not overlap <paramref name="b"/>.
    /// </param>
    /// <param name="b">Each matrix is <c>[inner, columns]</c>, or, <paramref name="transposed"/>, <c>[columns, inner]</c>.</param>
    /// <param name="count">How many matrices lie one after another.</param>
    /// <param name="inner">Rows of a matrix as it is used: the extent that is summed over.</param>
    /// <param name="columns">Columns of a matrix as it is used.</param>
    /// <param name="transposed">How the matrices are stored.</param>
    public static void Pack(Workers workers, FloatBuffer packed, FloatBuffer b, int count, int inner, int columns, bool transposed) =>
        Pack(workers, packed, b, new PackView
        {
            Count = count,
            CountStride = (long)inner * columns,
            Inner = inner,
            InnerStride = transposed ? 1 : columns,
            Columns = columns,
            ColumnStride = transposed ? inner : 1,
        });

    /// <summary>Packs matrices whose elements lie at strides into panels of 32 columns.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="packed">
    /// <see cref="PackView.Count"/> times <see cref="PackedLength"/> floats; must not overlap <paramref name="b"/>.
    /// </param>
    /// <param name="b">The first element of the first matrix, wherever in memory the others lie.</param>
    /// <param name="view">Extents and strides.</param>
    public static void Pack(Workers workers, FloatBuffer packed, FloatBuffer b, in PackView view)
    {
        var job = new PackJob(packed.Pointer, b.Pointer, view);
        workers.Run(&PackPanels, &job, view.Count * job.Panels, 1, view.Count * view.Rows * view.Columns);
    }

    private static void PackPanels(void* state, int worker, long begin, long end)
    {
        var job = (PackJob*)state;
        for (var item = begin; item < end; item++)
        {
            var panel = job->Packed + (item * job->View.Rows * PanelWidth);
            var column = item % job->Panels * PanelWidth;
            var b = job->B + (item / job->Panels * job->View.CountStride) + (column * job->View.ColumnStride);
            var columns = (int)Math.Min(PanelWidth, job->View.Columns - column);
            if (job->View.ColumnStride == 1) PackRows(panel, b, job->View, columns);
            else PackColumns(panel, b, job, columns);
        }
    }

    // The columns of a row are neighbours in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(FloatPointer panel, FloatPointer b, in PackView view, int columns)
    {
        for (long outer = 0; outer < view.Outer; outer++)
        for (long middle = 0; middle < view.Middle; middle++)
        {
            var row = b + (outer * view.OuterStride) + (middle * view.MiddleStride);
            for (long inner = 0; inner < view.Inner; inner++)
            {
                if (columns == PanelWidth)
                {
                    for (var c = 0; c < PanelWidth; c += Vector128<float>.Count) Vector128.Load(row + c).Store(panel + c);
                }
                else
                {
                    for (var c = 0; c < columns; c++) panel[c] = row[c];
                    for (var c = columns; c < PanelWidth; c++) panel[c] = 0;
                }

                panel += PanelWidth;
                row += view.InnerStride;
            }
        }
    }

    // Blocks of rows, and within them four columns at a time, in the order of memory: whether rows or columns are nearer to each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(FloatPointer panel, FloatPointer b, PackJob* job, int columns)
    {
        var (far, near, nearest, stride) = (job->Far, job->Near, job->Nearest, job->View.ColumnStride);
        if (nearest.Source == -1)
        {
            // What goes backwards through memory is read forwards and written backwards.
            b -= nearest.Extent - 1;
            panel += (nearest.Extent - 1) * nearest.Target;
            (nearest.Source, nearest.Target) = (1, -nearest.Target);
        }

        for (long i = 0; i < far.Extent; i++)
        for (long firstNear = 0; firstNear < near.Extent; firstNear += near.Block)
        for (long first = 0; first < nearest.Extent; first += nearest.Block)
        {
            var source = b + (i * far.Source) + (firstNear * near.Source) + (first * nearest.Source);
            var target = panel + (i * far.Target) + (firstNear * near.Target) + (first * nearest.Target);
            var count = Math.Min(nearest.Block, nearest.Extent - first);
            var runs = Math.Min(near.Block, near.Extent - firstNear);
            for (var column = 0; column < PanelWidth; column += 4)
            {
                for (long run = 0; run < runs; run++)
                {
                    PackFour(
                        target + (run * near.Target) + column, nearest.Target,
                        source + (run * near.Source) + (column * stride), nearest.Source, stride, count, columns - column);
                }
            }
        }
    }

    // Four columns of some rows, of which only so many exist: the others are zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackFour(FloatPointer target, long targetStride, FloatPointer source, long sourceStride, long columnStride, long count, int columns)
    {
        if (columns >= 4 && sourceStride == 1 && count >= 4)
        {
            for (long k = 0; k <= count - 4; k += 4) Transposition.Of4x4(source + k, columnStride, target + (k * targetStride), targetStride);

            // The last four once more, rather than what is left one by one.
            if (count % 4 != 0) Transposition.Of4x4(source + count - 4, columnStride, target + ((count - 4) * targetStride), targetStride);
            return;
        }

        for (long k = 0; k < count; k++)
        {
            if (columns >= 4)
                Vector128.Create(source[0], source[columnStride], source[2 * columnStride], source[3 * columnStride]).Store(target);
            else if (columns <= 0)
                Vector128<float>.Zero.Store(target);
            else
                Vector128.Create(source[0], columns > 1 ? source[columnStride] : 0, columns > 2 ? source[2 * columnStride] : 0, 0).Store(target);
            source += sourceStride;
            target += targetStride;
        }
    }

    private struct PackJob
    {
        public FloatPointer Packed;
        public FloatPointer B;
        public PackView View;
        public long Panels;
        public PackAxis Far;
        public PackAxis Near;
        public PackAxis Nearest;

        public PackJob(FloatPointer packed, FloatPointer b, in PackView view)
        {
            Packed = packed;
            B = b;
            View = view;
            Panels = (view.Columns + PanelWidth - 1) / PanelWidth;
            Far = new(view.Outer, view.OuterStride, (long)view.Middle * view.Inner * PanelWidth);
            Near = new(view.Middle, view.MiddleStride, (long)view.Inner * PanelWidth);
            Nearest = new(view.Inner, view.InnerStride, PanelWidth);

            // In the order of memory, whatever it is in a panel.
            if (Near.Distance > Far.Distance) (Far, Near) = (Near, Far);
            if (Nearest.Distance > Near.Distance) (Near, Nearest) = (Nearest, Near);
            if (Near.Distance > Far.Distance) (Far, Near) = (Near, Far);

            var columns = Math.Abs(view.ColumnStride);
            Nearest.Block = columns < Nearest.Distance ? 1 : Math.Min(PackedTogether, Nearest.Extent);
            Near.Block = columns < Near.Distance ? 1 : Math.Max(1, PackedTogether / Nearest.Extent);
        }
    }

    /// <summary>An axis of the rows: how many, and how far apart in memory and in a panel.</summary>
    private struct PackAxis(long extent, long source, long target)
    {
        public long Extent = extent;
        public long Source = source;
        public long Target = target;
        public long Block = 1;

        public readonly long Distance => Extent == 1 ? long.MaxValue : Math.Abs(Source);
    }
}
