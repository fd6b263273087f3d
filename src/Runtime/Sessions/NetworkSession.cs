using System.Diagnostics;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The memory and threads of one caller of a network. Everything is allocated here, nothing in a call.
/// A session serves one call at a time; make one for each thread. Disposing it during a call is safe: the call finishes first.
/// </summary>
public abstract partial class NetworkSession : IDisposable
{
    private const int Idle = 0, Busy = 1, DisposedWhileBusy = 2, Disposed = 3;

    private readonly NativeArena workspace;
    private readonly FrameArenas arenas;
    private readonly Workers workers;
    private CallSizes sizes;
    private int state;

    private protected NetworkSession(Weights weights, ArenaPlan plan, string purpose, int maxBatch, int threads, long extraLength)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var name = weights.Info.Name;
        if (maxBatch < 1) throw new ArgumentOutOfRangeException(nameof(maxBatch), maxBatch, $"{name}: maxBatch must be at least 1.");
        if (threads is < 0 or > WorkerPool.Limit) throw new ArgumentOutOfRangeException(nameof(threads), threads, $"{name}: threads must be within 1 to {WorkerPool.Limit}, or 0 for all cores.");
        Weights = weights;
        MaxBatch = maxBatch;
        workers = threads switch { 0 => Workers.Shared, 1 => Workers.Single, _ => new Workers(threads) };
        Threads = workers.Threads;
        var (batchedLength, fixedLength) = (plan.BatchedLengthOf(maxBatch), ArenaPlan.Round(plan.FixedLength));
        var length = plan.Length(maxBatch, Threads);
        workspace = MemorySize.Allocate($"{name}: {purpose}", length + ArenaPlan.Round(extraLength), static length => new NativeArena(length));
        arenas = new FrameArenas
        {
            Batched = workspace.Start,
            Fixed = workspace.Start.At((long)batchedLength),
            Scratch = workspace.Start.At((long)(batchedLength + fixedLength)),
            Parameters = weights.ParameterArena.Start,
            States = weights.StateArena.Start,
            Together = plan.SamplesTogether,
            PartLength = (long)plan.PartLength(maxBatch, Threads),
            Plan = plan,
        };
        Planned.Limit(ref arenas.Batched, (long)batchedLength, "values of samples");
        Planned.Limit(ref arenas.Fixed, (long)fixedLength, "values of no sample");
        Planned.Limit(ref arenas.Scratch, (long)ArenaPlan.Round(plan.Scratch(Threads)), "scratch");
        Planned.ReadOnly(ref arenas.Parameters);
        Planned.ReadOnly(ref arenas.States);
        Extra = workspace.Start.At((long)length);
    }

    /// <summary>The largest batch a call may pass.</summary>
    public int MaxBatch { get; }

    /// <summary>The threads a call uses, the caller's among them.</summary>
    public int Threads { get; }

    private protected Weights Weights { get; }

    /// <summary>Memory of the derived session in the same workspace.</summary>
    private protected FloatBuffer Extra { get; }

    private protected FrameArenas Arenas => arenas;

    private protected Workers Workers => workers;

    private protected string Network => Weights.Info.Name;

    private protected abstract string Description { get; }

    /// <summary>Frees the workspace. Calls after it throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        while (true)
        {
            var was = Volatile.Read(ref state);
            if (was is DisposedWhileBusy or Disposed) return;
            var next = was == Busy ? DisposedWhileBusy : Disposed;
            if (Interlocked.CompareExchange(ref state, next, was) != was) continue;
            if (next == Disposed) workspace.Dispose();
            return;
        }
    }

    /// <summary>Ends a call that has begun, however it went. Generated code calls it last.</summary>
    protected void End()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Busy) == Busy) return;
        Volatile.Write(ref state, Disposed);
        workspace.Dispose();
    }

    /// <summary>Takes the session for a call of this thread, before anything of it is read. <see cref="End"/> gives it back.</summary>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a call.</exception>
    private protected void Take()
    {
        var was = Interlocked.CompareExchange(ref state, Busy, Idle);
        if (was == Idle) return;
        if (was == Busy)
            throw new InvalidOperationException($"{Network}: this {Description} is in the middle of a call, on another thread or around this one. Make one {Description} for each thread, and call none from a learning rate schedule.");
        throw new ObjectDisposedException(GetType().FullName, $"{Network}: this {Description} has been disposed.");
    }

    /// <summary>Checks that the code of the call is the one its memory was planned for and the symbols, and works out the batch from the length of the first input.</summary>
    private protected CallSizes Bind(ulong fingerprint, string name, int length, long perSample, ReadOnlySpan<int> symbols)
    {
        if (fingerprint != Weights.Info.Fingerprint) throw Changed();
        var dimensions = Weights.Info.Dimensions;
        for (var index = 0; index < symbols.Length; index++)
        {
            var dimension = dimensions[index];
            if (symbols[index] < dimension.Min || symbols[index] > dimension.Max || symbols[index] % dimension.MultipleOf != 0) throw OutOfRange(dimension, symbols[index]);
        }

        var batch = length / perSample;
        sizes = new CallSizes(batch, symbols);
        if (length == 0 || batch * perSample != length) throw NotWhole(name, length, perSample, symbols);
        if (batch > MaxBatch) throw TooMany(name, length, batch);
        Planned.Begin();
        Forget();
        return sizes;
    }

    // What calls before have left: this one may read none of it, but for what a decoder keeps.
    [Conditional(Planned.Symbol)]
    private void Forget()
    {
        var kept = this is DecodingSession ? (long)ArenaPlan.Round(Weights.Info.Decoding!.FixedLength) : 0;
        var batchedLength = (long)ArenaPlan.Round(Weights.Info.Decoding?.BatchedLength ?? 0);
        var behind = kept > 0 ? batchedLength + kept : 0;
        if (kept > 0) Planned.Forget(workspace.Start, batchedLength);
        Planned.Forget(workspace.Start.At(behind), workspace.Length - behind);
    }
}
