namespace Sinter.Runtime;

/// <summary>Patterns of names, in which a star stands for any characters: the same in declarations, which freeze by them, and in options of loading.</summary>
internal static class Wildcard
{
    /// <summary>Whether a name is as a pattern says, in time that is at most the product of their lengths.</summary>
    public static bool Matches(string pattern, string name) => Matches(pattern, name, name.Length);

    /// <summary>Whether the first characters of a name are as a pattern says.</summary>
    public static bool Matches(string pattern, string name, int length)
    {
        var (at, next, star, tried) = (0, 0, -1, 0);
        while (next < length)
        {
            if (at < pattern.Length && pattern[at] == '*') (star, tried) = (at++, next);
            else if (at < pattern.Length && pattern[at] == name[next]) (at, next) = (at + 1, next + 1);
            // Back to the last star, which then stands for one character more.
            else if (star >= 0) (at, next) = (star + 1, ++tried);
            else return false;
        }

        while (at < pattern.Length && pattern[at] == '*') at++;
        return at == pattern.Length;
    }
}
