#if SINTER_CHECKED
using System.Runtime.ExceptionServices;

namespace Sinter.Runtime;

/// <summary>A job whose kernels may throw, as they do in the checked build: the caller gets an exception, once all threads are done.</summary>
internal unsafe struct CheckedJob
{
    // One for all jobs, so that they allocate nothing.
    private static Exception? lastFailure;

    private delegate*<void*, int, long, long, void> body;
    private void* state;
    private int hasFailed;

    /// <inheritdoc cref="WorkerPool.TryRun"/>
    public static bool TryRun(WorkerPool pool, delegate*<void*, int, long, long, void> body, void* state, long items, long grain, int seats, int shares)
    {
        var job = new CheckedJob { body = body, state = state };
        var hasRun = pool.TryRun(&RunShare, &job, items, grain, seats, shares);
        if (Volatile.Read(ref job.hasFailed) != 0) ExceptionDispatchInfo.Throw(lastFailure!);
        return hasRun;
    }

    private static void RunShare(void* state, int worker, long begin, long end)
    {
        var job = (CheckedJob*)state;
        try
        {
            job->body(job->state, worker, begin, end);
        }
        catch (Exception exception)
        {
            lastFailure = exception;
            Volatile.Write(ref job->hasFailed, 1);
        }
    }
}
#endif
