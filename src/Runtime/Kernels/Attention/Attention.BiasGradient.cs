using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// The gradient of what is added to the scores: the gradients of the scores themselves, summed over the samples and heads that share it. What
/// adds to one sum is one item of work, so the order of additions does not depend on the threads; where that would be too few items, the
/// batch is cut into a number of pieces that follows from the extents, each with sums of its own.
/// </summary>
public static unsafe partial class Attention
{
    private const long JoinedTogether = 4096;

    /// <summary>The samples and key heads that one worker goes through by itself.</summary>
    private readonly struct GradientItem
    {
        public readonly long FirstSample;
        public readonly long EndSample;
        public readonly int FirstKeyHead;
        public readonly int EndKeyHead;

        // The piece of the batch, or the sample.
        private readonly long piece;

        public GradientItem(Job* job, long index)
        {
            var heads = Heads(job->Shape);
            (piece, var head) = Math.DivRem(index, heads);
            (FirstKeyHead, EndKeyHead) = heads == 1 ? (0, job->Shape.KeyHeads) : ((int)head, (int)head + 1);
            var pieces = Pieces(job->Shape);
            (FirstSample, EndSample) = (piece * job->Shape.Batch / pieces, (piece + 1) * job->Shape.Batch / pieces);
        }

        /// <summary>How many items there are.</summary>
        public static long Count(in AttentionShape shape) => Pieces(shape) * Heads(shape);

        /// <summary>The sums that a tile of queries adds to, <c>[Queries, Keys]</c>.</summary>
        public FloatPointer Bias(Job* job, in QueryTile tile) => Bias(job, tile.Head);

        /// <summary>Makes the sums of this item zeros.</summary>
        public void ClearBias(Job* job)
        {
            var matrix = job->Shape.Queries * job->Shape.Keys;
            var (first, end) = job->Shape.BiasGradientPerHead ? (FirstKeyHead * job->Shape.Group, EndKeyHead * job->Shape.Group) : (0, 1);
            for (var head = first; head < end; head++) Transfer.Writable(Bias(job, head), checked((int)matrix)).Clear();
        }

        private static int Heads(in AttentionShape shape) => shape.HasBiasGradient && !shape.BiasGradientPerHead ? 1 : shape.KeyHeads;

        private static long Pieces(in AttentionShape shape) => shape.HasBiasGradient ? ScratchSizes.AttentionPieces(shape) : shape.Batch;

        // The first piece is summed where the result belongs, as are samples that share nothing.
        private FloatPointer Bias(Job* job, int head)
        {
            var length = ScratchSizes.AttentionBiasLength(job->Shape);
            var sums = job->Shape.BiasGradientPerSample ? job->BiasGradient + (piece * length) : piece == 0 ? job->BiasGradient : job->Scratch + ((piece - 1) * length);
            return sums + (job->Shape.BiasGradientPerHead ? head * job->Shape.Queries * job->Shape.Keys : 0);
        }
    }

    /// <summary>Adds the gradients of a tile of scores to those of the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddToBias<V>(in AttentionShape shape, in QueryTile tile, in GradientTiles tiles, FloatPointer bias, long firstKey, int keys)
        where V : struct, ISimd<V>
    {
        var rows = tiles.Scores.Rows;
        Movement.Transpose(rows.Pointer, TileKeys, tiles.ScoreGradient.Pointer, TileQueries, tile.Count, keys);
        var target = new FloatBuffer(bias + (tile.FirstQuery * shape.Keys) + firstKey);
        for (var lane = 0; lane < tile.Count; lane++, rows = rows.At(TileKeys), target = target.At(shape.Keys))
        {
            var key = 0;
            for (; key <= keys - V.Count; key += V.Count) V.Store(V.Load(target, key) + V.Load(rows, key), target, key);
            if (key < keys) V.StorePartial(V.LoadPartial(target, key, keys - key, 0f) + V.Load(rows, key), target, key, keys - key);
        }
    }

    /// <summary>Adds the sums of all pieces of the batch to those of the first, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinPieces<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (Job*)state;
        var length = ScratchSizes.AttentionBiasLength(job->Shape);
        var pieces = ScratchSizes.AttentionPieces(job->Shape);
        var (sums, others) = (new FloatBuffer(job->BiasGradient), new FloatBuffer(job->Scratch));
        end = Math.Min(length, end * JoinedTogether);
        for (var i = begin * JoinedTogether; i < end; i += V.Count)
        {
            var sum = V.Load(sums, i);
            for (long piece = 1; piece < pieces; piece++) sum += V.Load(others, ((piece - 1) * length) + i);
            Lanes.Store(sum, sums, i, end - i);
        }
    }
}
