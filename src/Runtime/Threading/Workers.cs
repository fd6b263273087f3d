using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// How many threads a session computes on. All sessions share one pool of background threads per process; this is a session's claim on
/// it, and one with a single thread never touches the pool.
/// </summary>
/// <remarks>
/// Work is split without regard to who runs which part, and no kernel lets the split decide an order of additions: results are the same
/// bits for any number of threads. If the pool is working for another session, or the caller is itself one of the pool's threads, the
/// caller does the whole work alone.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class Workers : IDisposable
{
    /// <summary>The work, in operations on one float, that is worth waking a thread for; tests lower it to share out small calls.</summary>
    internal static long WorkPerThread { get; set; } = 32 * 1024;

    // Shares of a thread: a few, so that a thread that is done helps one that is slower at the moment.
    private const int SharesPerThread = 4;

    private readonly WorkerPool? pool;
    private readonly bool ownsPool;

    /// <summary>Claims threads of the shared pool.</summary>
    /// <param name="threads">The calling thread and its helpers together: 1 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is not within 1 to 255.</exception>
    public Workers(int threads)
        : this(threads, threads > 1 ? WorkerPool.Shared : null, ownsPool: false)
    {
    }

    private Workers(int threads, WorkerPool? pool, bool ownsPool)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, WorkerPool.Limit);
        Threads = threads;
        this.pool = pool;
        this.ownsPool = ownsPool;
        pool?.Ensure(threads - 1);
    }

    /// <summary>One thread per processor.</summary>
    public static Workers Shared => AllProcessors.Instance;

    /// <summary>The calling thread alone.</summary>
    public static Workers Single { get; } = new(1);

    /// <summary>The calling thread and its helpers together.</summary>
    public int Threads { get; }

    /// <summary>Claims threads of a pool of its own, which ends with <see cref="Dispose"/>.</summary>
    internal static Workers CreatePrivate(int threads) => new(threads, new WorkerPool(), ownsPool: true);

    /// <summary>Gives the claim back. The shared pool and its parked threads stay.</summary>
    public void Dispose()
    {
        if (ownsPool) pool!.Dispose();
    }

    /// <summary>
    /// Runs <paramref name="body"/> over [0, <paramref name="items"/>), split at multiples of <paramref name="grain"/>.
    /// </summary>
    /// <param name="body">
    /// Gets the state, the number in [0, <see cref="Threads"/>) of the thread (for scratch memory), and a range of items; it is called a few
    /// times on each thread. It throws nothing.
    /// </param>
    /// <param name="state">Handed to every call.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="grain">Ranges begin at multiples of it.</param>
    /// <param name="work">
    /// Rough work in all, in operations on one float; less than <see cref="WorkPerThread"/> per thread takes fewer threads.
    /// </param>
    internal void Run(delegate*<void*, int, long, long, void> body, void* state, long items, long grain = 1, long work = long.MaxValue)
    {
        if (items <= 0) return;
        if (pool != null)
        {
            var most = Math.Min((items + grain - 1) / grain, work / WorkPerThread);
            var (seats, shares) = ((int)Math.Min(Threads, most), (int)Math.Min(SharesPerThread * Threads, most));
#if SINTER_CHECKED
            if (seats > 1 && CheckedJob.TryRun(pool, body, state, items, grain, seats, shares)) return;
#else
            if (seats > 1 && pool.TryRun(body, state, items, grain, seats, shares)) return;
#endif
        }

        body(state, 0, 0, items);
    }

    // Apart, so that the threads start only when somebody asks for them.
    private static class AllProcessors
    {
        public static readonly Workers Instance = new(Math.Min(Environment.ProcessorCount, WorkerPool.Limit));
    }
}
