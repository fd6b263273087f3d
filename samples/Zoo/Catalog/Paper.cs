using System.Globalization;
using System.Text.RegularExpressions;

namespace Zoo.Catalog;

/// <summary>Where a network was first described.</summary>
internal sealed partial record Paper(string Authors, string Title, int Year)
{
    /// <summary>"He et al. 2015": the first author, or both of two, and the year.</summary>
    public string Citation => string.Create(CultureInfo.InvariantCulture, $"{Short} {Year}");

    private string Short
    {
        get
        {
            var names = Authors.Split(", ").SelectMany(part => part.Split(" and ")).ToArray();
            return names.Length switch { 1 => names[0], 2 => $"{names[0]} and {names[1]}", _ => $"{names[0]} et al." };
        }
    }

    /// <summary>The paper that the remarks of a declaration name: authors, title in quotation marks, year.</summary>
    /// <exception cref="FormatException">There are none.</exception>
    public static Paper Of(string source)
    {
        var match = Remarks().Match(source);
        if (!match.Success) throw new FormatException("A network of the zoo needs remarks: authors, \"title\", year.");
        return new(match.Groups["authors"].Value, match.Groups["title"].Value, int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Authors}, \"{Title}\", {Year}");

    [GeneratedRegex("<remarks>(?<authors>[^\"]+), \"(?<title>[^\"]+)\", (?<year>[0-9]{4})\\.")]
    private static partial Regex Remarks();
}
