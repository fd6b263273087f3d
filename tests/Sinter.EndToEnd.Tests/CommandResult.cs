using System.Collections;
using System.Diagnostics;

namespace Sinter.EndToEnd.Tests;

/// <summary>What a finished program left: its exit code and everything it wrote.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end, as if from a fresh shell.</summary>
    public static CommandResult Of(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        RemoveTraceOfTestHost(start.Environment);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeLimit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program} {string.Join(' ', arguments)}' did not end within {TimeLimit}.");
        }
        return new($"{program} {string.Join(' ', arguments)}", process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>Runs a command of the SDK that leaves no build server behind.</summary>
    public static CommandResult OfDotnet(string folder, params string[] arguments) =>
        Of(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, [.. arguments, "-nodeReuse:false", "-p:UseSharedCompilation=false"]);

    /// <summary>This result, after a check that the program succeeded; if not, its output is the test's message.</summary>
    public CommandResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"'{Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary><c>dotnet test</c> tells its children where its own MSBuild is; another build must not hear of it.</summary>
    private static void RemoveTraceOfTestHost(IDictionary<string, string?> environment)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase))
                environment.Remove(name);
        }
    }
}
