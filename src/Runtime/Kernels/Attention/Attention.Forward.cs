using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>The output, 32 queries at a time.</summary>
public static unsafe partial class Attention
{
    private readonly struct ForwardAction(Workers workers, Job* job) : IVectorAction
    {
        void IVectorAction.Run<V>()
        {
            if (job->Shape.Size == 0) return;
            var work = MatMul.WorkOf(2 * job->Products);
            if (job->Shape.Queries == 1) workers.Run(&ForwardRows<V>, job, job->Shape.Batch * job->Shape.KeyHeads, 1, work);
            else workers.Run(&ForwardTiles<V>, job, job->Shape.Batch * job->Shape.Heads * job->QueryTiles, 1, work);
        }
    }

    // One item for each (sample, head, tile of queries).
    [SkipLocalsInit]
    private static void ForwardTiles<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (Job*)state;
        var scratch = new FloatBuffer(job->Scratch + (worker * job->ScratchPerWorker));
        Planned.Limit(ref scratch, job->ScratchPerWorker, "scratch of attention");
        var tiles = new ScoreTiles(ref scratch, ScratchSizes.AttentionSideLength(job->Shape));
        var output = Take(ref scratch, ScratchSizes.AttentionValueSideLength(job->Shape) * ScratchSizes.AttentionSums(job->Shape));
        var copy = new HeadCopy(ref scratch, job->Shape);
        FloatPointer largest = stackalloc float[TileQueries];
        FloatPointer sums = stackalloc float[2 * TileQueries];
        Planned.Limit(ref largest, TileQueries);
        Planned.Limit(ref sums, 2 * TileQueries);
        var queryTiles = job->QueryTiles;
        for (var item = begin; item < end; item++)
        {
            // The first and the last tile of queries, the second and the last but one: with a causal mask, pairs are equally much work, and
            // so are the threads' shares.
            var (row, index) = Math.DivRem(item, queryTiles);
            var (sample, head) = Math.DivRem(row, job->Shape.Heads);
            var tile = new QueryTile(job, sample, (int)head, (index & 1) == 0 ? index / 2 : queryTiles - 1 - (index / 2));
            copy.Read<V>(job, tile.Sample, tile.KeyHead);
            ForwardTile<V>(job, tile, copy, tiles, output, new(largest), new(sums));
        }
    }

    private static void ForwardTile<V>(
        Job* job, in QueryTile tile, in HeadCopy copy, in ScoreTiles tiles, FloatBuffer output, FloatBuffer largest, FloatBuffer sums)
        where V : struct, ISimd<V>
    {
        var queries = job->Q + job->OfQuery(tile.Sample, tile.Head, tile.FirstQuery);
        TransposeIn<V>(queries, job->Shape.QueryStride, job->Shape.Size, tile.Count, job->Shape.Scale, tiles.Queries);
        for (var lane = 0; lane < TileQueries; lane += V.Count)
        {
            V.Store(V.Fill(float.NegativeInfinity), largest, lane);
            V.Store(V.Fill(0f), sums, lane);
            V.Store(V.Fill(0f), sums, TileQueries + lane);
        }

        var size = job->Shape.ValueSize;
        var group = new TileGroup(tile, output, ScratchSizes.AttentionValueSideLength(job->Shape));
        var rows = size * (group.IsLong ? ScratchSizes.AttentionSums(job->Shape) : 1);
        for (var key = tile.FirstKey; key < tile.EndKey; key += TileKeys)
        {
            var count = (int)Math.Min(TileKeys, tile.EndKey - key);
            tiles.Compute<V>(job, tile, copy, key, count);
            Softmax<V>(tiles.Scores, count, tile.Count, largest, sums, output, key == tile.FirstKey ? 0 : rows);
            if (job->Shape.Dropout > 0)
            {
                tiles.DrawDropout<V>(job, tile, key, count);
                Multiply<V>(tiles.Scores, tiles.Extra, count, tile.Count);
            }

            TransposedProduct(
                copy.Values.At(key * size), size, tiles.Scores, output, count, tile.Count, accumulate: !group.Begins(key),
                group.IsLong);
            group.End(key);
        }

        Finish<V>(job, tile, output, largest, sums);
    }

    /// <summary>
    /// Scores become exponentials, relative to the largest score so far; the sums, and behind them what rounding took from them, and the
    /// <paramref name="size"/> rows of the output so far are made relative to the same.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax<V>(
        FloatBuffer scores, int keys, int queries, FloatBuffer largest, FloatBuffer sums, FloatBuffer output, int size)
        where V : struct, ISimd<V>
    {
        for (var lane = 0; lane < queries; lane += V.Count)
        {
            // Four chains, for a maximum takes its time. Which of them has a NaN does not matter: its exponential is NaN.
            var before = V.Load(largest, lane);
            var (max0, max1, max2, max3) = (before, before, before, before);
            var column = scores.At(lane);
            var key = 0;
            for (; key <= keys - 4; key += 4, column = column.At(4 * TileQueries))
            {
                max0 = Larger(max0, V.Load(column, 0));
                max1 = Larger(max1, V.Load(column, TileQueries));
                max2 = Larger(max2, V.Load(column, 2 * TileQueries));
                max3 = Larger(max3, V.Load(column, 3 * TileQueries));
            }

            for (; key < keys; key++, column = column.At(TileQueries)) max0 = Larger(max0, V.Load(column, 0));
            var max = Larger(Larger(max0, max1), Larger(max2, max3));
            V.Store(max, largest, lane);

            // Where nothing has been seen yet, relative to 0: infinities have no difference.
            max = V.SelectLess(V.Fill(float.NegativeInfinity), max, max, V.Fill(0f));
            var factor = VectorMath.ExpOfNegative(before - max);
            var (sum, lost) = (V.Load(sums, lane) * factor, V.Load(sums, TileQueries + lane) * factor);
            column = scores.At(lane);
            for (key = 0; key < keys;)
            {
                var sumOfBlock = V.Fill(0f);
                for (var end = Math.Min(keys, key + BlockSum<V>.Steps); key < end; key++, column = column.At(TileQueries))
                {
                    var exponential = VectorMath.ExpOfNegative(V.Load(column, 0) - max);
                    V.Store(exponential, column, 0);
                    sumOfBlock += exponential;
                }

                BlockSum<V>.Fold(sumOfBlock, ref sum, ref lost);
            }

            V.Store(sum, sums, lane);
            V.Store(lost, sums, TileQueries + lane);
            if (!V.AnyLess(factor, V.Fill(1f))) continue;
            column = output.At(lane);
            for (var i = 0; i < size; i++, column = column.At(TileQueries)) V.Store(V.Load(column, 0) * factor, column, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Larger<V>(V left, V right)
        where V : struct, ISimd<V> => V.SelectLess(left, right, right, left);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<V>(FloatBuffer target, FloatBuffer factors, int keys, int queries)
        where V : struct, ISimd<V>
    {
        for (var key = 0; key < keys; key++, target = target.At(TileQueries), factors = factors.At(TileQueries))
        {
            for (var lane = 0; lane < queries; lane += V.Count) V.Store(V.Load(target, lane) * V.Load(factors, lane), target, lane);
        }
    }

    /// <summary>Divides the output by the sums and stores it, and the logarithms of the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<V>(Job* job, in QueryTile tile, FloatBuffer output, FloatBuffer largest, FloatBuffer sums)
        where V : struct, ISimd<V>
    {
        var seen = tile.FirstKey < tile.EndKey;
        for (var lane = 0; lane < tile.Count; lane += V.Count)
        {
            var sum = BlockSum<V>.Join(V.Load(sums, lane), V.Load(sums, TileQueries + lane));
            if (job->LogSumExp != default)
            {
                var target = new FloatBuffer(job->LogSumExp + job->Row(tile.Sample, tile.Head, tile.FirstQuery));
                Lanes.Store(V.Load(largest, lane) + VectorMath.Log(sum), target, lane, tile.Count - lane);
            }

            var factor = V.Select(sum, 1f / sum, V.Fill(0f));
            var column = output.At(lane);
            for (var i = 0; i < job->Shape.ValueSize; i++, column = column.At(TileQueries))
                V.Store(seen ? V.Load(column, 0) * factor : V.Fill(0f), column, 0);
        }

        TransposeOut(output, job->Shape.OutputStride, job->Shape.ValueSize, tile.Count, job->Output + job->OfOutput(tile.Sample, tile.Head, tile.FirstQuery));
    }

    /// <summary>Stores what is <c>[size][32]</c> as the output and the gradient of the queries lie.</summary>
    private static void TransposeOut(FloatBuffer source, long stride, int size, int queries, FloatPointer target) =>
        Movement.Transpose(target, stride, source.Pointer, TileQueries, queries, size);
}
