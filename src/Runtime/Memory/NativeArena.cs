using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// One block of zeroed native memory, aligned to 64 bytes. Of a large one, pages that nobody has touched take no memory yet: what is planned for
/// the longest sequence costs what the sequences of the calls need. Behind its end lie at least <see cref="SlackBytes"/> bytes that belong to it
/// too, so that a kernel may read a whole vector where only part of one is meant.
/// </summary>
/// <remarks>
/// A <see cref="FloatBuffer"/> does not keep the arena alive: whoever owns the arena must stay reachable (<see cref="GC.KeepAlive"/>)
/// while kernels run on it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NativeArena : IDisposable
{
    /// <summary>The bytes behind the end that may be read and written.</summary>
    public const int SlackBytes = 256;

    private const int Alignment = 64;
    private readonly long allocated;
    private readonly void* block;
    private float* start;

    /// <summary>Allocates a block of zeros.</summary>
    /// <param name="length">How many floats it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public NativeArena(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = checked((nuint)((((length * sizeof(float)) + Alignment - 1) & -Alignment) + SlackBytes));
        var alignment = HugePages.AreFor(bytes) ? (nuint)HugePages.Size : Alignment;
        // Only the system knows which memory is zero already.
        block = NativeMemory.AllocZeroed(checked(bytes + alignment));
        start = (float*)(((nuint)block + alignment - 1) & ~(alignment - 1));
        HugePages.Advise(start, bytes);
        allocated = (long)bytes;
        GC.AddMemoryPressure(allocated);
    }

    /// <summary>Frees the block of an arena nobody disposed.</summary>
    ~NativeArena() => Free();

    /// <summary>How many floats the arena holds, slack not counted.</summary>
    public long Length { get; }

    /// <summary>The first float.</summary>
    /// <exception cref="ObjectDisposedException">The arena has been disposed.</exception>
    public FloatBuffer Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(start == null, this);
            var place = new FloatBuffer(start);
            Planned.Limit(ref place, Length, "an arena");
            return place;
        }
    }

    /// <summary>Frees the block. Every buffer that points into it becomes invalid.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (start == null) return;
        NativeMemory.Free(block);
        start = null;
        GC.RemoveMemoryPressure(allocated);
    }
}
