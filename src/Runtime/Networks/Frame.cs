using System.Diagnostics.CodeAnalysis;

namespace Sinter.Runtime;

/// <summary>
/// Where one call finds its memory: the places that the offsets in generated code count from.
/// Made by a session at the start of a call; of no use to anything but generated code.
/// </summary>
public readonly struct Frame
{
    private readonly FloatBuffer batched;
    private readonly FloatBuffer @fixed;
    private readonly FloatBuffer parameters;
    private readonly FloatBuffer states;
    private readonly FloatBuffer nextStates;
    private readonly FloatBuffer gradients;
    private readonly FloatBuffer prepared;
    private readonly FloatBuffer keys;
    private readonly CallSizes sizes;
    private readonly long first;

    internal Frame(in FrameArenas arenas, Workers workers, in CallSizes sizes)
    {
        batched = arenas.Batched;
        @fixed = arenas.Fixed;
        parameters = arenas.Parameters;
        states = arenas.States;
        nextStates = arenas.NextStates;
        gradients = arenas.Gradients;
        prepared = arenas.Prepared;
        keys = arenas.Keys;
        Scratch = arenas.Scratch;
        Workers = workers;
        this.sizes = sizes;
    }

    private Frame(in Frame call, long first, long samples)
    {
        this = call;
        this.first = first;
        sizes = call.sizes.For(samples);
    }

    /// <summary>
    /// The frame of some samples of this call: the first <paramref name="together"/> of those from <paramref name="from"/> on, or
    /// fewer, so that all parts of the call are about equal.
    /// </summary>
    public Frame Part(long from, int together)
    {
        var parts = (Batch + together - 1) / together;
        return new(this, from, Math.Min(Batch - from, (Batch + parts - 1) / parts));
    }

    /// <summary>The part of an input that belongs to the samples of a <see cref="Part"/>.</summary>
    public ReadOnlySpan<T> Samples<T>(ReadOnlySpan<T> all, long perSample) => all.Slice((int)(first * perSample), (int)(Batch * perSample));

    /// <inheritdoc cref="Samples{T}(ReadOnlySpan{T}, long)"/>
    public Span<float> Samples(Span<float> all, long perSample) => all.Slice((int)(first * perSample), (int)(Batch * perSample));

    /// <summary>Samples in this call; 0 while weights are being prepared.</summary>
    public long Batch => sizes.Batch;

    /// <summary>The extents that this call binds, for the loops of its steps.</summary>
    [UnscopedRef]
    public ref readonly CallSizes Sizes => ref sizes;

    /// <summary>The threads this call may use.</summary>
    public Workers Workers { get; }

    /// <summary>Memory for the kernels' own use: the plan's scratch length for each thread, one after the other.</summary>
    public FloatBuffer Scratch { get; }

    /// <summary>The value of a symbol in this call.</summary>
    public long Size(int symbol) => sizes[symbol];

    /// <summary>A value that has one row per sample. The offset is planned for one sample and scales with the batch.</summary>
    public FloatBuffer Batched(long offset) => batched.At(offset * Batch);

    /// <summary>A value whose size does not depend on the batch.</summary>
    public FloatBuffer Fixed(long offset) => @fixed.At(offset);

    /// <summary>A parameter, in PyTorch's layout.</summary>
    public FloatBuffer Parameter(long offset) => parameters.At(offset);

    /// <summary>A state as it was when the call started.</summary>
    public FloatBuffer State(long offset) => states.At(offset);

    /// <summary>A state as it will be once the training step is applied; starts as a copy of <see cref="State"/>.</summary>
    public FloatBuffer NextState(long offset) => nextStates.At(offset);

    /// <summary>The gradient of the parameter at the same offset.</summary>
    public FloatBuffer Gradient(long offset) => gradients.At(offset);

    /// <summary>A value worked out once per version of the weights. Inference only: a training step has none.</summary>
    public FloatBuffer Prepared(long offset) => prepared.At(offset);

    /// <summary>The two key words (raw bits) of one stream of random numbers in this training step.</summary>
    public FloatBuffer Keys(int stream) => keys.At(2L * stream);
}

/// <summary>The starts of the arenas a <see cref="Frame"/> hands out places in; those a call does not have stay at their default.</summary>
internal struct FrameArenas
{
    public FloatBuffer Batched, Fixed, Parameters, States, NextStates, Gradients, Prepared, Scratch, Keys;
}

/// <summary>Fills the prepared arena from parameters and states.</summary>
/// <param name="frame">Has parameters, states, prepared, fixed and scratch memory, one thread, and no batch.</param>
public delegate void PrepareStep(in Frame frame);
