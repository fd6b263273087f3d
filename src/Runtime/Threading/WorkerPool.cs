using System.Runtime.ExceptionServices;

namespace Sinter.Runtime;

/// <summary>
/// Background threads that help whoever calls <see cref="TryRun"/>. One job runs at a time. Its shares are dealt out to seats, and a thread
/// that has taken a seat does the shares of that seat, then what is left of the others': so neighbouring items stay with a thread as long as
/// all are equally fast, and a thread that wakes up late, or whose processor is slow at the moment, costs nothing but its own help.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    /// <summary>The most threads a pool starts, and the most seats a job has.</summary>
    public const int Limit = 255;

    // About 30 us of looking for the next job: longer than the gap between two steps of a network, shorter than anybody minds.
    private const int SpinRounds = 100;
    private const int SpinPerRound = 8;

    // After some 10 us, whoever waits for the last shares lets others have the processor: a helper may have lost its own.
    private const int YieldRounds = 10;

    // The call for helpers is the number of the job, how many seats it has, and the next seat nobody has taken. All three change together,
    // so whoever takes a seat knows which job it is in.
    private const int SeatBits = 8;
    private const long SeatMask = (1 << SeatBits) - 1;

    private readonly Gate gate = new();
    private readonly ShareQueue[] queues = new ShareQueue[Limit];
    private long call;
    private delegate*<void*, int, long, long, void> body;
    private void* state;
    private long items;
    private long grain;
    private int shares;
    private int unfinished;
    private Exception? failure;
    private int busy;
    private int parked;
    private int started;
    private bool stopping;

    /// <summary>How many jobs have been shared out.</summary>
    public long Jobs => Volatile.Read(ref call) >> (2 * SeatBits);

    /// <summary>The pool of the process.</summary>
    public static WorkerPool Shared { get; } = new();

    /// <summary>Starts threads until there are <paramref name="count"/>.</summary>
    public void Ensure(int count)
    {
        using (gate.Enter())
        {
            for (; started < count; started++)
            {
                new Thread(Work) { IsBackground = true, Name = "Sinter worker " + (started + 1) }.UnsafeStart();
            }
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> over [0, <paramref name="items"/>) in <paramref name="shares"/> shares, on at most
    /// <paramref name="seats"/> threads, and returns when all are done; returns false, having done nothing, if the pool is working for
    /// somebody else. However the job ends, no thread is at work on it any more: what <paramref name="state"/> points to may lie in the
    /// caller's frame. What a share throws, on any thread, the caller throws, and the other shares are done all the same.
    /// </summary>
    public bool TryRun(delegate*<void*, int, long, long, void> body, void* state, long items, long grain, int seats, int shares)
    {
        if (Interlocked.CompareExchange(ref busy, 1, 0) != 0) return false;
        this.body = body;
        this.state = state;
        this.items = items;
        this.grain = grain;
        this.shares = shares;
        unfinished = shares;
        var job = (call >> (2 * SeatBits)) + 1;
        for (var seat = 0; seat < seats; seat++) queues[seat].Fill(job, shares * seat / seats, shares * (seat + 1) / seats);
        Interlocked.Exchange(ref call, (job << (2 * SeatBits)) | ((long)seats << SeatBits) | 1);
        Wake(seats - 1);

        Serve(job, 0, seats);
        AwaitHelpers();
        var thrown = failure;
        failure = null;
        Volatile.Write(ref busy, 0);
        if (thrown is not null) ExceptionDispatchInfo.Throw(thrown);
        return true;
    }

    /// <summary>Lets the threads end. Nobody may be running a job.</summary>
    public void Dispose()
    {
        using (gate.Enter())
        {
            stopping = true;
            gate.PulseAll();
        }
    }

    private static bool HasSeats(long call) => (call & SeatMask) < ((call >> SeatBits) & SeatMask);

    private void Wake(int count)
    {
        if (Volatile.Read(ref parked) == 0) return;
        using (gate.Enter()) gate.Pulse(Math.Min(count, parked));
    }

    private bool TakeSeat()
    {
        while (true)
        {
            var seen = Volatile.Read(ref call);
            if (!HasSeats(seen)) return false;
            if (Interlocked.CompareExchange(ref call, seen + 1, seen) != seen) continue;
            Serve(seen >> (2 * SeatBits), (int)(seen & SeatMask), (int)((seen >> SeatBits) & SeatMask));
            return true;
        }
    }

    private void Serve(long job, int seat, int seats)
    {
        for (var i = 0; i < seats; i++)
        {
            ref var queue = ref queues[(seat + i) % seats];
            while (queue.TryTake(job, fromEnd: i > 0, out var share)) RunShare(share, seat);
        }
    }

    // Not by SpinWait, which sleeps now and then: Thread.Interrupt ends a sleep, and helpers would go on in a frame that is gone.
    private void AwaitHelpers()
    {
        for (var round = 0; Volatile.Read(ref unfinished) != 0; round++)
        {
            if (round < YieldRounds && Environment.ProcessorCount > 1) Thread.SpinWait(SpinPerRound << (round / 2));
            else Thread.Yield();
        }
    }

    // The share is ours and unfinished, so the job cannot end and its fields cannot change before this is done.
    private void RunShare(int share, int seat)
    {
        var units = (items + grain - 1) / grain;
        var begin = units * share / shares * grain;
        var end = Math.Min(items, units * (share + 1) / shares * grain);
        try
        {
            body(state, seat, begin, end);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
        }

        Interlocked.Decrement(ref unfinished);
    }

    private void Work()
    {
        while (!Volatile.Read(ref stopping))
        {
            while (TakeSeat())
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
            if (HasSeats(Volatile.Read(ref call))) return true;
            Thread.SpinWait(SpinPerRound);
        }

        return false;
    }

    private void Park()
    {
        using (gate.Enter())
        {
            // Counted before the last look at the call, as the call is written before the count is read: one of the two sees the other.
            Interlocked.Increment(ref parked);
            while (!HasSeats(Volatile.Read(ref call)) && !stopping) gate.Wait();
            Interlocked.Decrement(ref parked);
        }
    }
}
