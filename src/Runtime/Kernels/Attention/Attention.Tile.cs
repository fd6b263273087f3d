using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Tiles of scores, <c>[keys][32 queries]</c>: a lane is a query. So the softmax never adds up lanes, products need neither keys nor values
/// transposed, and whatever the size of a head, vectors are full.
/// </summary>
public static unsafe partial class Attention
{
    private const int TileQueries = ScratchSizes.PanelWidth;
    private const int TileKeys = ScratchSizes.AttentionKeys;
    private const nint TileRowBytes = TileQueries * sizeof(float);

    /// <summary>Some queries of a head and the keys they see.</summary>
    private readonly struct QueryTile
    {
        public readonly long Sample;
        public readonly int Head;
        public readonly int KeyHead;
        public readonly long FirstQuery;

        /// <summary>How many queries there are, up to 32.</summary>
        public readonly int Count;

        public readonly long FirstKey;
        public readonly long EndKey;

        public QueryTile(Job* job, long sample, int head, long tile)
        {
            Sample = sample;
            Head = head;
            KeyHead = head / job->Shape.Group;
            FirstQuery = tile * TileQueries;
            Count = (int)Math.Min(TileQueries, job->Shape.Queries - FirstQuery);
            (FirstKey, EndKey) = job->KeysSeen(sample, FirstQuery, FirstQuery + Count - 1);
        }
    }

    /// <summary>
    /// The keys and values of one head, row behind row. They are copied where they do not lie so: rows a large power of two apart would
    /// fall into few sets of the caches and push each other out.
    /// </summary>
    /// <remarks>
    /// A key that some queries do not see may not reach them, though a product with a probability of 0 is NaN where the key or its value is
    /// not finite. Such a key becomes zeros and is marked: it spoils the scores of those that see it.
    /// </remarks>
    private struct HeadCopy
    {
        private readonly FloatBuffer keyCopy;
        private readonly FloatBuffer valueCopy;
        private readonly FloatBuffer marks;
        private long copied;

        public HeadCopy(ref FloatBuffer scratch, in AttentionShape shape)
        {
            keyCopy = Take(ref scratch, ScratchSizes.AttentionCopyLength(shape));
            valueCopy = Take(ref scratch, ScratchSizes.AttentionValueCopyLength(shape));
            marks = Take(ref scratch, ScratchSizes.AttentionMarksLength(shape));
            copied = -1;
        }

        public FloatBuffer Keys { get; private set; }

        public FloatBuffer Values { get; private set; }

        /// <summary>Whether any key is marked.</summary>
        public bool HasMarks { get; private set; }

        /// <summary>NaN for each key that is marked, else 0.</summary>
        public readonly FloatBuffer Marks => marks;

        /// <summary>Makes them those of a head, as far as a mask of lengths leaves any.</summary>
        public void Read<V>(Job* job, long sample, int keyHead)
            where V : struct, ISimd<V>
        {
            var head = (sample * job->Shape.KeyHeads) + keyHead;
            if (head == copied) return;
            copied = head;
            (Keys, Values) = (new(job->K + job->OfKey(sample, keyHead, 0)), new(job->V + job->OfValue(sample, keyHead, 0)));
            if (job->Shape.KeyHeads > 1) Copy<V>(job, sample);
            if (!job->Shape.HidesKeys) return;
            var length = job->Length(sample);
            HasMarks = !IsFinite<V>(Keys, length * job->Shape.Size) || !IsFinite<V>(Values, length * job->Shape.ValueSize);
            if (HasMarks) Mark<V>(job, sample);
        }

        private void Copy<V>(Job* job, long sample)
            where V : struct, ISimd<V>
        {
            CopyRows<V>(Keys, job->Shape.KeyStride, job->Shape.Size, job->Length(sample), keyCopy);
            CopyRows<V>(Values, job->Shape.ValueStride, job->Shape.ValueSize, job->Length(sample), valueCopy);
            (Keys, Values) = (keyCopy, valueCopy);
        }

