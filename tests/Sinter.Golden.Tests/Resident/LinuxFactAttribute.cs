namespace Sinter.Golden.Resident;

/// <summary>A test of what only Linux is asked for: pages that are given back. Elsewhere it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (OperatingSystem.IsLinux()) return;
        Skip = "pages are given back on Linux alone.";
        Console.WriteLine($"What a network holds in memory is not looked at: {Skip}");
    }
}
