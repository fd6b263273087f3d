using System.Globalization;

namespace Sinter.Generator.Frontend;

/// <summary>One row of the base library: what a call takes, and how it is done.</summary>
/// <param name="Cost">The steps of the budget that are charged before: one for each item it walks over, one for a few characters.</param>
/// <param name="Run">The call. It gives null when there is no such method after all.</param>
internal readonly record struct LibraryCall(long Cost, Func<object?> Run)
{
    /// <summary>How many characters cost as much as one item.</summary>
    private const int CharactersOfStep = 16;

    /// <summary>A method that takes the same time whatever its arguments.</summary>
    public static LibraryCall Of(Func<object?> run) => new(1, run);

    /// <summary>What it costs to walk over characters.</summary>
    public static long OfText(long characters) => 1 + (Math.Max(characters, 0) / CharactersOfStep);

    /// <summary>What it costs to look for one text in another: at worst all of it is compared at each of its places.</summary>
    public static long OfSearch(string text, string part) => OfText((long)text.Length * Math.Max(1, part.Length / 4));

    /// <summary>
    /// What it costs to write values by a format: <c>D9</c> asks for nine digits, <c>{0,9}</c> for nine places, and each brace may stand for
    /// the longest of the values.
    /// </summary>
    public static long OfFormat(string? format, IEnumerable<object?> values)
    {
        var longest = values.Select(value => value is string text ? text.Length : 32L).DefaultIfEmpty().Max();
        if (format is null) return OfText(longest);
        long places = format.Length, number = 0;
        var holes = 1L;
        foreach (var letter in format)
        {
            number = letter is >= '0' and <= '9' ? Math.Min((number * 10) + letter - '0', int.MaxValue) : 0;
            places += number;
            if (letter == '{') holes++;
        }

        return OfText(places + (holes * longest));
    }

    /// <summary>How often one text stands in another, none of them overlapping.</summary>
    public static long Occurrences(string text, string part)
    {
        if (part.Length == 0) return 0;
        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }
}
