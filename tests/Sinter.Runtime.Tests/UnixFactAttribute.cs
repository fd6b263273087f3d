using Xunit;

namespace Sinter.Tests;

/// <summary>A test that needs pages of a Unix system. Elsewhere it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (!OperatingSystem.IsWindows()) return;
        Skip = "memory is protected by mmap and mprotect, which Windows has not.";
        Console.WriteLine($"Reads behind the end are not looked for: {Skip}");
    }
}
