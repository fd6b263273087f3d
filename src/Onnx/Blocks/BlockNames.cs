using System.Text.RegularExpressions;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>What the layers of a block are called in it, and what each of the blocks is called.</summary>
/// <param name="Prefixes">For each block what stands in front of the names of its weights; null where it has no weights.</param>
/// <param name="Suffixes">For each term the name of its layer, or null where it is none.</param>
internal sealed record BlockNames(IReadOnlyList<string>? Prefixes, IReadOnlyList<string?> Suffixes)
{
    /// <summary>Whether every name is the file's: exporters that store equal weights once leave some in doubt.</summary>
    private const double MostChanged = 0.1;

    /// <summary>The names of blocks, or null where those of the file do not fit together.</summary>
    /// <param name="blocks">The terms of each block.</param>
    /// <param name="free">A name for blocks whose layers have none.</param>
    public static BlockNames? Of(IReadOnlyList<IReadOnlyList<Term>> blocks, Func<string> free)
    {
        var layers = Enumerable.Range(0, blocks[0].Count).Where(index => blocks[0][index].Weights.Count > 0).ToArray();
        var suffixes = new string?[blocks[0].Count];
        if (layers.Length == 0) return new BlockNames(null, suffixes);
        var names = blocks.Select(block => layers.Select(index => NameOf(block[index])).ToArray()).ToArray();
        var prefixes = names.Select(CommonPrefix).ToArray();
        if (names.All(block => block.All(name => name is null)))
        {
            var name = free();
            prefixes = [.. Enumerable.Range(0, blocks.Count).Select(index => $"{name}.{index}")];
        }

        var taken = new Identifiers();
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var candidates = Enumerable.Range(0, blocks.Count).Where(block => names[block][layer] is not null && prefixes[block] is not null).Select(block => names[block][layer]!.Substring(prefixes[block]!.Length + 1));
            var wanted = MostCommon(candidates) ?? Identifiers.CamelCase(blocks[0][layers[layer]].Method)!;
            while (suffixes.Contains(wanted)) wanted += "_2";
            suffixes[layers[layer]] = wanted;
        }

        for (var block = 0; block < blocks.Count; block++) prefixes[block] = MostCommon(Enumerable.Range(0, layers.Length).Select(layer => Without(names[block][layer], suffixes[layers[layer]]!)).OfType<string>()) ?? prefixes[block];
        if (prefixes.Any(string.IsNullOrEmpty) || prefixes.Distinct(StringComparer.Ordinal).Count() < prefixes.Length) return null;
        var (stated, changed) = (0, 0);
        for (var block = 0; block < blocks.Count; block++)
        {
            for (var layer = 0; layer < layers.Length; layer++)
            {
                if (names[block][layer] is not { } name) continue;
                stated++;
                if (Levels(name) != Levels($"{prefixes[block]}.{suffixes[layers[layer]]}")) changed++;
            }
        }

        return changed <= MostChanged * stated ? new BlockNames(prefixes!, suffixes) : null;
    }

    /// <summary>What a method is called that writes blocks of these names.</summary>
    public string MethodName()
    {
        if (LevelOf(0) is not { } level || Identifiers.PascalCase(Regex.Replace(level, "[0-9]+$", "")) is not { } name) return "Block";
        if (name.EndsWith("s", StringComparison.Ordinal) && !name.EndsWith("ss", StringComparison.Ordinal)) name = name.Substring(0, name.Length - 1);
        return name.EndsWith("Block", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Layer", StringComparison.Ordinal) ? name : name + "Block";
    }

    /// <summary>The last level of a block's name that is no number.</summary>
    public string? LevelOf(int block) => Prefixes?[block].Split('.').LastOrDefault(part => part.Count(char.IsLetter) > 2);

    private static string? NameOf(Term term) => term.HasMadeUpName ? null : term.Name;

    // TensorFlow puts levels behind one another with _, PyTorch with a dot.
    private static string Levels(string name) => name.Replace('_', '.');

    // What all names have in common, up to the end of a level, with something left of each.
    private static string? CommonPrefix(string?[] names)
    {
        var stated = names.OfType<string>().ToArray();
        if (stated.Length == 0) return null;
        var length = stated[0].Length;
        foreach (var name in stated)
        {
            var common = 0;
            while (common < length && common < name.Length && name[common] == stated[0][common]) common++;
            length = common;
        }

        foreach (var separator in new[] { '.', '_' })
        {
            var end = length - 1;
            while (end > 0 && stated[0][end] != separator) end--;
            // Behind the separator every name goes on.
            if (end > 0 && stated.All(name => name.Length > end + 1)) return stated[0].Substring(0, end);
        }

        return null;
    }

    private static string? Without(string? name, string suffix) =>
        name is not null && name.Length > suffix.Length + 1 && name.EndsWith(suffix, StringComparison.Ordinal) && name[name.Length - suffix.Length - 1] is '.' or '_' ? name.Substring(0, name.Length - suffix.Length - 1) : null;

    private static string? MostCommon(IEnumerable<string> texts) => texts.GroupBy(text => text, StringComparer.Ordinal).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key;
}
