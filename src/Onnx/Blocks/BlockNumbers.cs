using System.Globalization;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>A number that the method of a block takes.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Values">What it is in each of the blocks.</param>
internal sealed record BlockNumber(string Name, IReadOnlyList<object> Values)
{
    /// <summary>The argument that the first number like this was one of.</summary>
    public string Argument { get; init; } = Name;

    public string Type => Values[0] is float ? "float" : "int";
}

/// <summary>Which numbers of blocks differ, and what stands in their place in the method: a parameter, or a multiple of one.</summary>
internal sealed class BlockNumbers
{
    /// <summary>Widths are equal because they belong together; smaller numbers may be so by chance.</summary>
    private const int SmallestWidth = 8;

    private readonly Dictionary<(int Term, int Argument, int Index), string> texts = [];

    private BlockNumbers()
    {
    }

    /// <summary>The parameters of the method.</summary>
    public List<BlockNumber> Parameters { get; } = [];

    /// <summary>What is written for a number, or null where it is the same in all blocks.</summary>
    public string? Text(int term, int argument, int index) => texts.TryGetValue((term, argument, index), out var text) ? text : null;

    /// <param name="blocks">The terms of each block, alike in all but their numbers.</param>
    public static BlockNumbers Of(IReadOnlyList<IReadOnlyList<Term>> blocks)
    {
        var places = new List<((int Term, int Argument, int Index) Place, string Name, object[] Values)>();
        for (var term = 0; term < blocks[0].Count; term++)
        {
            for (var argument = 0; argument < blocks[0][term].Arguments.Count; argument++)
            {
                var numbers = blocks.Select(block => TermSymbols.Numbers(block[term].Arguments[argument])).ToArray();
                for (var index = 0; index < numbers[0].Length; index++)
                {
                    var values = numbers.Select(block => block[index]).ToArray();
                    if (values.Distinct().Count() > 1) places.Add(((term, argument, index), blocks[0][term].Arguments[argument].Name, values));
                }
            }
        }

        var (result, names) = (new BlockNumbers(), new Identifiers());
        // The smallest first: others are multiples of it.
        foreach (var (place, name, values) in places.OrderBy(place => Convert.ToDouble(place.Values[0], CultureInfo.InvariantCulture)).ThenBy(place => place.Place.Term)) result.Add(place, name, values, names);
        return result;
    }

    private void Add((int Term, int Argument, int Index) place, string name, object[] values, Identifiers names)
    {
        foreach (var parameter in Parameters)
        {
            if (Multiple(parameter, values, isExtent: name == "shape" && parameter.Argument == "shape") is not { } factor || (factor == 1 && !IsWidth(values) && parameter.Argument != name)) continue;
            texts[place] = factor == 1 ? parameter.Name : $"{factor} * {parameter.Name}";
            return;
        }

        Parameters.Add(new BlockNumber(names.Unique(name is "shape" or "other" or "left" or "right" ? "size" : name, "size"), values) { Argument = name });
        texts[place] = Parameters[Parameters.Count - 1].Name;
    }

    private static bool IsWidth(IEnumerable<object> values) => values.All(value => value is >= SmallestWidth);

    private static int? Multiple(BlockNumber parameter, object[] values, bool isExtent)
    {
        if (values.SequenceEqual(parameter.Values)) return 1;
        if (values[0] is not int || parameter.Values[0] is not int || (!isExtent && (!IsWidth(values) || !IsWidth(parameter.Values)))) return null;
        var factor = (int)parameter.Values[0] == 0 ? 0 : (int)values[0] / (int)parameter.Values[0];
        return factor > 1 && values.Zip(parameter.Values, (value, one) => (int)value == factor * (long)(int)one).All(isMultiple => isMultiple) ? factor : null;
    }
}