        private void Mark<V>(Job* job, long sample)
            where V : struct, ISimd<V>
        {
            if (job->Shape.KeyHeads == 1) Copy<V>(job, sample);
            var (size, valueSize) = (job->Shape.Size, job->Shape.ValueSize);
            for (long key = 0; key < job->Length(sample); key++)
            {
                var (row, value) = (Keys.At(key * size), Values.At(key * valueSize));
                var isFinite = IsFinite<V>(row, size) && IsFinite<V>(value, valueSize);
                marks[key] = isFinite ? 0f : float.NaN;
                if (isFinite) continue;
                for (var i = 0; i < size; i++) row[i] = 0f;
                for (var i = 0; i < valueSize; i++) value[i] = 0f;
            }
        }
    }

    /// <summary>Whether none of the numbers is infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsFinite<V>(FloatBuffer values, long length)
        where V : struct, ISimd<V>
    {
        // A product with 0 is 0, or else NaN, which the sum keeps; four sums, for one addition would wait for the other.
        var zero = V.Fill(0f);
        var (sum0, sum1, sum2, sum3) = (zero, zero, zero, zero);
        long i = 0;
        for (; i + (4 * V.Count) <= length; i += 4 * V.Count)
        {
            sum0 = V.MultiplyAdd(V.Load(values, i), zero, sum0);
            sum1 = V.MultiplyAdd(V.Load(values, i + V.Count), zero, sum1);
            sum2 = V.MultiplyAdd(V.Load(values, i + (2 * V.Count)), zero, sum2);
            sum3 = V.MultiplyAdd(V.Load(values, i + (3 * V.Count)), zero, sum3);
        }

        for (; i + V.Count <= length; i += V.Count) sum0 = V.MultiplyAdd(V.Load(values, i), zero, sum0);
        if (i < length) sum0 = V.MultiplyAdd(V.LoadPartial(values, i, (int)(length - i), 0f), zero, sum0);
        return V.SumLanes(sum0 + sum1 + sum2 + sum3) == 0f;
    }

    /// <summary>The tiles of one worker that scores are computed with.</summary>
    private readonly struct ScoreTiles
    {
        /// <summary>The queries, transposed and scaled: [size][32].</summary>
        public readonly FloatBuffer Queries;

        /// <summary>Scores, then probabilities: [keys][32].</summary>
        public readonly FloatBuffer Scores;

        /// <summary>Bias, or what dropout keeps: [keys][32].</summary>
        public readonly FloatBuffer Extra;

        /// <summary>What is transposed into or out of such a tile: [32][keys].</summary>
        public readonly FloatBuffer Rows;

        /// <summary>Takes the first 3 tiles and the queries' from a worker's scratch.</summary>
        public ScoreTiles(ref FloatBuffer scratch, long side)
        {
            Queries = Take(ref scratch, side);
            Scores = Take(ref scratch, ScratchSizes.AttentionTileLength);
            Extra = Take(ref scratch, ScratchSizes.AttentionTileLength);
            Rows = Take(ref scratch, ScratchSizes.AttentionTileLength);
        }

        /// <summary>Computes the scores of some keys of a head: scaled products, bias, slope and masks.</summary>
        public void Compute<V>(Job* job, in QueryTile tile, in HeadCopy copy, long firstKey, int count)
            where V : struct, ISimd<V>
        {
            Product(copy.Keys.At(firstKey * job->Shape.Size), job->Shape.Size, Queries, Scores, count, tile.Count);
            if (copy.HasMarks) AddMarks<V>(Scores, copy.Marks.At(firstKey), count, tile.Count);

            // The first of the keys, as seen from the place of the first query.
            var place = firstKey - (tile.FirstQuery + job->Shape.Offset);
            if (job->Shape.HasSlopes) AddSlope<V>(Scores, job->Slopes[tile.Head], place, count, tile.Count);
            if (job->Shape.HasBias)
            {
                Movement.Transpose(
                    Extra.Pointer, TileQueries, job->BiasRow(tile.Sample, tile.Head, tile.FirstQuery) + firstKey,
                    job->Shape.BiasForAllQueries ? 0 : job->Shape.Keys, count, tile.Count);
                AddBias<V>(Scores, Extra, count, tile.Count);
            }

            if (job->Shape.HasPadding) AddPadding<V>(Scores, new(job->PaddingRow(tile.Sample) + firstKey), count, tile.Count);
            if (job->Shape.Causal && place + count - 1 > 0) HideBehind<V>(Scores, place, count, tile.Count);
            if (job->Shape.Window > 0 && place + job->Shape.Window < tile.Count)
                HideBefore<V>(Scores, place + job->Shape.Window, count, tile.Count);
        }

        /// <summary>Computes what dropout multiplies the probabilities of some keys with.</summary>
        public void DrawDropout<V>(Job* job, in QueryTile tile, long firstKey, int count)
            where V : struct, ISimd<V>
        {
            var dropout = V.Fill(job->Shape.Dropout);
            var kept = V.Fill(1f / (1f - job->Shape.Dropout));
            for (var lane = 0; lane < tile.Count; lane++)
            {
                var index = (job->Row(tile.Sample, tile.Head, tile.FirstQuery + lane) * job->Shape.Keys) + firstKey;
                for (var key = 0; key < count; key += V.Count)
                {
                    var uniform = V.Uniform(job->Key0, job->Key1, index + key);
                    V.Store(V.SelectLess(uniform, dropout, V.Fill(0f), kept), Rows, (lane * TileKeys) + key);
                }
            }

            Movement.Transpose(Extra.Pointer, TileQueries, Rows.Pointer, TileKeys, count, tile.Count);
        }
    }

