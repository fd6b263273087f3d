using Sinter.Checkpoints;
using Sinter.Runtime;

namespace Sinter.Loading;

/// <summary>What is read for each tensor of a network, and what is not; made from a file's names and shapes before any value is read.</summary>
internal sealed class LoadPlan
{
    /// <summary>How many names a message lists.</summary>
    private const int Shown = 5;

    private readonly IReadOnlyList<StoredTensor> tensors;
    private readonly NameMatch match;
    private readonly LoadOptions options;
    private readonly string file;
    private readonly List<int> missing = [];
    private readonly List<int> unexpected = [];
    private readonly List<int> passedOver = [];
    private readonly List<ShapeMismatch> mismatched = [];

    public LoadPlan(IReadOnlyList<StoredTensor> tensors, NameMatch match, LoadOptions options, string file)
    {
        (this.tensors, this.match, this.options, this.file) = (tensors, match, options, file);
        Sources = new SourceTensor?[tensors.Count];
        for (var i = 0; i < tensors.Count; i++)
        {
            if (match.Sources[i] >= 0) Add(i, match.Section[match.Sources[i]]);
            else if (!options.IsExact && NameMatch.IsLate(tensors[i])) Late.Add(i);
            else missing.Add(i);
        }

        foreach (var other in match.Others) (NeedsNoPlace(other) ? passedOver : unexpected).Add(other);
    }

    /// <summary>What is read for each tensor of the network, in the order in which it lies; null for nothing.</summary>
    public SourceTensor?[] Sources { get; }

    /// <summary>The counters that are set to 0 because the file is older than they are.</summary>
    public List<int> Late { get; } = [];

    /// <summary>What is said of it afterwards.</summary>
    public LoadResult Result() => new()
    {
        Loaded = [.. tensors.Where((_, index) => Sources[index] is not null).Select(tensor => tensor.Name)],
        Missing = [.. missing.Select(index => tensors[index].Name)],
        Unexpected = [.. unexpected.Select(index => match.Section.Names[index])],
        Mismatched = [.. mismatched],
        PassedOver = [.. passedOver.Select(index => match.Section.Names[index])],
        Reset = [.. Late.Select(index => tensors[index].Name)],
        StrippedPrefix = match.Stripped,
        AddedPrefix = match.Added,
        Section = match.Section.Path,
    };

    /// <summary>Refuses a file that does not fit, or of which nothing does.</summary>
    /// <param name="network">The network's name.</param>
    /// <exception cref="CheckpointException">It does not.</exception>
    public void Require(string network)
    {
        if (options.Strict) RequireUse();
        var found = Sources.Count(source => source is not null);
        if (!options.Strict && (found > 0 || tensors.Count == 0)) return;
        if (missing.Count > 0 || unexpected.Count > 0)
        {
            var lacks = missing.Count > 0 ? $"it lacks {List(missing.Count, missing.Select(index => tensors[index].Name))}" : "";
            var has = unexpected.Count > 0 ? $"it has {List(unexpected.Count, unexpected.Select(index => match.Section.Names[index]))}, which the network does not" : "";
            throw Defect($"the tensors are not those of {network}: {lacks}{(lacks != "" && has != "" ? "; " : "")}{has}{Advice()}");
        }

        if (mismatched.Count > 0)
        {
            var first = mismatched[0];
            var more = mismatched.Count > 1 ? $", and {mismatched.Count - 1} more have other shapes" : "";
            throw Defect($"tensor '{first.Key}': its shape is [{string.Join(", ", first.Found)}], but {network} takes [{string.Join(", ", first.Expected)}]{more}{TransposeAdvice(first)}");
        }
    }

    private void Add(int index, SourceTensor source)
    {
        var tensor = tensors[index];
        if (options.Transpose.Any(pattern => Wildcard.Matches(pattern, tensor.Name)))
        {
            if (source.Shape.Length > 2) throw Defect($"tensor '{tensor.Name}': LoadOptions.Transpose names it, but its shape {source.ShapeText} has more than two axes");
            source = source.Transposed();
        }

        if (source.Shape.AsSpan().SequenceEqual([.. tensor.Shape.Select(extent => (long)extent)])) Sources[index] = source;
        else mismatched.Add(new ShapeMismatch(tensor.Name, [.. tensor.Shape], source.Shape));
    }

    // A buffer that is known, or once more what the network has under another name: the same memory, or a pair that is tied with the same values.
    private bool NeedsNoPlace(int other)
    {
        if (options.IsExact) return false;
        var name = match.Section.Names[other];
        if (KnownTensors.IsBuffer(match.Section, other)) return true;
        foreach (var source in Sources)
        {
            if (source is null) continue;
            if (KnownTensors.AreTied(name, source.Name) && TensorEquality.Holds(match.Section[other], source, file)) return true;
            if (source.Place.IsShared && match.Section[other].Is(source)) return true;
        }

        return false;
    }

    private void RequireUse()
    {
        if (options.StripPrefix is { Length: > 0 } strip && !match.Section.Names.Any(name => name.StartsWith(strip, StringComparison.Ordinal)))
            throw Defect($"no name in the file begins with LoadOptions.StripPrefix {Quotation.Of(strip)}; they begin as {Quotation.Of(match.Section.Names.FirstOrDefault() ?? "")}");
        if (options.Transpose.FirstOrDefault(pattern => !tensors.Any(tensor => Wildcard.Matches(pattern, tensor.Name))) is { } unused)
            throw Defect($"LoadOptions.Transpose has {Quotation.Of(unused)}, which is no tensor of the network");
    }

    private string Advice()
    {
        var (names, keys) = (match.Section.Names, NameMatch.Required(tensors, options));
        if (missing.Count == 0) return unexpected.Count > 0 && !options.IsExact ? "; LoadOptions { Strict = false } passes over what the network does not know" : "";
        if (options.IsExact || !options.KeepsNames || match.Stripped is not null || CommonPrefix.Advice(names, keys) is not ({ } prefix, var found)) return "";
        return $"; with LoadOptions {{ StripPrefix = \"{Quotation.Shown(prefix)}\" }} it has {found} of {keys.Length}";
    }

    private static string TransposeAdvice(ShapeMismatch mismatch) =>
        mismatch.Expected.Count == 2 && mismatch.Found.Count == 2 && mismatch.Found[0] == mismatch.Expected[1] && mismatch.Found[1] == mismatch.Expected[0]
            ? $"; if the file holds its matrices the other way round, as the Conv1D of Hugging Face does, give LoadOptions {{ Transpose = [\"{OfNumbers(mismatch.Key)}\"] }}, and name its square ones too"
            : "";

    private CheckpointException Defect(string what) => new($"{file}: {what}.");

    private static string List(int count, IEnumerable<string> names) =>
        string.Join(", ", names.Take(Shown).Select(name => Quotation.Of(name))) + (count > Shown ? $" and {count - Shown} more" : "");

    // The pattern of all names that differ from one in its numbers alone: h.*.weight of h.0.weight.
    private static string OfNumbers(string name) => string.Join('.', name.Split('.').Select(part => part.All(char.IsAsciiDigit) ? "*" : part));
}
