using System.Runtime.InteropServices;
using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>Brings the tensors of a source to their places in memory: everything is checked before the first value there changes.</summary>
internal static class WeightLoader
{
    // What training scripts call the dictionary of the weights.
    private static readonly string[] Usual = ["state_dict", "model_state_dict", "model", "net", "network", "module", "params", "weights", "model.state_dict"];

    /// <summary>Reads tensors.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="tensors">What to read, and where to.</param>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="options">How names and shapes are compared.</param>
    /// <param name="isFresh">Whether nobody has seen the memory yet, so that it may be written before all is read.</param>
    /// <param name="loaded">Receives which of the first tensors have been loaded.</param>
    /// <param name="origins">Receives where these can be read again.</param>
    /// <exception cref="CheckpointException">The source is damaged or holds something else; nothing has been written unless the memory is fresh.</exception>
    public static LoadResult Load(
        ITensorSource source, IReadOnlyList<StoredTensor> tensors, string network, LoadOptions options, bool isFresh, Span<bool> loaded = default, Span<TensorOrigin?> origins = default)
    {
        try
        {
            var plan = new LoadPlan(tensors, Choose(source, tensors, options), options, source.Name);
            plan.Require(network);
            var staged = new float[tensors.Count][];
            for (var i = 0; i < staged.Length; i++)
            {
                if (plan.Sources[i] is not { } found) continue;
                var target = isFresh ? tensors[i].Values : staged[i] = GC.AllocateUninitializedArray<float>(tensors[i].Values.Length);
                var sum = new ContentSum();
                Read(found, tensors[i], target, source.Name, ref sum, sums: i < origins.Length);
                if (i >= origins.Length) continue;
                (loaded[i], origins[i]) = (true, TensorOrigin.Of(found, source.Name, sum.Value));
            }

            for (var i = 0; i < staged.Length && !isFresh; i++) staged[i]?.CopyTo(tensors[i].Values);
            foreach (var late in plan.Late) tensors[late].Values.Clear();
            return plan.Result();
        }
        catch (EndOfStreamException exception)
        {
            throw new CheckpointException($"{source.Name}: the file ended while it was read.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new CheckpointException($"{source.Name}: the compressed data is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Reads values once more.</summary>
    /// <returns>What they come to now.</returns>
    /// <exception cref="CheckpointException">They are no longer there.</exception>
    public static ulong ReadAgain(TensorOrigin origin, Span<float> values)
    {
        try
        {
            using var reader = new ElementReader(origin.Source, origin.File);
            var sum = new ContentSum();
            _ = Read(reader, values, ref sum, sums: true);
            return sum.Value;
        }
        catch (EndOfStreamException)
        {
            return ~origin.Sum;
        }
    }

    private static NameMatch Choose(ITensorSource source, IReadOnlyList<StoredTensor> tensors, LoadOptions options)
    {
        var sections = source.Sections;
        if (options.Section is { } path)
        {
            var section = sections.FirstOrDefault(section => section.Path == path) ??
                throw new CheckpointException($"{source.Name}: LoadOptions.Section is {Quotation.Of(path)}, but {(sections is [{ Path: "" }] ? "the file has no dictionaries in it" : $"the file has {Choices(sections)}")}.");
            return NameMatch.Of(section, tensors, options, source.Name);
        }

        if (sections is [var only]) return NameMatch.Of(only, tensors, options, source.Name);
        var matches = sections.Select(section => NameMatch.Of(section, tensors, options, source.Name)).ToArray();
        if (matches.Where(match => match.IsFull).Take(2).ToArray() is [var one]) return one;
        if (!matches.Any(match => match.IsFull) && matches.Where(match => Usual.Contains(match.Section.Path)).Take(2).ToArray() is [var usual]) return usual;
        var fitting = matches.Where(match => match.IsFull).Select(match => match.Section).ToArray();
        throw new CheckpointException($"{source.Name}: the file has several dictionaries of tensors, {(fitting.Length == 0 ? "none" : "more than one")} of which holds all of the network: {Choices(fitting.Length == 0 ? sections : fitting)}; name one with LoadOptions.Section.");
    }

    private static string Choices(IEnumerable<TensorSection> sections)
    {
        const int Shown = 10;
        var paths = sections.Select(section => $"{Quotation.Of(section.Path)} ({section.Names.Count} tensors)").ToArray();
        return string.Join(", ", paths.Take(Shown)) + (paths.Length > Shown ? $" and {paths.Length - Shown} more" : "");
    }

    private static void Read(SourceTensor source, StoredTensor tensor, Span<float> values, string file, ref ContentSum sum, bool sums)
    {
        using var reader = new ElementReader(source, file);
        if (tensor.IsCounter)
        {
            foreach (ref var count in MemoryMarshal.Cast<float, long>(values))
            {
                if (!reader.TryReadCount(out count, out var text)) throw new CheckpointException($"{file}: tensor '{tensor.Name}' counts, but is {text}.");
            }

            return;
        }

        var beyond = Read(reader, values, ref sum, sums);
        if (beyond >= 0) throw Defect($"value {beyond} is a number of 64 bits beyond the largest of 32");
        if (tensor.Range is not { } range) return;
        for (var i = 0; i < values.Length; i++)
        {
            // A square may be more than a float holds; what is updated with it is 0 then.
            if (!(range == ValueRange.Numbers ? float.IsFinite(values[i]) : values[i] >= 0))
                throw Defect($"value {i} is {values[i]}, but an optimizer's {(range == ValueRange.Numbers ? "values are finite numbers" : "mean of squares is at least 0")}");
        }

        CheckpointException Defect(string what) => new($"{file}: tensor '{tensor.Name}': {what}.");
    }

    // Parts that are still in a cache when they are summed up.
    private static long Read(ElementReader reader, Span<float> values, ref ContentSum sum, bool sums)
    {
        const int Part = 1 << 18;
        if (!sums) return reader.Read(values);
        for (var start = 0; start < values.Length; start += Part)
        {
            var part = values.Slice(start, Math.Min(Part, values.Length - start));
            var beyond = reader.Read(part);
            if (beyond >= 0) return start + beyond;
            sum.Add(part);
        }

        return -1;
    }
}
