using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// The gradients. One item of work is a key head of a sample: it owns the gradients of its keys and values, and of the queries of all heads
/// that read them, so nothing is added up across threads. Where samples or heads share a bias, an item is as many of them as add to one
/// gradient of it.
/// </summary>
public static unsafe partial class Attention
{
    private readonly struct GradientAction(Workers workers, Job* job) : IVectorAction
    {
        void IVectorAction.Run<V>()
        {
            if (job->Shape.Size == 0) return;
            workers.Run(&GradientHeads<V>, job, GradientItem.Count(job->Shape), 1, MatMul.WorkOf(5 * job->Products));
            if (!job->Shape.HasBiasGradient || job->Shape.BiasGradientPerSample) return;
            var pieces = ScratchSizes.AttentionPieces(job->Shape);
            if (pieces == 1) return;
            var length = ScratchSizes.AttentionBiasLength(job->Shape);
            workers.Run(&JoinPieces<V>, job, (length + JoinedTogether - 1) / JoinedTogether, 1, length * pieces);
        }
    }

    /// <summary>A worker's tiles and sums.</summary>
    private readonly struct GradientTiles
    {
        public readonly ScoreTiles Scores;

        /// <summary>The gradient of the output, transposed: [size][32].</summary>
        public readonly FloatBuffer OutputGradient;

        /// <summary>The queries, row behind row.</summary>
        public readonly FloatBuffer QueryRows;

        /// <summary>The gradient of the output, row behind row.</summary>
        public readonly FloatBuffer OutputGradientRows;

        /// <summary>The gradient of the queries so far, transposed: [size][32].</summary>
        public readonly FloatBuffer QGradient;

        /// <summary>The gradients of probabilities, then of scores: [keys][32].</summary>
        public readonly FloatBuffer ScoreGradient;

        /// <summary>The gradient of all keys so far, in rows of whole vectors, but for the scale.</summary>
        public readonly FloatBuffer KGradient;

        /// <summary>The same of all values, without a scale.</summary>
        public readonly FloatBuffer VGradient;

        /// <summary>Floats of a row of the gradient of keys.</summary>
        public readonly long KeyWidth;

        /// <summary>Floats of a row of the gradient of values.</summary>
        public readonly long ValueWidth;

        public GradientTiles(ref FloatBuffer scratch, in AttentionShape shape)
        {
            var side = ScratchSizes.AttentionSideLength(shape);
            (KeyWidth, ValueWidth) = (ScratchSizes.AttentionWidth(shape), ScratchSizes.AttentionValueWidth(shape));
            Scores = new ScoreTiles(ref scratch, side);
            OutputGradient = Take(ref scratch, ScratchSizes.AttentionValueSideLength(shape));
            QGradient = Take(ref scratch, side * ScratchSizes.AttentionSums(shape));
            QueryRows = Take(ref scratch, side);
            OutputGradientRows = Take(ref scratch, ScratchSizes.AttentionValueSideLength(shape));
            ScoreGradient = Take(ref scratch, ScratchSizes.AttentionTileLength);
            KGradient = Take(ref scratch, shape.Keys * KeyWidth * ScratchSizes.AttentionKeySums(shape));
            VGradient = Take(ref scratch, shape.Keys * ValueWidth * ScratchSizes.AttentionKeySums(shape));
        }

        /// <summary>Makes a query zeros.</summary>
        public void Forget(int lane, int size)
        {
            for (var i = 0; i < size; i++) QueryRows[(lane * size) + i] = Scores.Queries[(i * TileQueries) + lane] = 0f;
        }
    }

