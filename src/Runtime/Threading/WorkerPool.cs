namespace Sinter.Runtime;

/// <summary>
/// Background threads that help whoever calls <see cref="TryRun"/>. One job runs at a time; its shares are claimed one by one from
/// <see cref="ticket"/>, by the caller too, so a thread that wakes up late costs nothing but its own help.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    /// <summary>The most threads a pool starts, and the most shares a job has.</summary>
    public const int Limit = 255;

    // About 30 us of looking for the next job: longer than the gap between two steps of a network, shorter than anybody minds.
    private const int SpinRounds = 100;
    private const int SpinPerRound = 8;

    // A ticket is the number of the job, how many shares it has, and the next share nobody has claimed. All three change together, so
    // whoever claims a share of a job knows that the job's fields below are still the ones he read.
    private const int ShareBits = 8;
    private const long ShareMask = (1 << ShareBits) - 1;

    private readonly object gate = new();
    private long ticket;
    private delegate*<void*, int, long, long, void> body;
    private void* state;
    private long items;
    private long grain;
    private int unfinished;
    private int busy;
    private int parked;
    private int started;
    private bool stopping;

    /// <summary>The pool of the process.</summary>
    public static WorkerPool Shared { get; } = new();

    /// <summary>Starts threads until there are <paramref name="count"/>.</summary>
    public void Ensure(int count)
    {
        lock (gate)
        {
            for (; started < count; started++)
            {
                new Thread(Work) { IsBackground = true, Name = "Sinter worker " + (started + 1) }.UnsafeStart();
            }
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> over [0, <paramref name="items"/>) in <paramref name="shares"/> shares and returns when all are done;
    /// returns false, having done nothing, if the pool is working for somebody else.
    /// </summary>
    public bool TryRun(delegate*<void*, int, long, long, void> body, void* state, long items, long grain, int shares)
    {
        if (Interlocked.CompareExchange(ref busy, 1, 0) != 0) return false;
        this.body = body;
        this.state = state;
        this.items = items;
        this.grain = grain;
        unfinished = shares;
        var job = (ticket >> (2 * ShareBits)) + 1;
        Interlocked.Exchange(ref ticket, (job << (2 * ShareBits)) | ((long)shares << ShareBits) | 1);
        Wake(shares - 1);

        RunShare(0, shares);
        while (RunNextShare())
        {
        }

        var wait = default(SpinWait);
        while (Volatile.Read(ref unfinished) != 0) wait.SpinOnce(sleep1Threshold: -1);
        Volatile.Write(ref busy, 0);
        return true;
    }

    /// <summary>Lets the threads end. Nobody may be running a job.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }
    }

    private static bool HasShares(long ticket) => (ticket & ShareMask) < ((ticket >> ShareBits) & ShareMask);

    private void Wake(int count)
    {
        if (Volatile.Read(ref parked) == 0) return;
        lock (gate)
        {
            for (var i = Math.Min(count, parked); i > 0; i--) Monitor.Pulse(gate);
        }
    }

    private bool RunNextShare()
    {
        while (true)
        {
            var seen = Volatile.Read(ref ticket);
            if (!HasShares(seen)) return false;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) != seen) continue;
            RunShare((int)(seen & ShareMask), (int)((seen >> ShareBits) & ShareMask));
            return true;
        }
    }

    // The share is ours and unfinished, so the job cannot end and its fields cannot change before this is done.
    private void RunShare(int share, int shares)
    {
        var units = (items + grain - 1) / grain;
        var begin = units * share / shares * grain;
        var end = Math.Min(items, units * (share + 1) / shares * grain);
        body(state, share, begin, end);
        Interlocked.Decrement(ref unfinished);
    }

    private void Work()
    {
        while (!Volatile.Read(ref stopping))
        {
            while (RunNextShare())
            {
            }

            if (!SpinForWork()) Park();
        }
    }

    private bool SpinForWork()
    {
        if (started >= Environment.ProcessorCount) return false;
        for (var round = 0; round < SpinRounds; round++)
        {
            if (HasShares(Volatile.Read(ref ticket))) return true;
            Thread.SpinWait(SpinPerRound);
        }

        return false;
    }

    private void Park()
    {
        lock (gate)
        {
            // Counted before the last look at the ticket, as the ticket is written before the count is read: one of the two sees the other.
            Interlocked.Increment(ref parked);
            while (!HasShares(Volatile.Read(ref ticket)) && !stopping) Monitor.Wait(gate);
            Interlocked.Decrement(ref parked);
        }
    }
}
