using System.Runtime.InteropServices;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests;

/// <summary>A test of x64 code that needs certain instructions. Where the processor lacks them, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CpuFactAttribute : FactAttribute
{
    public CpuFactAttribute(CpuLevel level)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Skip = $"this is a process of {RuntimeInformation.ProcessArchitecture}, not of X64.";
        else if (CpuFeatures.Level < level) Skip = $"the processor has {CpuFeatures.Level} at most, not {level}.";
        if (Skip is not null) Console.WriteLine($"Code for {level} is not tested: {Skip}");
    }
}
