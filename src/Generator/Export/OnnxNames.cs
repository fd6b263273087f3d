using System.Globalization;

namespace Sinter.Generator.Export;

/// <summary>Hands out the names of values, each once: a name that is taken gets a number.</summary>
internal sealed class OnnxNames
{
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>A name as the text has it: in quotation marks unless it is a plain identifier, and with none inside.</summary>
    public static string Quoted(string name)
    {
        var isPlain = name.Length > 0 && !IsDigit(name[0]);
        foreach (var letter in name) isPlain &= letter is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') || IsDigit(letter);
        return isPlain ? name : "\"" + name.Replace('"', '\'') + "\"";
    }

    /// <summary>A name of its own, as the text has it.</summary>
    public string Allocate(string name)
    {
        if (!taken.TryGetValue(name, out var number))
        {
            taken.Add(name, 1);
            return Quoted(name);
        }

        string candidate;
        do candidate = name + (IsDigit(name[name.Length - 1]) ? "_" : "") + (++number).ToString(CultureInfo.InvariantCulture);
        while (taken.ContainsKey(candidate));
        taken[name] = number;
        taken.Add(candidate, 1);
        return Quoted(candidate);
    }

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';
}
