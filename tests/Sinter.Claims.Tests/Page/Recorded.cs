namespace Sinter.Claims.Page;

/// <summary>The figures of full runs, which differ from machine to machine: a file each, beside the tests.</summary>
internal static class Recorded
{
    /// <summary>Keeps a figure, with the processor it was measured on.</summary>
    public static void Write(Type type, string test, string figure) => File.WriteAllText(PathOf(type, test), $"{figure} ({Processor()})\n");

    /// <summary>What the last full run said, or null if there was none.</summary>
    public static string? Read(Type type, string test) => File.Exists(PathOf(type, test)) ? File.ReadAllText(PathOf(type, test)).Trim() : null;

    private static string PathOf(Type type, string test) => Path.Combine(Sources.Project, "Recorded", $"{type.Name}.{test}.txt");

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? $"{Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "a processor without a name"}" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
