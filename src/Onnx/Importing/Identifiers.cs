using System.Text;

namespace Sinter.Onnx.Importing;

/// <summary>Names of C# for names of a file.</summary>
internal sealed class Identifiers
{
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for " +
        "foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte sealed " +
        "short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
        StringComparer.Ordinal);

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public void Take(string name) => taken.Add(name);

    /// <summary>A name that may be given again.</summary>
    public void Free(string name) => taken.Remove(name);

    /// <summary>A name that is not taken yet, as close to the file's as may be.</summary>
    public string Unique(string? name, string otherwise)
    {
        return Untaken(CamelCase(name) ?? otherwise);
    }

    /// <summary>A name of a type or a method that is not taken yet.</summary>
    public string UniqueType(string name) => Untaken(name);

    private string Untaken(string wanted)
    {
        var result = wanted;
        for (var number = 2; !taken.Add(result); number++) result = $"{wanted}{(char.IsDigit(wanted[wanted.Length - 1]) ? "_" : "")}{number}";
        return result;
    }

    /// <summary>Whether C# takes it for a name.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(character => char.IsLetterOrDigit(character) || character == '_') && !Keywords.Contains(name);

    /// <summary>A variable's name, or null where nothing of the name can be one.</summary>
    public static string? CamelCase(string? name)
    {
        if (Words(name) is not { } words) return null;
        var result = char.ToLowerInvariant(words[0]) + words.Substring(1);
        return Keywords.Contains(result) ? result + "Value" : result;
    }

    /// <summary>A type's name, or null where nothing of the name can be one.</summary>
    public static string? PascalCase(string? name) => Words(name) is { } words ? char.ToUpperInvariant(words[0]) + words.Substring(1) : null;

    private static string? Words(string? name)
    {
        if (name is null) return null;
        var text = new StringBuilder();
        var isStart = false;
        foreach (var character in name)
        {
            if (!(character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9'))
            {
                isStart = text.Length > 0;
                continue;
            }

            if (text.Length == 0 && char.IsDigit(character)) continue;
            text.Append(isStart ? char.ToUpperInvariant(character) : character);
            isStart = false;
        }

        return text.Length == 0 ? null : text.ToString();
    }
}