    /// <summary>
    /// The sum over the keys of a tile of queries, <c>[size][32]</c>. Where keys are many, the sums of a number of tiles of them join one that
    /// keeps its rounding errors, in two more such buffers behind it.
    /// </summary>
    private readonly struct TileGroup(in QueryTile tile, FloatBuffer sums, long length)
    {
        private const int TilesTogether = 16;

        private readonly long firstKey = tile.FirstKey;
        private readonly long endKey = tile.EndKey;

        public bool IsLong { get; } = tile.EndKey - tile.FirstKey > TilesTogether * TileKeys;

        /// <summary>Whether the tile of keys that begins with <paramref name="key"/> begins a sum.</summary>
        public bool Begins(long key) => IsLong ? Index(key) % TilesTogether == 0 : key == firstKey;

        /// <summary>Called behind each tile of keys; behind the last one, all is in the first buffer.</summary>
        public void End(long key)
        {
            var isLast = key + TileKeys >= endKey;
            if (!IsLong || (!isLast && Index(key) % TilesTogether != TilesTogether - 1)) return;
            var (high, low) = (sums.At(length), sums.At(2 * length));
            if (Index(key) < TilesTogether) CompensatedSums.Begin(sums, high, low, length);
            else CompensatedSums.Add(sums, high, low, length);
            if (isLast) CompensatedSums.Join(high, low, sums, length);
        }

        private long Index(long key) => (key - firstKey) / TileKeys;
    }

    private static FloatBuffer Take(ref FloatBuffer scratch, long length)
    {
        var taken = scratch;
        Planned.Limit(ref taken, length);
        scratch = scratch.At(length);
        return taken;
    }

    /// <summary>Copies rows, so that one follows the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<V>(FloatBuffer source, long stride, int size, long rows, FloatBuffer target)
        where V : struct, ISimd<V>
    {
        for (; rows > 0; rows--, source = source.At(stride), target = target.At(size))
        {
            for (var i = 0; i < size; i += V.Count) Lanes.Store(V.Load(source, i), target, i, size - i);
        }
    }

    /// <summary>The queries, or what belongs to them, as <c>[size][32]</c>, with zeros where there are no queries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeIn<V>(FloatPointer source, long stride, int size, int queries, float factor, FloatBuffer target)
        where V : struct, ISimd<V>
    {
        Movement.Transpose(target.Pointer, TileQueries, source, stride, size, queries);
        for (long i = 0; i < size; i++)
        {
            var row = target.At(i * TileQueries);
            for (var lane = queries; lane < TileQueries; lane++) row[lane] = 0f;
            if (factor == 1f) continue;
            for (var lane = 0; lane < TileQueries; lane += V.Count) V.Store(V.Load(row, lane) * factor, row, lane);
        }
    }

    /// <summary><c>target[key, query] = sum over i of source[key, i] * queries[i, query]</c> for keys or values.</summary>
    private static void Product(FloatBuffer source, int size, FloatBuffer queries, FloatBuffer target, int keys, int columns)
    {
        var product = new TileArguments
        {
            A = (BytePointer)source.Pointer,
            EvenRows = size,
            Outer = 1,
            Middle = 1,
            Inner = size,
            InnerStride = sizeof(float),
            B = (BytePointer)queries.Pointer,
            StepB = TileRowBytes,
            C = (BytePointer)target.Pointer,
            RowStrideC = TileRowBytes,
        };
        MicroKernel.Block(&product, keys, columns);
    }

