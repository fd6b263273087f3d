using System.Runtime.CompilerServices;
using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>The Euclidean norm of all gradients together.</summary>
internal static unsafe class GradientSquares
{
    // Where the squares of a block come to less, tiny ones may have been lost; where they overflow, large ones. Then the block is squared
    // once more, by a power of two larger or smaller: all finite gradients are within reach of one of the three.
    private const float LeastSum = 7.888609e-31f; // 2^-100
    private const float Enlarged = 7.9228163e28f; // 2^96
    private const float Reduced = 1.2621774e-29f; // 2^-96

    /// <summary>The norm over the given pieces, however large or small gradients are; infinite or NaN if any gradient is.</summary>
    /// <param name="partials">Room for one number per piece, pinned.</param>
    public static double Norm(Workers workers, in UpdateArenas arenas, UpdatePiece[] pieces, double[] partials)
    {
        fixed (UpdatePiece* piece = pieces)
        fixed (double* partial = partials)
        {
            var job = new Job { Gradients = arenas.Gradients, Pieces = piece, Partials = partial };
            Widest.Run(new SumAction(workers, &job, pieces.Length, arenas.Length));
        }

        var sum = 0.0;
        foreach (var partial in partials) sum += partial;
        return Math.Sqrt(sum);
    }

    private static void SumPieces<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (Job*)state;
        for (var i = begin; i < end; i++) job->Partials[i] = Sum<V>(job->Gradients, job->Pieces[i].Begin, job->Pieces[i].End);
    }

    private static double Sum<V>(FloatBuffer values, long begin, long end)
        where V : struct, ISimd<V>
    {
        var total = 0.0;
        for (; begin < end; begin += BlockSum<V>.Length)
        {
            var blockEnd = BlockSum<V>.EndOfLanes(begin, end);
            double sum = SumBlock<V>(values, begin, blockEnd, 1f);
            if (sum < LeastSum) sum = SumBlock<V>(values, begin, blockEnd, Enlarged) / ((double)Enlarged * Enlarged);
            else if (!double.IsFinite(sum)) sum = SumBlock<V>(values, begin, blockEnd, Reduced) / ((double)Reduced * Reduced);
            total += sum;
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumBlock<V>(FloatBuffer values, long begin, long end, float factor)
        where V : struct, ISimd<V>
    {
        var sum = V.Fill(0f);
        for (; begin < end; begin += V.Count)
        {
            var value = V.Load(values, begin) * factor;
            sum = V.MultiplyAdd(value, value, sum);
        }

        return V.SumLanes(sum);
    }

    private readonly struct SumAction(Workers workers, Job* job, int pieces, long work) : IVectorAction
    {
        void IVectorAction.Run<V>() => workers.Run(&SumPieces<V>, job, pieces, work: work);
    }

    private struct Job
    {
        public FloatBuffer Gradients;
        public UpdatePiece* Pieces;
        public double* Partials;
    }
}
