using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Where one call finds its memory: the places that the offsets in generated code count from.
/// Made by a session at the start of a call; of no use to anything but generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe partial struct Frame
{
    private const int LeastTogether = 3;

    private readonly FloatBuffer batched;
    private readonly FloatBuffer @fixed;
    private readonly FloatBuffer parameters;
    private readonly FloatBuffer states;
    private readonly FloatBuffer nextStates;
    private readonly FloatBuffer gradients;
    private readonly FloatBuffer prepared;
    private readonly FloatBuffer keys;
    private readonly FloatBuffer input;
    private readonly FloatBuffer window;
    private readonly ArenaPlan? plan;
    private readonly CallSizes sizes;
    private readonly int together;
    private readonly long partLength;
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
        together = arenas.Together;
        partLength = arenas.PartLength;
        plan = arenas.Plan;
        this.sizes = sizes;
    }

    // One of the equal parts of a call. A thread that computes it beside others has memory of its own.
    private Frame(in Frame call, long part, long parts, Workers workers, int thread)
    {
        this = call;
        first = call.Batch * part / parts;
        sizes = call.sizes.For((call.Batch * (part + 1) / parts) - first);
        Workers = workers;
        batched = batched.At(thread * partLength);
        @fixed = @fixed.At(thread * partLength);
        var scratch = Scratch.At(thread * partLength);
        Planned.Follow(ref batched, thread * partLength);
        Planned.Follow(ref @fixed, thread * partLength);
        Planned.Follow(ref scratch, thread * partLength);
        if (workers.Threads < call.Workers.Threads) Planned.Limit(ref scratch, plan!.Scratch(workers.Threads));
        Scratch = scratch;
    }

    // A call whose largest input is held in its place.
    private Frame(in Frame call, FloatBuffer input)
    {
        this = call;
        this.input = input;
    }

    // What one thread of a call computes bands in.
    private Frame(in Frame call, int worker)
    {
        this = call;
        window = Scratch.At(plan!.WindowStart(Workers.Threads) + (worker * plan.WindowLength));
        var scratch = Scratch.At(worker * plan.ScratchLength);
        Planned.Limit(ref window, plan.WindowLength, "the rows of a band");
        Planned.Limit(ref scratch, plan.ScratchLength);
        Scratch = scratch;
        Workers = Workers.Single;
    }

    /// <summary>Runs a program that reads one input where the caller has it: no collection moves it meanwhile.</summary>
    /// <param name="values">The input, of which no kernel reads more than this.</param>
    public void Run<TProgram>(ReadOnlySpan<float> values)
        where TProgram : struct, IProgram
    {
        fixed (float* pinned = values)
        {
            var place = new FloatBuffer(pinned);
            Planned.Limit(ref place, values.Length, "an input");
            Planned.ReadOnly(ref place);
            Planned.ExactReads(ref place);
            TProgram.Run(new Frame(this, place));
        }
    }

    /// <summary>
    /// Computes the samples of this call a few at a time, as <see cref="ArenaPlan.SamplesTogether"/> says. Threads compute parts of
    /// their own as long as there is one for each; the threads share the work of those that are left.
    /// </summary>
    /// <param name="call">The inputs and outputs.</param>
    public void InParts<TCall>(in TCall call)
        where TCall : struct, IPartialCall, allows ref struct
    {
        var parts = CountParts();
        var sideBySide = partLength == 0 ? 0 : parts / Workers.Threads * Workers.Threads;
        if (sideBySide > 0)
        {
            // The other threads read both from this thread's stack, where a collection that moves the arrays corrects them.
            var frame = this;
            var arguments = call;
            var job = new PartsJob { Frame = Unsafe.AsPointer(ref frame), Call = Unsafe.AsPointer(ref arguments), Parts = parts };
            Workers.Run(&RunParts<TCall>, &job, sideBySide);
        }

        for (var part = sideBySide; part < parts; part++) call.Run(new Frame(this, part, parts, Workers, thread: 0));
    }

    private static void RunParts<TCall>(void* state, int worker, long begin, long end)
        where TCall : struct, IPartialCall, allows ref struct
    {
        var job = (PartsJob*)state;
        ref readonly var frame = ref Unsafe.AsRef<Frame>(job->Frame);
        ref readonly var call = ref Unsafe.AsRef<TCall>(job->Call);
        for (var part = begin; part < end; part++) call.Run(new Frame(frame, part, job->Parts, Workers.Single, worker));
    }

    /// <summary>Computes all images of this call a band after the other. Each thread computes a run of bands, in windows of its own.</summary>
    /// <param name="count">The bands of an image.</param>
    public void InBands<TProgram>(int count)
        where TProgram : struct, IBandProgram
    {
        // The other threads read the frame from this thread's stack, where a collection that moves what it refers to corrects it.
        var frame = this;
        var job = new BandsJob { Frame = Unsafe.AsPointer(ref frame), Count = count };
        Workers.Run(&RunBands<TProgram>, &job, Batch * count, ((Batch * count) + Workers.Threads - 1) / Workers.Threads);
    }

    private static void RunBands<TProgram>(void* state, int worker, long begin, long end)
        where TProgram : struct, IBandProgram
    {
        var job = (BandsJob*)state;
        var frame = new Frame(Unsafe.AsRef<Frame>(job->Frame), worker);
        for (var number = begin; number < end; number++) TProgram.Run(frame, new Band(number, job->Count, isFirst: number == begin));
    }

    // A sample that is computed alone is rounded otherwise than among others, and whether it is may not depend on the threads. Where three
    // and more belong together none is left alone by equal parts, nor if there are as many parts more as keep three in each.
    private long CountParts()
    {
        var parts = (Batch + together - 1) / together;
        if (partLength == 0 || together < LeastTogether) return parts;
        var forAllThreads = (parts + Workers.Threads - 1) / Workers.Threads * Workers.Threads;
        return Batch / forAllThreads >= LeastTogether ? forAllThreads : parts;
    }

    /// <summary>What belongs to the samples of this part of a call.</summary>
    public ReadOnlySpan<T> Samples<T>(ReadOnlySpan<T> all, long perSample) => all.Slice((int)(first * perSample), (int)(Batch * perSample));

    /// <inheritdoc cref="Samples{T}(ReadOnlySpan{T}, long)"/>
    public Span<float> Samples(Span<float> all, long perSample) => all.Slice((int)(first * perSample), (int)(Batch * perSample));

    /// <inheritdoc cref="Samples{T}(ReadOnlySpan{T}, long)"/>
    public Span<int> Samples(Span<int> all, long perSample) => all.Slice((int)(first * perSample), (int)(Batch * perSample));

    /// <summary>Which of the samples of the whole call is the first of this part.</summary>
    internal long First => first;

    /// <summary>Samples in this call; 0 while weights are being prepared.</summary>
    public long Batch => sizes.Batch;

    /// <summary>The extents that this call binds, for the loops of its steps.</summary>
    [UnscopedRef]
    public ref readonly CallSizes Sizes => ref sizes;

    /// <summary>The threads this call may use.</summary>
    public Workers Workers { get; }

    /// <summary>Memory for the kernels' own use: the plan's scratch length for each thread, one after the other.</summary>
    public FloatBuffer Scratch { get; }

    /// <summary>A value of which the thread holds the rows of one band.</summary>
    public FloatBuffer Window(long offset) => window.At(offset);

    /// <summary>The value of a symbol in this call.</summary>
    public long Size(int symbol) => sizes[symbol];

    /// <summary>A value that has one row per sample. The offset is planned for one sample and scales with the batch.</summary>
    public FloatBuffer Batched(long offset) => batched.At(offset * Batch);

    /// <summary>The input that <see cref="Run{TProgram}"/> was given.</summary>
    public FloatBuffer Input(long offset) => input.At(offset);

    /// <summary>A value whose size does not depend on the batch.</summary>
    public FloatBuffer Fixed(long offset) => @fixed.At(offset);

    /// <summary>A parameter, in PyTorch's layout.</summary>
    public FloatBuffer Parameter(long offset) => parameters.At(offset);

    /// <summary>A state as it was when the call started.</summary>
    public FloatBuffer State(long offset) => states.At(offset);

    /// <summary>A state as it will be once the training step is applied; starts as a copy of <see cref="State(long)"/>.</summary>
    public FloatBuffer NextState(long offset) => nextStates.At(offset);

    /// <summary>The gradient of the parameter at the same offset.</summary>
    public FloatBuffer Gradient(long offset) => gradients.At(offset);

    /// <summary>A value worked out once per version of the weights. Inference only: a training step has none.</summary>
    public FloatBuffer Prepared(long offset) => prepared.At(offset);

    /// <summary>The two key words (raw bits) of one stream of random numbers in this training step.</summary>
    public FloatBuffer Keys(long stream) => keys.At(2 * stream);

    private struct BandsJob
    {
        public void* Frame;
        public int Count;
    }

    private struct PartsJob
    {
        public void* Frame;
        public void* Call;
        public long Parts;
    }
}

/// <summary>The starts of the arenas a <see cref="Frame"/> hands out places in; those a call does not have stay at their default.</summary>
internal struct FrameArenas
{
    public FloatBuffer Batched, Fixed, Parameters, States, NextStates, Gradients, Prepared, Scratch, Keys;

    /// <summary>The samples that <c>Batched</c> has room for; 0 if for all.</summary>
    public int Together;

    /// <summary>What the memory was planned from; weights are prepared without one.</summary>
    public ArenaPlan? Plan;

    /// <summary>Floats from the memory of one thread to that of the next, where threads compute samples of their own; else 0.</summary>
    public long PartLength;
}

/// <summary>Fills the prepared arena from parameters and states.</summary>
/// <param name="frame">Has parameters, states, prepared, fixed and scratch memory, one thread, and no batch.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void PrepareStep(in Frame frame);
