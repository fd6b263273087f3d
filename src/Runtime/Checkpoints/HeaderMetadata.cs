using System.Diagnostics.CodeAnalysis;

namespace Sinter.Checkpoints;

/// <summary>Free text beside the tensors of a file.</summary>
internal sealed class HeaderMetadata(JsonStrings strings)
{
    private readonly List<(int Key, int Value, int Hash)> items = [];

    /// <summary>The value under a key that is there.</summary>
    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var hash = string.GetHashCode(key.AsSpan());
        foreach (var item in items)
        {
            if (item.Hash != hash || !strings.Read(item.Key).SequenceEqual(key)) continue;
            value = strings.Read(item.Value).ToString();
            return true;
        }

        value = null;
        return false;
    }

    public void Add(int key, int value, int hash) => items.Add((key, value, hash));

    /// <summary>A key that is there twice, or null.</summary>
    public string? Repeated()
    {
        var place = strings.Repeated([.. items.Select(item => item.Key)], [.. items.Select(item => item.Hash)]);
        return place < 0 ? null : strings.Read(place).ToString();
    }
}
