using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>A model in several files, of which an index says which tensors each holds.</summary>
internal sealed class ShardedSource : ITensorSource
{
    private readonly List<ITensorSource> shards = [];

    private ShardedSource(string name) => Name = name;

    public string Name { get; }

    public IReadOnlyList<TensorSection> Sections { get; private set; } = [];

    /// <summary>Opens all files of an index, which lie beside it.</summary>
    /// <exception cref="CheckpointException">One of them is not there or damaged, or holds other tensors than the index says.</exception>
    public static ShardedSource Of(Content index)
    {
        using var owned = index;
        if (index.Path is not { } path) throw index.Defect("this is the index of a model in several files, which cannot be found from here; give its path");
        var places = ShardIndex.Read(index);
        var result = new ShardedSource(index.Name);
        try
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            result.Open(places, file => System.IO.Path.Combine(folder, file), index);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var shard in shards) shard.Dispose();
    }

    private void Open(List<(string Name, string File)> places, Func<string, string> pathOf, Content index)
    {
        var found = new Dictionary<string, (TensorSection Section, int Index, string File)>(StringComparer.Ordinal);
        foreach (var file in places.Select(place => place.File).Distinct(StringComparer.Ordinal))
        {
            var path = pathOf(file);
            if (!File.Exists(path)) throw index.Defect($"it names the file {Quotation.Of(file)}, which is not beside it");
            var shard = WeightFormats.OpenShard(path);
            shards.Add(shard);
            if (shard.Sections is not [var section]) throw index.Defect($"its file {Quotation.Of(file)} has more than one dictionary of tensors");
            for (var i = 0; i < section.Names.Count; i++)
            {
                if (!found.TryAdd(section.Names[i], (section, i, file)))
                    throw index.Defect($"{Quotation.Of(section.Names[i])} is in {Quotation.Of(found[section.Names[i]].File)} and in {Quotation.Of(file)}");
            }
        }

        foreach (var (name, file) in places)
        {
            if (!found.TryGetValue(name, out var place) || place.File != file) throw index.Defect($"it has {Quotation.Of(name)} in {Quotation.Of(file)}, where it is not");
        }

        // What a file has besides is not the model's as its author has listed it.
        var names = places.Select(place => place.Name).ToArray();
        if (found.Count > names.Length)
        {
            var listed = names.ToHashSet(StringComparer.Ordinal);
            var other = found.First(item => !listed.Contains(item.Key));
            throw index.Defect($"{Quotation.Of(other.Value.File)} has {Quotation.Of(other.Key)}, which the index does not name");
        }

        Sections = [new TensorSection("", names, i => found[names[i]] is var place ? place.Section[place.Index] : throw new InvalidOperationException())];
    }
}
