using System.Diagnostics;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The memory and threads of one caller of a network. Everything is allocated here, nothing in a call.
/// A session serves one call at a time; make one for each thread. Disposing it during a call is safe: the call finishes first.
/// </summary>
public abstract class NetworkSession : IDisposable
{
    private const int Idle = 0, Busy = 1, DisposedWhileBusy = 2, Disposed = 3;

    private readonly NativeArena workspace;
    private readonly FrameArenas arenas;
    private readonly Workers workers;
    private CallSizes sizes;
    private int state;

    private protected NetworkSession(Weights weights, ArenaPlan plan, int maxBatch, int threads, long extraLength)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var name = weights.Info.Name;
        if (maxBatch < 1) throw new ArgumentOutOfRangeException(nameof(maxBatch), maxBatch, $"{name}: maxBatch must be at least 1.");
        if (threads < 0) throw new ArgumentOutOfRangeException(nameof(threads), threads, $"{name}: threads must be at least 1, or 0 for all cores.");
        Weights = weights;
        MaxBatch = maxBatch;
        workers = threads switch { 0 => Workers.Shared, 1 => Workers.Single, _ => new Workers(threads) };
        Threads = workers.Threads;
        var batchedLength = Round(checked(plan.BatchedLength * plan.Together(maxBatch)));
        var fixedLength = Round(plan.FixedLength);
        var scratchLength = Round(plan.Scratch(Threads));
        var partLength = plan.HasParts(maxBatch, Threads) ? batchedLength + fixedLength + Round(plan.Scratch(threads: 1)) : 0;
        var length = Math.Max(checked(batchedLength + fixedLength + scratchLength), checked(partLength * Threads));
        workspace = new NativeArena(checked(length + Round(extraLength)));
        arenas = new FrameArenas
        {
            Batched = workspace.Start,
            Fixed = workspace.Start.At(batchedLength),
            Scratch = workspace.Start.At(batchedLength + fixedLength),
            Parameters = weights.ParameterArena.Start,
            States = weights.StateArena.Start,
            Together = plan.SamplesTogether,
            PartLength = partLength,
            Plan = plan,
        };
        Planned.Limit(ref arenas.Batched, batchedLength, "values of samples");
        Planned.Limit(ref arenas.Fixed, fixedLength, "values of no sample");
        Planned.Limit(ref arenas.Scratch, scratchLength, "scratch");
        Planned.ReadOnly(ref arenas.Parameters);
        Planned.ReadOnly(ref arenas.States);
        Extra = workspace.Start.At(length);
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

