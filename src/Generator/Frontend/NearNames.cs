namespace Sinter.Generator.Frontend;

/// <summary>Names that an author may have meant by one that is not there.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>Those with the most letters at both ends that are those of <paramref name="written"/> come first.</summary>
    public static IEnumerable<string> Order(IEnumerable<string> names, string written) => names.OrderByDescending(name => InCommon(name, written));

    /// <summary>The first of them, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Most).Select(name => $"'{name}'")) + (names.Count > Most ? $" and {names.Count - Most} more" : "");

    private static int InCommon(string first, string second)
    {
        var (least, before, after) = (Math.Min(first.Length, second.Length), 0, 0);
        while (before < least && first[before] == second[before]) before++;
        while (after < least - before && first[first.Length - 1 - after] == second[second.Length - 1 - after]) after++;
        return before + after;
    }
}
