using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <content>Rows added up, or compared, by where their indices send them.</content>
public static unsafe partial class Indexing
{
    // Rows at least this wide are shared out by columns, a cache line at a time; narrower ones by rows of the result.
    private const int WideEnough = 64;
    private const int ColumnGrain = 16;

    // Groups of less work are one thread's each.
    private const long SmallGroup = 256 * 1024;

    /// <summary>Adds each row of values to the row of a zeroed table that its index names, in the order of the values and in blocks of them.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[rows, width].</param>
    /// <param name="values">[count, width].</param>
    /// <param name="indices">[count].</param>
    /// <param name="count">How many indices there are.</param>
    /// <param name="width">The floats in a row.</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ScatterAdd"/> floats.</param>
    public static void ScatterAdd(Workers workers, FloatBuffer output, FloatBuffer values, IntBuffer indices, long count, int width, int rows, FloatBuffer scratch) =>
        Segments(workers, output, values, indices, groups: 1, count, width, rows, max: false, scratch);

    /// <summary>
    /// The sum, or the largest, of those rows of a group of values whose indices name the same row of the result: summed in the order of the
    /// values and in blocks of them. A row that no index names is 0.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[groups, rows, width].</param>
    /// <param name="values">[groups, count, width].</param>
    /// <param name="indices">[groups, count].</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="count">The values of a group.</param>
    /// <param name="width">The floats in a row.</param>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="max">Whether the largest is wanted rather than the sum.</param>
    /// <param name="scratch"><see cref="ScratchSizes.Segments"/> floats for each of the workers.</param>
    public static void Segments(
        Workers workers, FloatBuffer output, FloatBuffer values, IntBuffer indices, long groups, long count, long width, long rows, bool max, FloatBuffer scratch)
    {
        var job = new SegmentJob
        {
            Output = output, Input = values, Indices = indices, Groups = groups, Sources = count, Count = count, Width = width, Rows = rows, IsMax = max, Scratch = scratch,
        };
        Widest.Run(new SegmentAction(workers, &job));
    }

    /// <summary>
    /// The same of rows that other indices choose, as <see cref="SelectRows"/> and then <see cref="Segments"/>, to the same bits: what passes along
    /// the edges of a graph is never copied.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[groups, rows, width].</param>
    /// <param name="values">[groups, sources, width].</param>
    /// <param name="source">[groups, count], each below <paramref name="sources"/>: which row is chosen.</param>
    /// <param name="indices">[groups, count], each below <paramref name="rows"/>: where it goes to.</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="sources">The values of a group.</param>
    /// <param name="count">How many of them are chosen.</param>
    /// <param name="width">The floats in a row.</param>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="max">Whether the largest is wanted rather than the sum.</param>
    /// <param name="scratch"><see cref="ScratchSizes.Segments"/> floats for each of the workers.</param>
    public static void SelectedSegments(
        Workers workers, FloatBuffer output, FloatBuffer values, IntBuffer source, IntBuffer indices, long groups, long sources, long count, long width, long rows, bool max, FloatBuffer scratch)
    {
        var job = new SegmentJob
        {
            Output = output, Input = values, Source = source, IsSelected = true, Indices = indices, Groups = groups, Sources = sources, Count = count, Width = width, Rows = rows, IsMax = max,
            Scratch = scratch,
        };
        Widest.Run(new SegmentAction(workers, &job));
    }

    // However the rows are shared out, every element gets its values in their order.
    private readonly struct SegmentAction(Workers workers, SegmentJob* job) : IVectorAction
    {
        void IVectorAction.Run<V>()
        {
            var work = (job->Count + job->Rows) * job->Width;
            if (job->Groups > 1 && work <= SmallGroup)
            {
                workers.Run(&WholeGroups<V>, job, job->Groups, 1, job->Groups * work);
                return;
            }

            for (var group = 0L; group < job->Groups; group++)
            {
                var segments = job->Group(group, worker: 0);
                do
                {
                    segments.Sort();
                    if (job->Width >= WideEnough) workers.Run(&SomeColumns<V>, &segments, job->Width, ColumnGrain, work);
                    else workers.Run(&SomeRows<V>, &segments, job->Rows, 1, work);
                }
                while (segments.Continue());
            }
        }
    }