    /// <summary>Ends a call that began without an exception. Generated code calls it last.</summary>
    protected void End()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Busy) == Busy) return;
        Volatile.Write(ref state, Disposed);
        workspace.Dispose();
    }

    /// <summary>Checks the length of a further floating-point input.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    protected void CheckInput(string name, int length, long expected)
    {
        if (length != expected) throw Wrong(name, length, expected);
    }

    /// <summary>Checks the length of an output.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    protected void CheckOutput(string name, int length, long expected)
    {
        if (length != expected) throw Wrong(name, length, expected);
    }

    /// <summary>Checks tokens or labels: their number, and that each is at least 0 and below <paramref name="limit"/>.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="tokens">Its values.</param>
    /// <param name="expectedLength">The number there must be.</param>
    /// <param name="limit">The number of rows or classes they choose from; 0 when nothing uses them as an index.</param>
    /// <param name="ignoreIndex">One more value that is allowed.</param>
    /// <exception cref="ArgumentException">The number is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    protected void CheckTokens(string name, ReadOnlySpan<int> tokens, long expectedLength, int limit, int? ignoreIndex = null)
    {
        if (tokens.Length != expectedLength) throw Wrong(name, tokens.Length, expectedLength);
        if (limit <= 0) return;
        for (var i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)limit && tokens[i] != ignoreIndex) throw OutOfRange(name, tokens, i, limit, ignoreIndex);
        }
    }

    /// <summary>Starts a call: takes the session, checks the symbols, and works out the batch from the length of the first input.</summary>
    private protected CallSizes Enter(string name, int length, long perSample, ReadOnlySpan<int> symbols)
    {
        Take();
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
        var kept = this is DecodingSession ? Round(Weights.Info.Decoding!.FixedLength) : 0;
        var batchedLength = Round(Weights.Info.Decoding?.BatchedLength ?? 0);
        var behind = kept > 0 ? batchedLength + kept : 0;
        if (kept > 0) Planned.Forget(workspace.Start, batchedLength);
        Planned.Forget(workspace.Start.At(behind), workspace.Length - behind);
    }

    private protected void Take()
    {
        var was = Interlocked.CompareExchange(ref state, Busy, Idle);
        if (was == Idle) return;
        if (was == Busy)
            throw new InvalidOperationException($"{Network}: this session is in the middle of a call on another thread. Make one session for each thread.");
        throw new ObjectDisposedException(GetType().FullName, $"{Network}: this {Description} has been disposed.");
    }

    private protected abstract string Description { get; }

    private ArgumentOutOfRangeException OutOfRange(DimensionInfo dimension, int value)
    {
        End();
        var multiple = dimension.MultipleOf == 1 ? "" : $" and a multiple of {dimension.MultipleOf}";
        return new ArgumentOutOfRangeException(dimension.Argument, value,
            $"{Network}: '{dimension.Argument}' is {value}, but must be from {dimension.Min} to {dimension.Max}{multiple}.");
    }

    private ArgumentException NotWhole(string name, int length, long perSample, ReadOnlySpan<int> symbols)
    {
        End();
        var sample = Find(name) is { } port ? $" {port}" : "";
        for (var index = 0; index < symbols.Length; index++) sample += $"{(index == 0 ? " at" : ",")} {Weights.Info.Dimensions[index].Symbol} = {symbols[index]}";
        return new ArgumentException(
            length == 0
                ? $"{Network}: '{name}' is empty. Pass {perSample:N0} values per sample{sample}."
                : $"{Network}: '{name}' has {length:N0} values, which is no multiple of the {perSample:N0} of one sample{sample}.", name);
    }

    private ArgumentOutOfRangeException TooMany(string name, int length, long batch)
    {
        End();
        return new ArgumentOutOfRangeException(name,
            $"{Network}: '{name}' has {length:N0} values, a batch of {batch:N0}, but this {Description} was made with maxBatch: {MaxBatch:N0}.");
    }

    private ArgumentException Wrong(string name, int length, long expected)
    {
        End();
        var shape = "";
        if (Find(name) is { IsFixed: false } open)
        {
            shape = $" {open.ToString().Replace("[", "[B, ", StringComparison.Ordinal)} at B = {sizes.Batch}";
            for (var index = 0; index < Weights.Info.Dimensions.Count; index++) shape += $", {Weights.Info.Dimensions[index].Symbol} = {sizes[index]}";
        }
        else if (Find(name) is { Length: > 0 } port)
        {
            var batch = expected / port.Length;
            shape = $" [{string.Join(", ", [batch, .. port.Shape])}]";
        }

        return new ArgumentException($"{Network}: '{name}' has {length:N0} values, but this batch takes {expected:N0}{shape}.", name);
    }

    private ArgumentOutOfRangeException OutOfRange(string name, ReadOnlySpan<int> tokens, int index, int limit, int? ignoreIndex)
    {
        End();
        var allowed = ignoreIndex is { } ignored ? $" or {ignored} (ignored)" : "";
        return new ArgumentOutOfRangeException(name, tokens[index],
            $"{Network}: '{name}[{index}]' is {tokens[index]}, but must be from 0 to {limit - 1}{allowed}.");
    }

    private PortInfo? Find(string name) =>
        Weights.Info.Inputs.Concat(Weights.Info.Outputs).FirstOrDefault(port => port.Name == name);

    private protected static long Round(long length) => (length + 15) & ~15L;
}
