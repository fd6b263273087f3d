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

    /// <exception cref="NotSupportedException">The arena would be larger than an array can be.</exception>
    public PinnedArena(long length)
    {
        if (length > Array.MaxLength - Slack - Alignment / sizeof(float))
            throw new NotSupportedException($"An arena of {length:N0} floats is too large: the limit is {Array.MaxLength:N0}.");
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

    /// <summary>Some of the floats.</summary>
    public Span<float> Slice(long offset, long length) => memory.AsSpan(first + (int)offset, (int)length);
}
