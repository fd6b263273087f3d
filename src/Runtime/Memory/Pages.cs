using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>Gives pages whose values nobody needs any more back to the system, while their addresses stay (Linux, <c>madvise</c>).</summary>
internal static unsafe class Pages
{
    private const int Discarded = 4; // MADV_DONTNEED

    /// <summary>Whether the system takes pages back in a way that is known here.</summary>
    public static bool CanDiscard => OperatingSystem.IsLinux();

    /// <summary>Gives back what lies within a block. What is read there from now on is anything, zeros as a rule; it may be written again at any time.</summary>
    public static void Discard(void* start, nuint bytes)
    {
        var size = (nuint)Environment.SystemPageSize;
        var first = ((nuint)start + size - 1) & ~(size - 1);
        var last = ((nuint)start + bytes) & ~(size - 1);
        if (CanDiscard && last > first) _ = Advise(first, last - first, Discarded);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nuint start, nuint length, int advice);
}
