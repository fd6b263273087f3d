namespace Sinter.Loading;

/// <summary>
/// Finds what stands before all names of a file, or before all of a network: wrappers put their own name before those of a model
/// (<c>module.</c>, <c>_orig_mod.</c>), and a model with a head that of its trunk (<c>transformer.</c>).
/// </summary>
internal static class CommonPrefix
{
    private const int Deepest = 16;

    /// <summary>
    /// The prefix to take away from names, or to put before them, so that every key is found; or else, where no name is a key, the one that
    /// all names have and without which most of them are. Nothing where it is none, or more than one.
    /// </summary>
    /// <param name="names">The names in the file.</param>
    /// <param name="keys">The keys that have to be found.</param>
    public static (string? Strip, string? Add) Find(IReadOnlyList<string> names, IReadOnlyList<string> keys)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        if (keys.FirstOrDefault(key => !known.Contains(key)) is not { } first) return default;
        var strips = Before(names, first).Where(prefix => keys.All(key => known.Contains(prefix + key))).Take(2).ToArray();
        var adds = Parts(keys[0]).Where(prefix => keys.All(key => key.StartsWith(prefix, StringComparison.Ordinal) && known.Contains(key[prefix.Length..]))).Take(2).ToArray();
        if (strips.Length + adds.Length == 1) return (strips.FirstOrDefault(), adds.FirstOrDefault());
        if (strips.Length + adds.Length > 1 || names.Count == 0 || keys.Any(known.Contains)) return default;
        var common = Parts(names[0]).Where(prefix => names.All(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(prefix => (Prefix: prefix, Found: keys.Count(key => known.Contains(prefix + key))))
            .Where(candidate => candidate.Found > 0).OrderByDescending(candidate => candidate.Found).ToArray();
        return common.Length == 0 || (common.Length > 1 && common[1].Found == common[0].Found) ? default : (common[0].Prefix, null);
    }

    /// <summary>The prefix without which more keys are found than with it, and how many; null for none.</summary>
    public static (string Prefix, int Found)? Advice(IReadOnlyList<string> names, IReadOnlyList<string> keys)
    {
        const int Tried = 16;
        var known = names.ToHashSet(StringComparer.Ordinal);
        if (keys.FirstOrDefault(key => !known.Contains(key)) is not { } first) return null;
        var direct = keys.Count(known.Contains);
        var better = Before(names, first).Take(Tried).Select(prefix => (Prefix: prefix, Found: keys.Count(key => known.Contains(prefix + key)))).Where(candidate => candidate.Found > direct).ToArray();
        return better.Length == 0 ? null : better.MaxBy(candidate => candidate.Found);
    }

    // What stands before a key at the ends of names.
    private static IEnumerable<string> Before(IReadOnlyList<string> names, string key) => names
        .Where(name => name.Length > key.Length && name[^(key.Length + 1)] == '.' && name.EndsWith(key, StringComparison.Ordinal))
        .Select(name => name[..^key.Length]);

    // "a.", "a.b.", … of "a.b.c", as deep as wrappers are.
    private static IEnumerable<string> Parts(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        for (var depth = 0; depth < Deepest && dot >= 0; depth++, dot = name.IndexOf('.', dot + 1)) yield return name[..(dot + 1)];
    }
}
