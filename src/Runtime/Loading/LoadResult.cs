using System.Globalization;
using System.Text;
using Sinter.Checkpoints;

namespace Sinter;

/// <summary>A tensor that a file holds in another shape than the network takes.</summary>
/// <param name="Key">The network's key.</param>
/// <param name="Expected">The network's shape.</param>
/// <param name="Found">The file's, after <see cref="LoadOptions.Transpose"/>.</param>
public sealed record ShapeMismatch(string Key, IReadOnlyList<int> Expected, IReadOnlyList<long> Found)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Quotation.Of(Key)} is [{string.Join(", ", Found)}] instead of [{string.Join(", ", Expected)}]";
}

/// <summary>What became of the tensors of a file, and of those of the network. Lists of the network's are in its order, others in the file's.</summary>
public sealed class LoadResult
{
    internal LoadResult()
    {
    }

    /// <summary>The network's keys whose values were read.</summary>
    public IReadOnlyList<string> Loaded { get; internal init; } = [];

    /// <summary>The network's keys that the file does not have. Their values are as they were. Empty where loading is strict.</summary>
    public IReadOnlyList<string> Missing { get; internal init; } = [];

    /// <summary>The file's names that the network does not know. Empty where loading is strict.</summary>
    public IReadOnlyList<string> Unexpected { get; internal init; } = [];

    /// <summary>What the file has in another shape. The network's values are as they were. Empty where loading is strict.</summary>
    public IReadOnlyList<ShapeMismatch> Mismatched { get; internal init; } = [];

    /// <summary>The file's names that need no place in the network: known buffers, and copies of tied weights.</summary>
    public IReadOnlyList<string> PassedOver { get; internal init; } = [];

    /// <summary>The network's counters that the file is too old to have; they were set to 0.</summary>
    public IReadOnlyList<string> Reset { get; internal init; } = [];

    /// <summary>The prefix that was found before all names of the file and taken away, without having been asked for; null for none.</summary>
    public string? StrippedPrefix { get; internal init; }

    /// <summary>The prefix that all keys of the network have and the file's names lack, which was added without having been asked for; null for none.</summary>
    public string? AddedPrefix { get; internal init; }

    /// <summary>The dictionary of the file that was read, as <see cref="LoadOptions.Section"/> names it; empty for the whole file.</summary>
    public string Section { get; internal init; } = "";

    /// <summary>Whether every tensor of the network was read, and every one of the file had its place or needed none.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Mismatched.Count == 0;

    /// <summary>A line for each list that is not empty.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Loaded.Count} tensors loaded");
        if (Section != "") text.Append(CultureInfo.InvariantCulture, $" from {Quotation.Of(Section)}");
        if (StrippedPrefix is not null) text.Append(CultureInfo.InvariantCulture, $", without the prefix {Quotation.Of(StrippedPrefix)}");
        if (AddedPrefix is not null) text.Append(CultureInfo.InvariantCulture, $", with the prefix {Quotation.Of(AddedPrefix)}");
        Append("missing", Missing.Select(key => Quotation.Of(key)));
        Append("unexpected", Unexpected.Select(name => Quotation.Of(name)));
        Append("of another shape", Mismatched.Select(mismatch => mismatch.ToString()));
        Append("passed over", PassedOver.Select(name => Quotation.Of(name)));
        Append("set to 0", Reset.Select(key => Quotation.Of(key)));
        return text.ToString();

        void Append(string what, IEnumerable<string> names)
        {
            if (string.Join(", ", names) is { Length: > 0 } list) text.Append(CultureInfo.InvariantCulture, $"\n{what}: {list}");
        }
    }
}
