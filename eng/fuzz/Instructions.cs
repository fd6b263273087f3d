using System.Diagnostics;
using Sinter.Runtime;

namespace Sinter.Fuzz;

/// <summary>Runs the program under narrower instructions than the processor has, as .NET's environment variables tell it to.</summary>
internal static class Instructions
{
    private static readonly string[] Wider512 = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX512F"];
    private static readonly string[] Wider256 = [.. Wider512, "DOTNET_EnableAVX2", "DOTNET_EnableAVX"];
    private static readonly string[] All = [.. Wider256, "DOTNET_EnableHWIntrinsic"];

    /// <summary>Whether this process may use wider instructions than those wanted.</summary>
    public static bool NotYet(CpuLevel wanted)
    {
        // .NET takes vectors of 128 bits for granted: kernels leave them out when they are told to.
        if (IsNarrowed(wanted)) CpuFeatures.Limit = wanted;
        return CpuFeatures.Level != wanted;
    }

    /// <summary>The exit code of the same command with the narrower instructions.</summary>
    public static int RunAgain(CpuLevel wanted, string[] arguments)
    {
        if (CpuFeatures.Level < wanted || IsNarrowed(wanted))
        {
            Console.Error.WriteLine($"This processor offers {CpuFeatures.Level}, not {wanted}.");
            return 2;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(Instructions).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in Variables(wanted)) start.Environment[name] = "0";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static bool IsNarrowed(CpuLevel wanted) => Variables(wanted).All(name => Environment.GetEnvironmentVariable(name) == "0");

    private static string[] Variables(CpuLevel wanted) => wanted switch { CpuLevel.Scalar => All, CpuLevel.Vector128 => Wider256, CpuLevel.Avx2 => Wider512, _ => [] };
}