    /// <summary><c>target[i, query] (+)= sum over keys of source[key, i] * scores[key, query]</c> for keys or values.</summary>
    private static void TransposedProduct(
        FloatBuffer source, int size, FloatBuffer scores, FloatBuffer target, int keys, int columns, bool accumulate, bool isLong)
    {
        var product = new TileArguments
        {
            A = (BytePointer)source.Pointer,
            EvenRows = 1,
            Outer = 1,
            Middle = 1,
            Inner = keys,
            InnerStride = (nint)size * sizeof(float),
            B = (BytePointer)scores.Pointer,
            StepB = TileRowBytes,
            C = (BytePointer)target.Pointer,
            RowStrideC = TileRowBytes,
            Accumulate = accumulate,
            IsLong = isLong,
        };
        MicroKernel.Block(&product, size, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSlope<V>(FloatBuffer scores, float slope, long place, int keys, int queries)
        where V : struct, ISimd<V>
    {
        for (var key = 0; key < keys; key++, scores = scores.At(TileQueries))
        {
            for (var lane = 0; lane < queries; lane += V.Count)
            {
                var distance = (float)(place + key) - V.Iota(lane);
                V.Store(V.MultiplyAdd(distance, slope, V.Load(scores, lane)), scores, lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMarks<V>(FloatBuffer scores, FloatBuffer marks, int keys, int queries)
        where V : struct, ISimd<V>
    {
        for (var key = 0; key < keys; key++, scores = scores.At(TileQueries))
        {
            for (var lane = 0; lane < queries; lane += V.Count) V.Store(V.Load(scores, lane) + marks[key], scores, lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBias<V>(FloatBuffer scores, FloatBuffer bias, int keys, int queries)
        where V : struct, ISimd<V>
    {
        for (var key = 0; key < keys; key++, scores = scores.At(TileQueries), bias = bias.At(TileQueries))
        {
            for (var lane = 0; lane < queries; lane += V.Count) V.Store(Biased(V.Load(scores, lane), V.Load(bias, lane)), scores, lane);
        }
    }

    /// <summary>Adds a number to all scores with a key; minus infinity hides it from all queries, whatever the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPadding<V>(FloatBuffer scores, FloatBuffer padding, int keys, int queries)
        where V : struct, ISimd<V>
    {
        for (var key = 0; key < keys; key++, scores = scores.At(TileQueries))
        {
            var added = padding[key];
            if (added == 0f) continue;
            for (var lane = 0; lane < queries; lane += V.Count) V.Store(Biased(V.Load(scores, lane), V.Fill(added)), scores, lane);
        }
    }

    /// <summary>The sum, and minus infinity where the bias is, whatever the score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Biased<V>(V score, V bias)
        where V : struct, ISimd<V> => V.SelectLess(V.Fill(float.NegativeInfinity), bias, score + bias, bias);

    /// <summary>Hides key <c>r</c> from the queries before <c>place + r</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HideBehind<V>(FloatBuffer scores, long place, int keys, int queries)
        where V : struct, ISimd<V>
    {
        var hidden = V.Fill(float.NegativeInfinity);
        for (var key = (int)Math.Max(0, -place); key < keys; key++)
        {
            var row = scores.At(key * TileQueries);
            for (var lane = 0; lane < queries; lane += V.Count)
                V.Store(V.SelectLess(V.Iota(lane), V.Fill(place + key), hidden, V.Load(row, lane)), row, lane);
        }
    }

    /// <summary>Hides key <c>r</c> from the query at <c>place + r</c> and those behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HideBefore<V>(FloatBuffer scores, long place, int keys, int queries)
        where V : struct, ISimd<V>
    {
        var hidden = V.Fill(float.NegativeInfinity);
        for (var key = 0; key < keys && place + key < queries; key++)
        {
            var row = scores.At(key * TileQueries);
            for (var lane = 0; lane < queries; lane += V.Count)
                V.Store(V.SelectLess(V.Iota(lane), V.Fill(place + key), V.Load(row, lane), hidden), row, lane);
        }
    }
}
