using Sinter.Generator.LoweredOps;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Programs;

/// <summary>Where a buffer lives.</summary>
internal enum Storage
{
    /// <summary>The workspace, at an offset that grows with the batch.</summary>
    Batched,

    /// <summary>The workspace, at a fixed offset.</summary>
    Fixed,

    /// <summary>The weights.</summary>
    Parameter,

    /// <summary>Running statistics as the step began.</summary>
    State,

    /// <summary>Running statistics as the step leaves them.</summary>
    NextState,

    /// <summary>The gradients of the weights, laid out like them.</summary>
    Gradient,

    /// <summary>What was computed from the weights alone.</summary>
    Prepared,

    /// <summary>The keys of a random stream.</summary>
    Keys,

    /// <summary>The caller's memory.</summary>
    Input,

    /// <summary>What each thread holds of images that are computed in bands.</summary>
    Window,
}

/// <summary>A run of memory.</summary>
/// <param name="Name">What it holds, in the author's words.</param>
/// <param name="Storage">Which arena it is in.</param>
/// <param name="Offset">In floats; for <see cref="Storage.Batched"/>, for each sample of the batch.</param>
/// <param name="Length">In floats, with every symbol at its largest; for <see cref="Storage.Batched"/>, for each sample of the batch.</param>
/// <param name="First">The step that writes it.</param>
/// <param name="Last">The last step that reads it.</param>
/// <param name="Shape">The shape of the value.</param>
internal sealed record PlannedBuffer(string Name, Storage Storage, long Offset, long Length, int First, int Last, string Shape)
{
    /// <summary>What the value is to its layer: see <see cref="NodeNames.Role"/>.</summary>
    public string Role { get; init; } = "value";

    /// <summary>The floats of the value in a call, all its samples together.</summary>
    public Extent Count { get; init; }

    /// <summary>Whether generated code states how many they are: in the checked build of the runtime.</summary>
    public bool IsStated { get; init; }

    /// <summary>The buffer this is a part of; null for one with memory of its own.</summary>
    public int? Base { get; init; }

    /// <summary>Where in <see cref="Base"/> it begins, in entries of <see cref="Stride"/> floats.</summary>
    public Dim Start { get; init; }

    /// <summary>The variable that counts the steps of a scan, if the part moves on with them.</summary>
    public string? Step { get; init; }

    /// <summary>The floats of one entry of <see cref="Base"/>.</summary>
    public Extent Stride { get; init; }

    /// <summary>For a buffer that holds no more than the rows of a band, which ones.</summary>
    public BandWindow? Window { get; init; }

    /// <summary>The buffer with memory of its own that a buffer is, or is a part of.</summary>
    public static int Whole(IReadOnlyList<PlannedBuffer> buffers, int index)
    {
        while (buffers[index].Base is { } whole) index = whole;
        return index;
    }
}

/// <summary>The rows of images that a buffer holds while a band is computed.</summary>
/// <param name="Height">The rows of a band.</param>
/// <param name="Above">Rows it has room for before those of the band.</param>
/// <param name="Ahead">Rows it has room for behind those of the band.</param>
/// <param name="Carried">The last rows of those up to the end of <paramref name="Ahead"/> that the next band reads.</param>
/// <param name="RowLength">The floats of a row.</param>
internal sealed record BandWindow(int Height, int Above, int Ahead, int Carried, long RowLength)
{
    public long Length => (Above + Height + Ahead) * RowLength;

    /// <summary>The floats that a band behind another one writes and reads.</summary>
    public long UsedLength => (Height + Carried) * RowLength;
}

/// <summary>One method of the generated program.</summary>
/// <param name="Layers">The layers it computes, in the author's names.</param>
/// <param name="Purpose">What it does, for names and comments: <c>Forward</c>, <c>WeightGradient</c>.</param>
/// <param name="Comment">Shapes in and out.</param>
internal abstract record Step(EquatableArray<string> Layers, string Purpose, string Comment)
{
    /// <summary>What those layers are: <c>Conv2d</c>.</summary>
    public EquatableArray<string> Kinds { get; init; }

    /// <summary>Whether the step belongs to the backward pass.</summary>
    public bool IsBackward { get; init; }
}

/// <summary>Kernel calls, one of which may carry an epilogue.</summary>
internal sealed record KernelStep(EquatableArray<string> Layers, string Purpose, string Comment, EquatableArray<KernelCall> Calls) : Step(Layers, Purpose, Comment)
{
    /// <summary>What is applied to each result, or null.</summary>
    public LoopBody? Epilogue { get; init; }

    /// <summary>For a convolution where there was a choice, how it is computed, and why.</summary>
    public ConvolutionChoice? Choice { get; init; }

    /// <summary>For a convolution that can compute some rows of its output alone, its extents.</summary>
    public ConvolutionShape? Rows { get; init; }
}

