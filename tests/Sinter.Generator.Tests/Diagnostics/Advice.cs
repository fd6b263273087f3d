using System.Text.RegularExpressions;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>What messages say to do: the code in it, and the number of ways.</summary>
internal static partial class Advice
{
    /// <summary>Calls, named arguments, attributes and settings that the author is told to write.</summary>
    public static IEnumerable<string> CodeOf(string message) => Code().Matches(Part(message)).Select(match => match.Value.Trim()).Where(code => !code.Contains("Tensor ", StringComparison.Ordinal)).Distinct();

    /// <summary>The number of ways: 0 without an advice.</summary>
    public static int WaysOf(string message) => Verb().IsMatch(Part(message)) ? Alternative().Count(Part(message)) + 1 : 0;

    /// <summary>Whether a message says what would be right.</summary>
    public static bool SaysWhatIsRight(string message) => Expectation().IsMatch(message);

    /// <summary>Whether a source has some code, whatever its spaces, what an ellipsis stands for, and what is put for words.</summary>
    public static bool Contains(string source, string code)
    {
        code = code.Trim('[', ']');
        if (Words().IsMatch(code)) code = code[..(code.IndexOf('(') + 1)];
        return Regex.IsMatch(Dense(source), string.Join(".+?", code.Split('…').Select(part => Regex.Escape(Dense(part)))));
    }

    // What stands behind the description of the mistake.
    private static string Part(string message)
    {
        var begin = Begin().Match(message);
        return begin.Success ? message[(begin.Index + begin.Length)..] : "";
    }

    private static string Dense(string text) => Regex.Replace(text, @"\s+", "");

    [GeneratedRegex(@"; |\. |: (?=use|write|set|insert|declare|begin)")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\b[A-Z]\w*\((?:[^()]|\([^()]*\))*\)(?:\.\w+\([^()]*\))*|\b[a-z]\w*: (?!insert|use|begin|write|let|the)(?:-?\w+(?:\.\w+)*|\([^)]*\))|\[[A-Z]\w+(?:\([^\]]*\))?\]|\b[A-Z]\w+ = [\w…]+|(?:(?<=use )|(?<=write ))[A-Z]\w+(?:\.\w+)*")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(use|insert|write|add|choose|set|state|declare|put|make|give|let|leave|keep|rename|remove|return|name|compute|swap|cut|take|share|read|list|apply|begin|normalize|pass|say|fit|divide|end)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Verb();

    [GeneratedRegex(@",? or (?!less|more|another|other|bias|output|loaded|its|with|not)")]
    private static partial Regex Alternative();

    [GeneratedRegex(@"\b(must|needs?|needed|only)\b")]
    private static partial Regex Expectation();

    [GeneratedRegex(@"^[A-Z]\w*\(([a-z]\w*(, )?)+\)$")]
    private static partial Regex Words();
}
