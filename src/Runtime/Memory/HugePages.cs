using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// Asks the system to back large blocks by pages of 2 MB, where it leaves that to the program (Linux, <c>madvise</c>): weights that are
/// read once a call otherwise miss the table of pages every 4 KB. Advice only, which may be turned down.
/// </summary>
internal static unsafe class HugePages
{
    /// <summary>The bytes of such a page.</summary>
    public const int Size = 2 << 20;

    // With fewer pages than this it is not worth the memory that the last one wastes.
    private const int LeastPages = 2;
    private const int UseHugePages = 14; // MADV_HUGEPAGE

    /// <summary>Whether a block is so large that it had better begin at such a page.</summary>
    public static bool AreFor(nuint bytes) => OperatingSystem.IsLinux() && bytes >= LeastPages * (nuint)Size;

    /// <summary>Advises the system on a block, as soon as it is allocated: pages that have been written to stay as they are.</summary>
    public static void Advise(void* start, nuint bytes)
    {
        if (!AreFor(bytes)) return;
        var first = ((nuint)start + Size - 1) & ~(nuint)(Size - 1);
        var last = ((nuint)start + bytes) & ~(nuint)(Size - 1);
        if (last <= first) return;
        try
        {
            _ = Advise(first, last - first, UseHugePages);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without this call has pages of its own choice, and works as well.
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nuint start, nuint length, int advice);
}
