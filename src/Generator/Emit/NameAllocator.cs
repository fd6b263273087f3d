using System.Globalization;

namespace Sinter.Generator.Emit;

/// <summary>Hands out identifiers, each once: a name that is taken gets a number.</summary>
internal sealed class NameAllocator
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate",
        "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in",
        "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private",
        "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this",
        "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    };

    private readonly HashSet<string> taken;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public NameAllocator(params string[] reserved) => taken = new HashSet<string>(reserved, StringComparer.Ordinal);

    public string Allocate(string name)
    {
        // All numbers up to the last one given are taken.
        var candidate = name;
        if (!numbers.TryGetValue(name, out var number)) number = 2;
        for (; !taken.Add(candidate); number++) candidate = name + (char.IsDigit(name[name.Length - 1]) ? "_" : "") + number.ToString(CultureInfo.InvariantCulture);
        numbers[name] = number;
        return Escape(candidate);
    }

    /// <summary>A keyword as an identifier.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;
}
