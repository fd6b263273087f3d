using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Reductions over rows.</summary>
public static unsafe partial class Fused
{
    /// <summary>The most chunks the rows of one reduction are split into: scratch memory holds as many rows of partial results.</summary>
    public const int MaxReduceChunks = 16;

    // Enough additions that a chunk is worth a thread. Part of the result: it decides the order of additions.
    private const long ElementsPerChunk = 16 * 1024;

    /// <summary>
    /// Combines the rows of a space [<paramref name="outer"/>, <paramref name="rows"/>, <paramref name="columns"/>] into
    /// <c>output[outer * columns + column]</c>.
    /// </summary>
    /// <remarks>
    /// Rows are split into chunks whose number depends on <paramref name="rows"/> and <paramref name="columns"/> alone, and the partial
    /// results are combined in their order: neither the threads nor the outer extent change a bit of the result.
    /// </remarks>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[outer, columns].</param>
    /// <param name="operands">The places the step reads.</param>
    /// <param name="sizes">The extents that this call binds.</param>
    /// <param name="outer">The independent reductions.</param>
    /// <param name="rows">The rows each of them combines, at least one.</param>
    /// <param name="columns">The numbers in a row.</param>
    /// <param name="max">Whether the largest is wanted rather than the sum.</param>
    /// <param name="scratch"><see cref="MaxReduceChunks"/> * columns floats, or the default: then rows are not split.</param>
    public static void Reduce<TStep>(
        Workers workers, FloatBuffer output, ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long rows, int columns, bool max,
        FloatBuffer scratch)
        where TStep : struct, IFusedReduction
    {
        fixed (FloatBuffer* places = operands)
        {
            var chunks = scratch.Pointer == default ? 1 : (int)Math.Clamp(Math.Min(rows, rows * columns / ElementsPerChunk), 1, MaxReduceChunks);
            var job = new ReduceJob
            {
                Operands = places, OperandCount = operands.Length, Sizes = sizes, Rows = rows, Columns = columns, Chunks = chunks,
                Output = output, Scratch = scratch,
            };
            Widest.Run(new ReduceAction<TStep> { Workers = workers, Job = &job, Outer = outer, Max = max });
        }
    }

    private struct ReduceAction<TStep> : IVectorAction
        where TStep : struct, IFusedReduction
    {
        public Workers Workers;
        public ReduceJob* Job;
        public long Outer;
        public bool Max;

        readonly void IVectorAction.Run<V>()
        {
            if (Job->Chunks == 1)
            {
                Workers.Run(&ReduceWhole<TStep, V>, Job, Outer, 1, Outer * Job->Rows * Job->Columns);
                return;
            }

            for (Job->Outer = 0; Job->Outer < Outer; Job->Outer++)
            {
                Workers.Run(&ReduceChunks<TStep, V>, Job, Job->Chunks, 1, Job->Rows * Job->Columns);
                Combine<V>(Job->Output.At(Job->Outer * Job->Columns), Job->Scratch, Job->Chunks, Job->Columns, Max);
            }
        }
    }

    private static void ReduceWhole<TStep, V>(void* state, int worker, long begin, long end)
        where TStep : struct, IFusedReduction
        where V : struct, ISimd<V>
    {
        var job = (ReduceJob*)state;
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        for (var outer = begin; outer < end; outer++)
            TStep.Accumulate<V>(operands, job->Sizes, outer, 0, job->Rows, job->Output.At(outer * job->Columns));
    }

    private static void ReduceChunks<TStep, V>(void* state, int worker, long begin, long end)
        where TStep : struct, IFusedReduction
        where V : struct, ISimd<V>
    {
        var job = (ReduceJob*)state;
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        for (var chunk = begin; chunk < end; chunk++)
        {
            var first = job->Rows * chunk / job->Chunks;
            var behind = job->Rows * (chunk + 1) / job->Chunks;
            TStep.Accumulate<V>(operands, job->Sizes, job->Outer, first, behind, job->Scratch.At(chunk * job->Columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<V>(FloatBuffer output, FloatBuffer partials, int chunks, int columns, bool max)
        where V : struct, ISimd<V>
    {
        for (var column = 0; column < columns; column += V.Count)
        {
            var largest = V.Load(partials, column);
            var sum = default(BlockSum<V>);
            sum.Add(largest);
            for (var chunk = 1; chunk < chunks; chunk++)
            {
                var partial = V.Load(partials, ((long)chunk * columns) + column);
                if (max) largest = V.Max(largest, partial);
                else sum.Add(partial);
            }

            Lanes.Store(max ? largest : sum.Total, output, column, columns - column);
        }
    }

    private struct ReduceJob
    {
        public FloatBuffer* Operands;
        public int OperandCount;
        public CallSizes Sizes;
        public long Outer;
        public long Rows;
        public int Columns;
        public int Chunks;
        public FloatBuffer Output;
        public FloatBuffer Scratch;
    }
}
