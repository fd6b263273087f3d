using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Runs generated steps on the widest vectors and on several threads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Fused
{
    /// <summary>Computes a step over the items [0, <paramref name="count"/>).</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="operands">The places the step reads and writes.</param>
    /// <param name="sizes">The extents that this call binds.</param>
    /// <param name="count">How many items there are.</param>
    /// <param name="grain">Where items may be split: multiples of it. A multiple of 64 for elements, 1 for rows.</param>
    /// <param name="cost">Rough work per item, in operations on one float. Small jobs stay on the calling thread.</param>
    [SkipLocalsInit]
    public static void Run<TStep>(Workers workers, ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long count, int grain, int cost)
        where TStep : struct, IFusedStep
    {
        if (workers.Threads == 1)
        {
            if (count > 0) Widest.Run(new StepAction<TStep> { Operands = operands, Sizes = ref sizes, Count = count });
            return;
        }

        fixed (FloatBuffer* places = operands)
        {
            var job = new StepJob(places, operands.Length, sizes);
            Widest.Run(new ShareAction<TStep> { Workers = workers, Job = &job, Count = count, Grain = grain, Work = count * cost });
        }
    }

    private ref struct StepAction<TStep> : IVectorAction
        where TStep : struct, IFusedStep
    {
        public ReadOnlySpan<FloatBuffer> Operands;
        public ref readonly CallSizes Sizes;
        public long Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void IVectorAction.Run<V>() => TStep.Run<V>(Operands, Sizes, 0, Count);
    }

    private struct ShareAction<TStep> : IVectorAction
        where TStep : struct, IFusedStep
    {
        public Workers Workers;
        public StepJob* Job;
        public long Count;
        public int Grain;
        public long Work;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly void IVectorAction.Run<V>() => Workers.Run(&RunShare<TStep, V>, Job, Count, Grain, Work);
    }

    private static void RunShare<TStep, V>(void* state, int worker, long begin, long end)
        where TStep : struct, IFusedStep
        where V : struct, ISimd<V>
    {
        var job = (StepJob*)state;
        TStep.Run<V>(new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount), job->Sizes, begin, end);
    }

    private readonly struct StepJob(FloatBuffer* operands, int operandCount, in CallSizes sizes)
    {
        public readonly FloatBuffer* Operands = operands;
        public readonly int OperandCount = operandCount;
        public readonly CallSizes Sizes = sizes;
    }
}
