using System.ComponentModel;
using System.Runtime.InteropServices;
using Sinter.Runtime;

namespace Sinter.Tests;

/// <summary>Floats that end where a page begins which nobody may read: one element too many ends the process. Linux and macOS only.</summary>
internal sealed unsafe class ProtectedBuffer : IDisposable
{
    private const int ProtectNone = 0, ProtectReadWrite = 3, MapPrivate = 2;
    private readonly nint memory;
    private readonly nuint mapped;

    public ProtectedBuffer(long length)
    {
        var page = (nuint)Environment.SystemPageSize;
        var used = ((nuint)length * sizeof(float) + page - 1) / page * page;
        mapped = used + page;
        memory = Map(0, mapped, ProtectReadWrite, MapPrivate | (OperatingSystem.IsMacOS() ? 0x1000 : 0x20), -1, 0);
        if (memory == -1) throw new Win32Exception(Marshal.GetLastPInvokeError());
        if (Protect(memory + (nint)used, page, ProtectNone) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        var start = new FloatBuffer((float*)(memory + (nint)used) - length);
        Planned.Limit(ref start, length, "a buffer of a test");
        Planned.ExactReads(ref start);
        Start = start;
        for (var i = 0L; i < length; i++) Start[i] = i % 7;
    }

    public FloatBuffer Start { get; }

    public void Dispose() => _ = Unmap(memory, mapped);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(nint address, nuint length);
}
