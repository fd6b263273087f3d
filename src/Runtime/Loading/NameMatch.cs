using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>Which tensor of a file is which of a network, by their names alone.</summary>
internal sealed class NameMatch
{
    private NameMatch(TensorSection section, IReadOnlyList<StoredTensor> tensors)
    {
        Section = section;
        Sources = new int[tensors.Count];
        Array.Fill(Sources, -1);
    }

    /// <summary>The tensors of the file.</summary>
    public TensorSection Section { get; }

    /// <summary>For each tensor of the network, which of the file it is; -1 for none.</summary>
    public int[] Sources { get; }

    /// <summary>The tensors of the file that the network does not know, in the file's order.</summary>
    public List<int> Others { get; } = [];

    /// <summary>What was taken away from the file's names without having been asked for.</summary>
    public string? Stripped { get; private init; }

    /// <summary>What was added to them without having been asked for.</summary>
    public string? Added { get; private init; }

    /// <summary>Whether all tensors of the network were found, those aside that a file may lack.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Compares names.</summary>
    /// <exception cref="CheckpointException">Two names of the file become the same.</exception>
    public static NameMatch Of(TensorSection section, IReadOnlyList<StoredTensor> tensors, LoadOptions options, string file)
    {
        IEnumerable<string?> renamed = options.KeepsNames ? section.Names : section.Names.Select(name => Renamed(name, options));
        var direct = new NameMatch(section, tensors);
        direct.Fill(renamed, tensors, options, file);
        if (direct.IsFull || !options.KeepsNames || options.IsExact) return direct;
        var (strip, add) = CommonPrefix.Find(section.Names, Required(tensors, options));
        if (strip is null && add is null) return direct;
        var shifted = new NameMatch(section, tensors) { Stripped = strip, Added = add };
        shifted.Fill(section.Names.Select(name => Shifted(name, strip, add)), tensors, options, file);
        return shifted;
    }

    /// <summary>The keys that a file has to have.</summary>
    public static string[] Required(IReadOnlyList<StoredTensor> tensors, LoadOptions options) =>
        [.. tensors.Where(tensor => options.IsExact || !IsLate(tensor)).Select(tensor => tensor.Name)];

    /// <summary>Whether a tensor is a counter that older files lack.</summary>
    public static bool IsLate(StoredTensor tensor) => tensor.IsCounter && KnownTensors.IsLateCounter(tensor.Name);

    private void Fill(IEnumerable<string?> names, IReadOnlyList<StoredTensor> tensors, LoadOptions options, string file)
    {
        var places = new Dictionary<string, int>(tensors.Count, StringComparer.Ordinal);
        for (var i = 0; i < tensors.Count; i++) places.Add(tensors[i].Name, i);
        foreach (var (i, renamed) in names.Index())
        {
            if (renamed is not { } name)
            {
                if (options.KeepsNames) Others.Add(i);
            }
            else if (!places.TryGetValue(name, out var place))
            {
                Others.Add(i);
            }
            else if (Sources[place] < 0)
            {
                Sources[place] = i;
            }
            else
            {
                throw new CheckpointException($"{file}: {Quotation.Of(Section.Names[Sources[place]])} and {Quotation.Of(Section.Names[i])} of the file would both be '{name}'; change what LoadOptions make of the names.");
            }
        }

        IsFull = !Sources.Where((source, index) => source < 0 && (options.IsExact || !IsLate(tensors[index]))).Any();
    }

    private static string? Shifted(string name, string? strip, string? add) =>
        add is not null ? add + name : name.StartsWith(strip!, StringComparison.Ordinal) ? name[strip!.Length..] : null;

    private static string? Renamed(string name, LoadOptions options)
    {
        if (options.StripPrefix is { } strip && name.StartsWith(strip, StringComparison.Ordinal)) name = name[strip.Length..];
        name = options.AddPrefix + name;
        if (options.Names is { } names && names.TryGetValue(name, out var mapped)) name = mapped;
        return options.Rename is { } rename ? rename(name) : name;
    }
}
