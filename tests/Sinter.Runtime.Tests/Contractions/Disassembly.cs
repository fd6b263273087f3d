using System.Diagnostics;
using Xunit;

namespace Sinter.Tests.Contractions;

/// <summary>One method as the just-in-time compiler lists it in assembly language.</summary>
internal sealed record Disassembly(string Method, IReadOnlyList<string> Lines)
{
    private const string Title = "; Assembly listing for method ";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs <see cref="ContractionProgram"/> and reads what its methods of a name were compiled to.</summary>
    /// <param name="environment">Settings of the runtime, such as instructions that it is not to use.</param>
    public static IReadOnlyList<Disassembly> OfContractions(string method, params (string Name, string Value)[] environment)
    {
        var folder = Directory.CreateTempSubdirectory("sinter-disassembly-");
        try
        {
            var listing = Path.Combine(folder.FullName, "listing.txt");
            Run([.. environment, ("DOTNET_JitStdOutFile", listing), ("DOTNET_JitDisasm", method), ("DOTNET_JitDisasmDiffable", "1")]);
            return Read(File.ReadAllLines(listing));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// The instructions of each loop with a certain one in it and no loop within: from a label to the jump back to it, which is the last
    /// of them. The shortest comes first.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> InnermostLoopsWith(string instruction)
    {
        var labels = new Dictionary<string, int>();
        var ranges = new List<(int Begin, int End)>();
        for (var line = 0; line < Lines.Count; line++)
        {
            if (LabelOf(Lines[line]) is { } label) labels[label] = line;
            if (IsJump(Lines[line]) && labels.TryGetValue(Lines[line].Split(' ')[^1], out var begin)) ranges.Add((begin, line));
        }

        var loops = ranges
            .Where(range => !ranges.Any(other => other != range && other.Begin >= range.Begin && other.End <= range.End))
            .Select(range => Lines.Skip(range.Begin).Take(range.End - range.Begin + 1).Where(text => LabelOf(text) is null).ToArray())
            .Where(loop => loop.Any(text => text.StartsWith(instruction, StringComparison.Ordinal)))
            .OrderBy(loop => loop.Length);
        return loops.ToArray() is { Length: > 0 } found ? found : throw new InvalidOperationException($"There is no loop with {instruction} in {this}");
    }

    /// <summary>Whether an instruction reads or writes the stack.</summary>
    public bool IsOfStack(string instruction) =>
        instruction.Contains("[rsp", StringComparison.Ordinal) ||
        (Lines.Any(line => line.StartsWith("; rbp based frame", StringComparison.Ordinal)) && instruction.Contains("[rbp", StringComparison.Ordinal));

    public override string ToString() => $"{Method}:\n{string.Join('\n', Lines)}";

    private static void Run(IEnumerable<(string Name, string Value)> environment)
    {
        var program = typeof(ContractionProgram).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeLimit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program of contractions did not end within {TimeLimit}.");
        }

        Assert.True(process.ExitCode == 0, $"The program of contractions ended with {process.ExitCode}:\n{output.Result}{errors.Result}");
    }

    private static List<Disassembly> Read(IEnumerable<string> lines)
    {
        var methods = new List<Disassembly>();
        var current = new List<string>();
        foreach (var line in lines)
        {
            if (line.StartsWith(Title, StringComparison.Ordinal)) methods.Add(new(line[Title.Length..], current = []));
            else if (line.Trim() is { Length: > 0 } text) current.Add(text);
        }

        return methods;
    }

    private static string? LabelOf(string line) => line.Split(':') is [var label, ..] && label.StartsWith("G_M", StringComparison.Ordinal) ? label : null;

    private static bool IsJump(string line) => line.StartsWith('j');
}
