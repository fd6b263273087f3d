using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>The Euclidean norm of all gradients together.</summary>
internal static unsafe class GradientSquares
{
    /// <summary>The norm over the given pieces; infinite or NaN if any gradient is, or if a square overflows.</summary>
    /// <param name="partials">Room for one number per piece, pinned.</param>
    public static double Norm(Workers workers, in UpdateArenas arenas, UpdatePiece[] pieces, double[] partials)
    {
        fixed (UpdatePiece* piece = pieces)
        fixed (double* partial = partials)
        {
            var job = new Job { Gradients = arenas.Gradients, Pieces = piece, Partials = partial };
            if (CpuFeatures.HasAvx512) workers.Run(&SumPieces<Simd512>, &job, pieces.Length, work: arenas.Length);
            else if (CpuFeatures.HasAvx2) workers.Run(&SumPieces<Simd256>, &job, pieces.Length, work: arenas.Length);
            else if (CpuFeatures.HasVector128) workers.Run(&SumPieces<Simd128>, &job, pieces.Length, work: arenas.Length);
            else workers.Run(&SumPieces<SimdScalar>, &job, pieces.Length, work: arenas.Length);
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
        // A float carries a few hundred additions without losing digits that matter; longer sums go on in double.
        const long Block = 1024;
        var total = 0.0;
        while (begin < end)
        {
            var sum = V.Fill(0);
            var blockEnd = Math.Min(begin + Block, end);
            for (; begin < blockEnd; begin += V.Count)
            {
                var value = V.Load(values, begin);
                sum = V.MultiplyAdd(value, value, sum);
            }

            total += V.SumLanes(sum);
        }

        return total;
    }

    private struct Job
    {
        public FloatBuffer Gradients;
        public UpdatePiece* Pieces;
        public double* Partials;
    }
}
