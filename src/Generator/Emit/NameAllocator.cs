using System.Globalization;
using System.Text;

namespace Sinter.Generator.Emit;

/// <summary>Hands out identifiers, each once: a name that is taken gets a number, and one that no assembly could hold is cut.</summary>
internal sealed class NameAllocator
{
    // An assembly holds names of 1,023 bytes; a number and what is made of a name have to find room.
    private const int MostBytes = 500;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate",
        "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in",
        "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private",
        "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this",
        "__arglist", "__makeref", "__reftype", "__refvalue", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    };

    private readonly HashSet<string> taken;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    public NameAllocator(params string[] reserved) => taken = new HashSet<string>(reserved, StringComparer.Ordinal);

    /// <summary>Whether a name was reserved or handed out.</summary>
    public bool IsTaken(string name) => taken.Contains(name);

    public string Allocate(string name)
    {
        name = Shortened(name);

        // All numbers up to the last one given are taken.
        var candidate = name;
        if (!numbers.TryGetValue(name, out var number)) number = 2;
        for (; !taken.Add(candidate); number++) candidate = name + (char.IsDigit(name[name.Length - 1]) ? "_" : "") + number.ToString(CultureInfo.InvariantCulture);
        numbers[name] = number;
        return Escape(candidate);
    }

    /// <summary>The first characters of a long name.</summary>
    public static string Shortened(string name)
    {
        var length = name.Length;
        if (length * 3 > MostBytes)
        {
            while (Encoding.UTF8.GetByteCount(name.Substring(0, length)) > MostBytes) length /= 2;
        }

        return length == name.Length ? name : name.Substring(0, length);
    }

    /// <summary>A keyword as an identifier.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;
}