    [SkipLocalsInit]
    private static void GradientHeads<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (Job*)state;
        var scratch = new FloatBuffer(job->Scratch + ScratchSizes.AttentionBiasSumsLength(job->Shape) + (worker * job->ScratchPerWorker));
        Planned.Limit(ref scratch, job->ScratchPerWorker, "scratch of the gradient of attention");
        var tiles = new GradientTiles(ref scratch, job->Shape);
        var copy = new HeadCopy(ref scratch, job->Shape);
        FloatPointer logSumExp = stackalloc float[TileQueries];
        FloatPointer delta = stackalloc float[TileQueries];
        Planned.Limit(ref logSumExp, TileQueries);
        Planned.Limit(ref delta, TileQueries);
        for (var index = begin; index < end; index++)
        {
            var item = new GradientItem(job, index);
            if (job->Shape.HasBiasGradient) item.ClearBias(job);
            for (var sample = item.FirstSample; sample < item.EndSample; sample++)
            {
                for (var keyHead = item.FirstKeyHead; keyHead < item.EndKeyHead; keyHead++)
                {
                    copy.Read<V>(job, sample, keyHead);
                    GradientHead<V>(job, sample, keyHead, item, copy, tiles, new(logSumExp), new(delta));
                }
            }
        }
    }

    private static void GradientHead<V>(
        Job* job, long sample, int keyHead, in GradientItem item, in HeadCopy copy, in GradientTiles tiles, FloatBuffer logSumExp, FloatBuffer delta)
        where V : struct, ISimd<V>
    {
        var shape = job->Shape;
        Transfer.Writable(tiles.KGradient.Pointer, checked((int)(shape.Keys * tiles.KeyWidth))).Clear();
        Transfer.Writable(tiles.VGradient.Pointer, checked((int)(shape.Keys * tiles.ValueWidth))).Clear();
        var count = shape.Group * job->QueryTiles;
        for (var i = 0L; i < count; i++)
        {
            var (head, tile) = Math.DivRem(i, job->QueryTiles);
            GradientTile<V>(job, new(job, sample, (int)((keyHead * shape.Group) + head), tile), item, copy, tiles, logSumExp, delta);
            FoldKeys(shape, tiles.KGradient, tiles.KeyWidth, i, count);
            FoldKeys(shape, tiles.VGradient, tiles.ValueWidth, i, count);
        }

        StoreRows<V>(tiles.KGradient, tiles.KeyWidth, shape.Size, shape.Keys, shape.Scale, job->KGradient + job->OfKey(sample, keyHead, 0), shape.KeyStride);
        StoreRows<V>(tiles.VGradient, tiles.ValueWidth, shape.ValueSize, shape.Keys, 1f, job->VGradient + job->OfValue(sample, keyHead, 0), shape.ValueStride);
    }

    /// <summary>
    /// Called behind each tile of queries. Where there are many, what a number of them added to the gradients of keys or values joins sums
    /// that keep their rounding errors, in two more buffers behind; behind the last tile, all is in the first.
    /// </summary>
    private static void FoldKeys(in AttentionShape shape, FloatBuffer sums, long width, long tile, long tiles)
    {
        const int TilesTogether = 16;
        if (ScratchSizes.AttentionKeySums(shape) == 1 || (tile % TilesTogether != TilesTogether - 1 && tile != tiles - 1)) return;
        var length = shape.Keys * width;
        var (high, low) = (sums.At(length), sums.At(2 * length));
        if (tile < TilesTogether) CompensatedSums.Begin(sums, high, low, length);
        else CompensatedSums.Add(sums, high, low, length);
        if (tile == tiles - 1) CompensatedSums.Join(high, low, sums, length);
        else Transfer.Writable(sums.Pointer, checked((int)length)).Clear();
    }

    private static void GradientTile<V>(
        Job* job, in QueryTile tile, in GradientItem item, in HeadCopy copy, in GradientTiles tiles, FloatBuffer logSumExp, FloatBuffer delta)
        where V : struct, ISimd<V>
    {
        var (size, valueSize) = (job->Shape.Size, job->Shape.ValueSize);
        var place = job->OfQuery(tile.Sample, tile.Head, tile.FirstQuery);
        if (tile.FirstKey >= tile.EndKey)
        {
            for (var query = 0; query < tile.Count; query++)
                Transfer.Writable(job->QGradient + place + (query * job->Shape.QueryStride), size).Clear();
            return;
        }

        var outputGradient = job->OutputGradient + job->OfOutput(tile.Sample, tile.Head, tile.FirstQuery);
        TransposeIn<V>(job->Q + place, job->Shape.QueryStride, size, tile.Count, job->Shape.Scale, tiles.Scores.Queries);
        TransposeIn<V>(outputGradient, job->Shape.OutputStride, valueSize, tile.Count, 1f, tiles.OutputGradient);
        CopyRows<V>(new(job->Q + place), job->Shape.QueryStride, size, tile.Count, tiles.QueryRows);
        CopyRows<V>(new(outputGradient), job->Shape.OutputStride, valueSize, tile.Count, tiles.OutputGradientRows);
        LoadRows<V>(job, tile, tiles, logSumExp, delta);
        var tileGroup = new TileGroup(tile, tiles.QGradient, ScratchSizes.AttentionSideLength(job->Shape));
        for (var key = tile.FirstKey; key < tile.EndKey; key += TileKeys)
        {
            var count = (int)Math.Min(TileKeys, tile.EndKey - key);
            tiles.Scores.Compute<V>(job, tile, copy, key, count);
            if (copy.HasMarks) RemoveMarks(tiles.Scores.Scores, logSumExp, count, tile.Count);
            Product(copy.Values.At(key * valueSize), valueSize, tiles.OutputGradient, tiles.ScoreGradient, count, tile.Count);
            if (job->Shape.Dropout > 0)
            {
                tiles.Scores.DrawDropout<V>(job, tile, key, count);
                SoftmaxGradientWithDropout<V>(
                    tiles.Scores.Scores, tiles.ScoreGradient, tiles.Scores.Extra, count, tile.Count, logSumExp, delta);
            }
            else
            {
                SoftmaxGradient<V>(tiles.Scores.Scores, tiles.ScoreGradient, count, tile.Count, logSumExp, delta);
            }

            if (job->Shape.HasBiasGradient) AddToBias<V>(job->Shape, tile, tiles, item.Bias(job, tile), key, count);
            AddProduct(
                tiles.Scores.Scores, tiles.OutputGradientRows, valueSize, tiles.VGradient.At(key * tiles.ValueWidth), tiles.ValueWidth, count, tile.Count);
            AddProduct(tiles.ScoreGradient, tiles.QueryRows, size, tiles.KGradient.At(key * tiles.KeyWidth), tiles.KeyWidth, count, tile.Count);
            TransposedProduct(
                copy.Keys.At(key * size), size, tiles.ScoreGradient, tiles.QGradient, count, tile.Count, accumulate: !tileGroup.Begins(key),
                tileGroup.IsLong);
            tileGroup.End(key);
        }

        ScaleColumns<V>(tiles.QGradient, job->Shape, tile.Count);
        TransposeOut(tiles.QGradient, job->Shape.QueryStride, size, tile.Count, job->QGradient + place);
    }

    /// <summary>
    /// The logarithms of the sums of a tile, and the products of its outputs with their gradients: what the gradients of a row's
    /// probabilities come to on average. A query that sees no key, or whose output has no gradient, has no part in any sum: it may be NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadRows<V>(Job* job, in QueryTile tile, in GradientTiles tiles, FloatBuffer logSumExp, FloatBuffer delta)
        where V : struct, ISimd<V>
    {
        var (size, valueSize) = (job->Shape.Size, job->Shape.ValueSize);
        var row = job->Row(tile.Sample, tile.Head, tile.FirstQuery);
        for (var lane = 0; lane < TileQueries; lane++)
        {
            // Relative to infinity all exponentials are 0: where there is no query, or none that counts.
            logSumExp[lane] = float.PositiveInfinity;
            delta[lane] = 0f;
            if (lane >= tile.Count) continue;
            var place = job->OfOutput(tile.Sample, tile.Head, tile.FirstQuery + lane);
            var output = new FloatBuffer(job->Output + place);
            var gradient = new FloatBuffer(job->OutputGradient + place);
            var sum = V.Fill(0f);
            var magnitude = V.Fill(0f);
            for (var i = 0; i < valueSize; i += V.Count)
            {
                sum += Lanes.Keep(V.Load(output, i) * V.Load(gradient, i), valueSize - i, 0f);
                magnitude = V.Max(magnitude, Lanes.Keep(V.Abs(V.Load(gradient, i)), valueSize - i, 0f));
            }

            if (float.IsNegativeInfinity(job->LogSumExp[row + lane]) || V.MaxLanes(magnitude) == 0f)
            {
                tiles.Forget(lane, size);
                continue;
            }

            logSumExp[lane] = job->LogSumExp[row + lane];
            delta[lane] = V.SumLanes(sum);
        }
    }

    /// <summary>Removes what marked keys did to the scores of queries that do not count.</summary>
    private static void RemoveMarks(FloatBuffer scores, FloatBuffer logSumExp, int keys, int queries)
    {
        for (var lane = 0; lane < queries; lane++)
        {
            if (!float.IsPositiveInfinity(logSumExp[lane])) continue;
            for (var key = 0; key < keys; key++) scores[(key * TileQueries) + lane] = 0f;
        }
    }

    /// <summary>Scores become probabilities, and gradients of probabilities become gradients of scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxGradient<V>(
        FloatBuffer scores, FloatBuffer gradients, int keys, int queries, FloatBuffer logSumExp, FloatBuffer delta)
        where V : struct, ISimd<V>
    {
        for (var lane = 0; lane < queries; lane += V.Count)
        {
            var relative = V.Load(logSumExp, lane);
            var mean = V.Load(delta, lane);
            for (var place = lane; place < keys * TileQueries; place += TileQueries)
            {
                var probability = VectorMath.ExpOfNegative(V.Load(scores, place) - relative);
                V.Store(probability, scores, place);
                V.Store(probability * (V.Load(gradients, place) - mean), gradients, place);
            }
        }
    }

    /// <summary>The same with the probabilities as dropout leaves them, which multiplies them with <paramref name="kept"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxGradientWithDropout<V>(
        FloatBuffer scores, FloatBuffer gradients, FloatBuffer kept, int keys, int queries, FloatBuffer logSumExp, FloatBuffer delta)
        where V : struct, ISimd<V>
    {
        for (var lane = 0; lane < queries; lane += V.Count)
        {
            var relative = V.Load(logSumExp, lane);
            var mean = V.Load(delta, lane);
            for (var place = lane; place < keys * TileQueries; place += TileQueries)
            {
                var factor = V.Load(kept, place);
                var probability = VectorMath.ExpOfNegative(V.Load(scores, place) - relative);
                V.Store(probability * factor, scores, place);
                V.Store(probability * ((V.Load(gradients, place) * factor) - mean), gradients, place);
            }
        }
    }

    /// <summary><c>target[key, i] += sum over queries of scores[key, query] * source[query, i]</c>, for all columns of a head.</summary>
    private static void AddProduct(
        FloatBuffer scores, FloatBuffer source, int size, FloatBuffer target, long width, int keys, int queries)
    {
        var product = new TileArguments
        {
            EvenRows = TileQueries,
            Outer = 1,
            Middle = 1,
            Inner = queries,
            InnerStride = sizeof(float),
            StepB = (nint)size * sizeof(float),
            RowStrideC = (nint)(width * sizeof(float)),
            Accumulate = true,
        };
        for (var column = 0; column < size; column += MicroKernel.BlockColumns)
        {
            product.A = (BytePointer)scores.Pointer;
            product.B = (BytePointer)(source.Pointer + column);
            product.C = (BytePointer)(target.Pointer + column);
            MicroKernel.Block(&product, keys, Math.Min(MicroKernel.BlockColumns, size - column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleColumns<V>(FloatBuffer columns, in AttentionShape shape, int queries)
        where V : struct, ISimd<V>
    {
        for (var i = 0; i < shape.Size; i++, columns = columns.At(TileQueries))
        {
            for (var lane = 0; lane < queries; lane += V.Count) V.Store(V.Load(columns, lane) * shape.Scale, columns, lane);
        }
    }

    /// <summary>Stores rows of whole vectors as the keys or values lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreRows<V>(FloatBuffer source, long width, int size, long rows, float factor, FloatPointer target, long stride)
        where V : struct, ISimd<V>
    {
        var row = new FloatBuffer(target);
        for (; rows > 0; rows--, row = row.At(stride), source = source.At(width))
        {
            for (var i = 0; i < size; i += V.Count) Lanes.Store(V.Load(source, i) * factor, row, i, size - i);
        }
    }
}
