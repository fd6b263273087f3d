using System.Globalization;

namespace Sinter.Generator.Emit;

/// <summary>
/// A number for all of a generated file, which its calls and its tables name. Where the code is replaced while the program runs, calls
/// have the new number and tables that were made before the old one.
/// </summary>
internal static class Fingerprint
{
    /// <summary>Stands for the number while the file is written. No name holds a control character.</summary>
    public const string Placeholder = "\u0001fingerprint\u0001";

    /// <summary>The text with the number in all its places.</summary>
    public static string Insert(string text) => text.Replace(Placeholder, "0x" + Hash(text).ToString("X16", CultureInfo.InvariantCulture));

    // FNV-1a: the same on every machine and in every process.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 1099511628211UL);
        return hash;
    }
}
