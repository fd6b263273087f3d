using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>None of Python.</summary>
internal sealed class PickleNone
{
    private PickleNone()
    {
    }

    public static PickleNone Value { get; } = new();
}

/// <summary>A whole number of more than 64 bits; of no use but to be compared.</summary>
internal sealed record PickleBigNumber(byte[] Bytes);

/// <summary>A tuple, a list or a set: values in their order.</summary>
internal sealed class PickleSequence(List<object> items)
{
    public List<object> Items { get; } = items;
}

/// <summary>A dictionary. Later values take the place of earlier ones, as in Python; keys that are no strings are counted only.</summary>
internal sealed class PickleDictionary
{
    private Dictionary<string, object>? items;

    /// <summary>The values under strings, in the order in which these came first.</summary>
    public IReadOnlyDictionary<string, object> Items => items ??= new(StringComparer.Ordinal);

    /// <summary>How many keys were no strings.</summary>
    public int Others { get; private set; }

    public void Set(object key, object value)
    {
        if (key is string name) (items ??= new(StringComparer.Ordinal))[name] = value;
        else Others++;
    }
}

/// <summary>A class or function that a pickle names. Nothing of it is loaded; it is a name and stays one.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>What a pickle may hold besides weights, and nobody asks for: a device, a dtype.</summary>
internal sealed record PickleOpaque(string Name);

/// <summary>The memory that tensors are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The type of its elements; null where it is bytes, and a tensor gives them a type.</param>
/// <param name="Size">The bytes of an element.</param>
/// <param name="Count">How many elements it has.</param>
/// <param name="Offset">Where it begins in what the key names, in elements: old files have storages that are views of others.</param>
internal sealed record TorchStorage(string Key, ElementType? Type, int Size, long Count, long Offset);

/// <summary>A tensor: a view of a storage.</summary>
/// <param name="Storage">What it is a view of.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Offset">Its first element in the storage.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Strides">How many elements lie between neighbours along each axis.</param>
internal sealed record TorchTensor(TorchStorage Storage, ElementType Type, long Offset, long[] Shape, long[] Strides);
