namespace Sinter.Loading;

/// <summary>Patterns of names, in which a star stands for any characters.</summary>
internal static class Wildcard
{
    /// <summary>Whether a name is as a pattern says, in time that is at most the product of their lengths.</summary>
    public static bool Matches(string pattern, string name)
    {
        var (p, n, star, tried) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, tried, p) = (p, n, p + 1);
            else if (p < pattern.Length && pattern[p] == name[n]) (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, n) = (star + 1, ++tried);
            else return false;
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }

    /// <summary>The pattern of all names that differ from one in its numbers alone: <c>h.*.weight</c> of <c>h.0.weight</c>.</summary>
    public static string OfNumbers(string name) => string.Join('.', name.Split('.').Select(part => part.All(char.IsAsciiDigit) ? "*" : part));
}
