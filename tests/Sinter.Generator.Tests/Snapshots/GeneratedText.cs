using System.Text.RegularExpressions;
using Sinter.Generator.Levels;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Snapshots;

/// <summary>The text that is generated for a network, and parts of it.</summary>
internal static partial class GeneratedText
{
    /// <summary>The whole file.</summary>
    public static string Generate(string source, bool isWrong = false)
    {
        var reading = Source.Read(Source.Compile("using Sinter;\n" + source));
        Assert.Equal(isWrong, reading.Errors.Count > 0);

        // Of no interest to people, and another one after every change.
        return Fingerprint().Replace(NetworkCompiler.Emit(NetworkCompiler.Lower(reading.Model, CancellationToken.None), CancellationToken.None).Text, "0x0123456789ABCDEF");
    }

    /// <summary>Some classes of the file, without their indentation.</summary>
    public static string Part(string text, params string[] names) => string.Join("\n", names.Select(name => Class(text, name)));

    /// <summary>The first method of a class whose summary holds some words, with what is written for it alone: its loop, its epilogue.</summary>
    public static string Step(string text, string name, string words)
    {
        var lines = Class(text, name).Split('\n');
        var start = Array.FindIndex(lines, line => line.StartsWith("    /// <summary>", StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
        Assert.True(start >= 0, $"No summary has '{words}':\n{string.Join('\n', lines.Where(line => line.Contains("<summary>", StringComparison.Ordinal)))}");
        var end = Array.FindIndex(lines, start + 1, line => line.StartsWith("    /// <summary>", StringComparison.Ordinal) || line == "}");
        return string.Join("\n", lines[start..end].Select(line => line.Length > 4 ? line[4..] : "")).TrimEnd() + "\n";
    }

    private static string Class(string text, string name)
    {
        var lines = text.Split('\n');
        var start = Array.FindIndex(lines, line => line.Trim().Split(' ') is [("file" or "public"), _, ("class" or "struct"), var declared, ..] && declared == name);
        Assert.True(start >= 0, $"There is no {name}.");
        var indent = lines[start].Length - lines[start].TrimStart().Length;
        var end = Array.FindIndex(lines, start, line => line == new string(' ', indent) + "}");
        return string.Join("\n", lines[start..(end + 1)].Select(line => line.Length > indent ? line[indent..] : "")) + "\n";
    }

    [GeneratedRegex("(?<=ingerprint(: | = ))0x[0-9A-F]{16}")]
    private static partial Regex Fingerprint();
}
