using Xunit;

namespace Sinter.Tests;

/// <summary>A test of rights on files. Where none are missing it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RightsFactAttribute : FactAttribute
{
    public RightsFactAttribute()
    {
        if (!OperatingSystem.IsWindows() && Environment.UserName != "root") return;
        Skip = OperatingSystem.IsWindows() ? "Windows has rights of another kind." : "the superuser may do everything.";
        Console.WriteLine($"Missing rights are not tested: {Skip}");
    }
}
