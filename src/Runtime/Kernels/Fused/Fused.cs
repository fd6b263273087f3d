namespace Sinter.Runtime;

/// <summary>Runs generated steps on the widest vectors and on several threads.</summary>
public static unsafe partial class Fused
{
    /// <summary>Computes a step over the items [0, <paramref name="count"/>).</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="operands">The places the step reads and writes.</param>
    /// <param name="sizes">The extents that this call binds.</param>
    /// <param name="count">How many items there are.</param>
    /// <param name="grain">Where items may be split: multiples of it. A multiple of 64 for elements, 1 for rows.</param>
    /// <param name="cost">Rough work per item, in operations on one float. Small jobs stay on the calling thread.</param>
    public static void Run<TStep>(Workers workers, ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long count, int grain, int cost)
        where TStep : struct, IFusedStep =>
        Widest.Run(new StepAction<TStep> { Workers = workers, Operands = operands, Sizes = ref sizes, Count = count, Grain = grain, Cost = cost });

    private ref struct StepAction<TStep> : IVectorAction
        where TStep : struct, IFusedStep
    {
        public Workers Workers;
        public ReadOnlySpan<FloatBuffer> Operands;
        public ref readonly CallSizes Sizes;
        public long Count;
        public int Grain;
        public int Cost;

        readonly void IVectorAction.Run<V>()
        {
            if (Workers.Threads == 1)
            {
                if (Count > 0) TStep.Run<V>(Operands, Sizes, 0, Count);
                return;
            }

            fixed (FloatBuffer* places = Operands)
            {
                var job = new StepJob(places, Operands.Length, Sizes);
                Workers.Run(&RunShare<TStep, V>, &job, Count, Grain, Count * Cost);
            }
        }
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