/// <summary>A convolution within a <see cref="BandStep"/>.</summary>
/// <param name="Kernel">The convolution of whole images.</param>
/// <param name="Height">Its output rows of a band.</param>
/// <param name="Above">Rows of the band before that are computed again where another thread has computed them.</param>
/// <param name="Ahead">Rows of the next band that it computes too.</param>
/// <param name="Operands">The buffers that its epilogue reads where it writes.</param>
internal sealed record BandedKernel(KernelStep Kernel, int Height, int Above, int Ahead, EquatableArray<int> Operands)
{
    /// <summary>The extents of whole images.</summary>
    public ConvolutionShape Rows => Kernel.Rows!.Value;
}

/// <summary>Convolutions that are computed one after the other for a band of rows of an image, and then for the next.</summary>
internal sealed record BandStep(EquatableArray<string> Layers, string Purpose, string Comment, int Bands, EquatableArray<BandedKernel> Body) : Step(Layers, Purpose, Comment);

/// <summary>A fused loop over elements or rows.</summary>
internal sealed record LoopStep(EquatableArray<string> Layers, string Purpose, string Comment, LoopBody Body) : Step(Layers, Purpose, Comment);

/// <summary>A fused reduction across rows.</summary>
internal sealed record ReductionStep(EquatableArray<string> Layers, string Purpose, string Comment, LoopBody Body) : Step(Layers, Purpose, Comment)
{
    public ReduceKind Kind { get; init; }

    public int Output { get; init; }

    public Extent Outer { get; init; }

    public Extent Reduced { get; init; }
}

/// <summary>A recurrence: some calls before it, then the steps of its body over and over.</summary>
internal sealed record ScanStep(EquatableArray<string> Layers, string Purpose, string Comment, EquatableArray<KernelCall> Before, EquatableArray<Step> Body) : Step(Layers, Purpose, Comment)
{
    /// <summary>The variable that counts the steps.</summary>
    public string Variable { get; init; } = "t";

    public Extent Steps { get; init; }

    /// <summary>Whether the last step comes first.</summary>
    public bool Reverse { get; init; }

    /// <summary>How many of the first steps of the body, products that do not depend on each other, take turns in which comes first.</summary>
    public int Alternating { get; init; }
}

/// <summary>Numbers known at build time, copied into a buffer.</summary>
internal sealed record TableStep(EquatableArray<string> Layers, string Purpose, string Comment, int Output, EquatableArray<float> Values) : Step(Layers, Purpose, Comment);

/// <summary>An argument of a program.</summary>
/// <param name="Argument">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Buffer">Where it is copied to, unless it is read where the caller has it; null if nothing reads it.</param>
internal sealed record ProgramInput(string Argument, DataType Type, int? Buffer);

/// <summary>Steps in order over planned memory.</summary>
internal sealed record Program(EquatableArray<Step> Steps, EquatableArray<PlannedBuffer> Buffers)
{
    public long BatchedLength { get; init; }

    public long FixedLength { get; init; }

    public long PreparedLength { get; init; }

    /// <summary>Floats of a sample that a call reads and writes: those in the workspace, and an input that stays where the caller has it.</summary>
    public long SampleLength => BatchedLength + BorrowedLength;

    /// <summary>The same as if no two values shared memory.</summary>
    public long NaiveSampleLength => NaiveBatchedLength + BorrowedLength;

    private long BorrowedLength => Borrowed is { } buffer ? Buffers[buffer].Length : 0;

    /// <summary>The sum of all buffers, as if none shared memory.</summary>
    public long NaiveBatchedLength { get; init; }

    /// <inheritdoc cref="NaiveBatchedLength"/>
    public long NaiveFixedLength { get; init; }

    /// <summary>Scratch floats whatever the number of workers.</summary>
    public long ScratchPerCall { get; init; }

    /// <summary>Scratch floats for each worker.</summary>
    public long ScratchPerWorker { get; init; }

    /// <summary>Floats of each worker for the rows of a band.</summary>
    public long WindowLength { get; init; }

    public int RandomStreams { get; init; }

    /// <summary>The samples of a larger batch that are computed together; 0 when all are.</summary>
    public int SamplesTogether { get; init; }

    /// <summary>Input arguments in order.</summary>
    public EquatableArray<ProgramInput> Inputs { get; init; }

    /// <summary>The buffer of the input that is read where the caller has it, if there is one.</summary>
    public int? Borrowed { get; init; }

    /// <summary>Outputs in order, with the buffer each is copied from.</summary>
    public EquatableArray<(string Name, int Buffer)> Outputs { get; init; }

    /// <summary>The buffer of the scalar loss, in a program that computes one.</summary>
    public int? Loss { get; init; }
}
