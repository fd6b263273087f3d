using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Adds up what the pieces of a long sum came to, always in their order.</summary>
internal static unsafe class PartialSums
{
    /// <summary><c>output[i] = partials[0][i] + partials[1][i] + …</c></summary>
    public static void Add(Workers workers, FloatBuffer output, FloatBuffer partials, int chunks, long length)
    {
        var job = new Job { Output = output, Partials = partials, Chunks = chunks, Length = length };
        Widest.Run(new AddAction(workers, &job));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (Job*)state;
        for (var i = begin; i < end; i += V.Count)
        {
            var sum = default(BlockSum<V>);
            for (var chunk = 0; chunk < job->Chunks; chunk++) sum.Add(V.Load(job->Partials, (chunk * job->Length) + i));
            Lanes.Store(sum.Total, job->Output, i, end - i);
        }
    }

    private readonly struct AddAction(Workers workers, Job* job) : IVectorAction
    {
        void IVectorAction.Run<V>() => workers.Run(&Add<V>, job, job->Length, 64, job->Chunks * job->Length);
    }

    private struct Job
    {
        public FloatBuffer Output;
        public FloatBuffer Partials;
        public int Chunks;
        public long Length;
    }
}
