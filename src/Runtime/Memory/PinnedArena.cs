using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// Zeroed, 64-byte aligned memory that spans may be handed out of: a span keeps it alive, whatever happens to the network,
/// which memory outside the garbage collector's reach could not promise. Weights, gradients and optimizer state live here.
/// </summary>
internal sealed unsafe class PinnedArena
{
    private const int Alignment = 64;

    /// <summary>Floats past the end that kernels may read and a last vector may touch.</summary>
    private const int Slack = 64;

    private readonly float[] memory;
    private readonly int first;

    /// <summary>The most floats an arena can hold: those of an array.</summary>
    public static long Limit => Array.MaxLength - Slack - (Alignment / sizeof(float));

    /// <param name="owner">What it is for, the network first.</param>
    /// <param name="length">How many floats it holds.</param>
    /// <exception cref="InsufficientMemoryException">The system has no such block, or it is larger than an array can be.</exception>
    public static PinnedArena Create(string owner, Int128 length) => length <= Limit
        ? MemorySize.Allocate(owner, length, static length => new PinnedArena(length))
        : throw new InsufficientMemoryException($"{owner} would take {MemorySize.Describe(length * sizeof(float))} of memory, but may take {MemorySize.Describe((Int128)Limit * sizeof(float))} at most. Make it smaller.");

    private PinnedArena(long length)
    {
        memory = GC.AllocateArray<float>((int)length + Slack + Alignment / sizeof(float), pinned: true);
        var start = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        var aligned = (float*)(((nuint)start + (Alignment - 1)) & ~(nuint)(Alignment - 1));
        first = (int)(aligned - start);
        HugePages.Advise(start, (nuint)memory.LongLength * sizeof(float));
        Length = length;
        var place = new FloatBuffer(aligned);
        Planned.Limit(ref place, length, "an arena");
        Start = place;
    }

    /// <summary>Floats, slack not counted.</summary>
    public long Length { get; }

    /// <summary>The first float. Valid as long as this object is reachable.</summary>
    public FloatBuffer Start { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => memory.AsSpan(first, (int)Length);

    /// <summary>Some 64-bit integers, in the place of twice as many floats.</summary>
    public Span<long> Integers(long offset, long length) => MemoryMarshal.Cast<float, long>(Slice(offset, 2 * length));

    /// <summary>Some of the floats.</summary>
    public Span<float> Slice(long offset, long length) => memory.AsSpan(first + (int)offset, (int)length);

    /// <summary>Gives some of the floats back to the system: nobody reads them until they have been written again.</summary>
    public void Discard(long offset, long length)
    {
#if SINTER_CHECKED
        Slice(offset, length).Fill(float.NaN);
#else
        fixed (float* place = Slice(offset, length)) Pages.Discard(place, (nuint)length * sizeof(float));
#endif
    }
}
