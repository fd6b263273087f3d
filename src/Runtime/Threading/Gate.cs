namespace Sinter.Runtime;

/// <summary>
/// A lock whose waits <see cref="Thread.Interrupt"/> does not end: a call that has begun computes to its end, and the interrupt is
/// delivered at the thread's next wait outside of it.
/// </summary>
internal sealed class Gate
{
    private readonly object monitor = new();

    /// <summary>Waits for the lock and takes it; disposing the result gives it back.</summary>
    public Holder Enter()
    {
        var (isTaken, isInterrupted) = (false, false);
        while (!isTaken)
        {
            try
            {
                Monitor.Enter(monitor, ref isTaken);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted) Thread.CurrentThread.Interrupt();
        return new Holder(this);
    }

    /// <summary>Gives the lock back until it is told of a change, or an interrupt wants to have a look. Only its holder may wait.</summary>
    public void Wait()
    {
        try
        {
            Monitor.Wait(monitor);
        }
        catch (ThreadInterruptedException)
        {
            // Only threads of a pool wait here, which are nobody's to interrupt.
        }
    }

    /// <summary>Tells some of those who wait of a change. Only the lock's holder may.</summary>
    public void Pulse(int count)
    {
        for (; count > 0; count--) Monitor.Pulse(monitor);
    }

    /// <summary>Tells all of those who wait of a change. Only the lock's holder may.</summary>
    public void PulseAll() => Monitor.PulseAll(monitor);

    /// <summary>The lock, taken.</summary>
    public readonly ref struct Holder(Gate gate)
    {
        /// <summary>Gives the lock back.</summary>
        public void Dispose() => Monitor.Exit(gate.monitor);
    }
}