    private static void WholeGroups<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (SegmentJob*)state;
        for (var group = begin; group < end; group++)
        {
            var segments = job->Group(group, worker);
            do
            {
                segments.Sort();
                Combine<V>(&segments, 0, job->Rows, 0, job->Width);
            }
            while (segments.Continue());
        }
    }

    private static void SomeColumns<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V> => Combine<V>((Segmented*)state, 0, ((Segmented*)state)->Rows, begin, end);

    private static void SomeRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V> => Combine<V>((Segmented*)state, begin, end, 0, ((Segmented*)state)->Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<V>(Segmented* job, long firstRow, long endRow, long firstColumn, long endColumn)
        where V : struct, ISimd<V>
    {
        var (values, ends, width) = (job->Sorted, job->Ends, job->Width);
        for (var row = firstRow; row < endRow; row++)
        {
            var results = job->Output.At(row * width);
            var first = row == 0 ? 0 : ends[row - 1];
            var last = ends[row];
            if (first == last)
            {
                if (job->First == 0) Transfer.Writable(results.Pointer + firstColumn, (int)(endColumn - firstColumn)).Clear();
                continue;
            }

            if (job->IsMax)
            {
                var isBegun = job->First > 0 && job->Seen[row] != 0;
                for (var column = firstColumn; column < endColumn; column += V.Count)
                {
                    var largest = Largest<V>(values.At(column), width, job->Order, first, last);
                    Lanes.Store(isBegun ? V.Max(V.Load(results, column), largest) : largest, results, column, endColumn - column);
                }

                continue;
            }

            if (last - first > BlockSum<V>.Steps)
            {
                for (var column = firstColumn; column < endColumn; column += V.Count)
                {
                    var before = job->First > 0 ? V.Load(results, column) : V.Fill(0f);
                    Lanes.Store(before + SumOfMany<V>(values.At(column), width, job->Order, first, last), results, column, endColumn - column);
                }

                continue;
            }

            AddRows<V>(results, values, width, job->Order, first, last, firstColumn, endColumn, job->First > 0);
        }
    }

    // Some at a time, so that the row of the result is read and written less often; each element gets its values one by one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows<V>(FloatBuffer results, FloatBuffer values, long width, IntBuffer order, int first, int last, long firstColumn, long endColumn, bool isBegun)
        where V : struct, ISimd<V>
    {
        for (var i = first; i < last; isBegun = true)
        {
            var a = values.At(order[i] * width);
            if (last - i >= 4)
            {
                var (b, c, d) = (values.At(order[i + 1] * width), values.At(order[i + 2] * width), values.At(order[i + 3] * width));
                for (var column = firstColumn; column < endColumn; column += V.Count)
                {
                    var sum = isBegun ? V.Load(results, column) : V.Fill(0f);
                    Lanes.Store(sum + V.Load(a, column) + V.Load(b, column) + V.Load(c, column) + V.Load(d, column), results, column, endColumn - column);
                }

                i += 4;
            }
            else if (last - i >= 2)
            {
                var b = values.At(order[i + 1] * width);
                for (var column = firstColumn; column < endColumn; column += V.Count)
                {
                    var sum = isBegun ? V.Load(results, column) : V.Fill(0f);
                    Lanes.Store(sum + V.Load(a, column) + V.Load(b, column), results, column, endColumn - column);
                }

                i += 2;
            }
            else
            {
                for (var column = firstColumn; column < endColumn; column += V.Count)
                    Lanes.Store((isBegun ? V.Load(results, column) : V.Fill(0f)) + V.Load(a, column), results, column, endColumn - column);
                i++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V Largest<V>(FloatBuffer values, long width, IntBuffer order, int first, int last)
        where V : struct, ISimd<V>
    {
        var largest = V.Load(values, order[first] * width);
        for (var i = first + 1; i < last; i++) largest = V.Max(largest, V.Load(values, order[i] * width));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V SumOfMany<V>(FloatBuffer values, long width, IntBuffer order, int first, int last)
        where V : struct, ISimd<V>
    {
        var total = default(BlockSum<V>);
        for (var i = first; i < last;)
        {
            var sum = V.Fill(0f);
            for (var end = (int)BlockSum<V>.EndOfRows(i, last); i < end; i++) sum += V.Load(values, order[i] * width);
            total.Add(sum);
        }

        return total.Total;
    }

    private struct SegmentJob
    {
        public FloatBuffer Output;
        public FloatBuffer Input;
        public IntBuffer Source;
        public bool IsSelected;
        public IntBuffer Indices;
        public long Groups;
        public long Sources;
        public long Count;
        public long Width;
        public long Rows;
        public bool IsMax;
        public FloatBuffer Scratch;

        // A group, before any of its values have been sorted.
        public readonly Segmented Group(long group, int worker)
        {
            var scratch = Scratch;
            var length = ScratchSizes.Segments(Count, Rows, IsMax);
            if (Groups > 1)
            {
                scratch = scratch.At(worker * length);
                Planned.Limit(ref scratch, length, "scratch of segments");
            }

            var ends = ScratchSizes.SegmentEnds(Rows);
            return new Segmented
            {
                Source = IsSelected ? Source.At(group * Count) : default,
                Output = Output.At(group * Rows * Width), Values = Input.At(group * Sources * Width), IsSelected = IsSelected, Indices = Indices.At(group * Count), Count = Count, Width = Width, Rows = Rows,
                IsMax = IsMax, Ends = scratch.AsIntegers(), Seen = scratch.At(IsMax ? ends : 0).AsIntegers(), Order = scratch.At(IsMax ? 2 * ends : ends).AsIntegers(),
            };
        }
    }

    // The values of a group, sorted by their rows. Very many of them are sorted a part at a time.
    private struct Segmented
    {
        public FloatBuffer Output;
        public FloatBuffer Values;
        public IntBuffer Source;
        public bool IsSelected;
        public IntBuffer Indices;
        public long Count;
        public long Width;
        public long Rows;
        public bool IsMax;

        /// <summary>The values that are sorted.</summary>
        public long First;

        /// <summary>How: the values of row r are Order[Ends[r - 1]] to Order[Ends[r] - 1] of those from <see cref="Sorted"/> on, in their order.</summary>
        public IntBuffer Ends;
        public IntBuffer Order;

        /// <summary>Whether a row had a value in a part before; of maxima only.</summary>
        public IntBuffer Seen;

        /// <summary>Where the values begin that are sorted, or all of those that are chosen from.</summary>
        public readonly FloatBuffer Sorted => IsSelected ? Values : Values.At(First * Width);

        // By counting.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Sort()
        {
            var (ends, order, indices) = (Ends, Order, Indices);
            Transfer.Writable(ends.AsFloats().Pointer, (int)Rows + 1).Clear();
            var end = End;
            for (var i = First; i < end; i++) ends[indices[i] + 1L]++;
            for (var row = 1L; row < Rows; row++) ends[row] += ends[row - 1];
            if (IsSelected)
            {
                var source = Source;
                for (var i = First; i < end; i++) order[ends[indices[i]]++] = source[i];
                return;
            }

            for (var i = First; i < end; i++) order[ends[indices[i]]++] = (int)(i - First);
        }

        private readonly long End => Math.Min(Count, First + ScratchSizes.SortedIndices);

        // Goes on to the next part, if there is one.
        public bool Continue()
        {
            if (End == Count) return false;
            if (IsMax)
            {
                for (var row = 0L; row < Rows; row++)
                {
                    var isHere = Ends[row] > (row == 0 ? 0 : Ends[row - 1]);
                    Seen[row] = isHere || (First > 0 && Seen[row] != 0) ? 1 : 0;
                }
            }

            First = End;
            return true;
        }
    }
}
