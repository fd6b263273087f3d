using System.Buffers.Binary;
using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>
/// What <c>torch.save</c> wrote before version 1.6, and writes still when asked to: five pickles (a magic number, the version of the protocol,
/// the writer's machine, the object, the keys of its storages) and behind them the storages, each with the number of its elements.
/// </summary>
internal sealed class LegacyTorchFile : ITensorSource
{
    private const long Protocol = 1001;

    private static readonly byte[] Magic = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private readonly Content content;
    private readonly Dictionary<string, long> begins = new(StringComparer.Ordinal);
    private readonly bool isSwapped;

    /// <summary>Reads the pickles. The content belongs to the file from here on.</summary>
    /// <exception cref="CheckpointException">It is damaged, or holds no state_dict.</exception>
    public LegacyTorchFile(Content content)
    {
        this.content = content;
        using var stream = new ContentStream(content, 0, content.Length);
        var reader = new PickleReader(content.Name, stream, content.Length);
        var objects = new TorchObjects(content.Name);
        object Next() => new Unpickler(reader, objects).Read();
        if (Next() is not PickleBigNumber { Bytes: var magic } || !magic.AsSpan().SequenceEqual(Magic))
            throw content.Defect("this is a pickle, but none that torch.save has written; save the weights as safetensors, as .npz or by torch.save(model.state_dict(), …)");
        if (Next() is not Protocol) throw content.Defect($"the version of its protocol is not {Protocol}");
        isSwapped = Next() is PickleDictionary machine && machine.Items.GetValueOrDefault("little_endian") is false;
        var root = Next();
        if (Next() is not PickleSequence keys) throw content.Defect("it does not name its storages");
        FindStorages(keys.Items, objects.Storages, reader.Position);
        if (objects.Storages.Keys.FirstOrDefault(key => !begins.ContainsKey(key)) is { } missing) throw content.Defect($"it lacks the storage {Quotation.Of(missing)}");
        Sections = TorchSections.Find(root, Describe, content.Name);
    }

    public string Name => content.Name;

    public IReadOnlyList<TensorSection> Sections { get; }

    public void Dispose() => content.Dispose();

    private void FindStorages(List<object> keys, IReadOnlyDictionary<string, TorchStorage> storages, long position)
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var item in keys)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage) || begins.ContainsKey(key)) throw content.Defect("it lists a storage that nothing is a view of, or one twice");
            content.ReadExactly(position, count);
            var stated = BinaryPrimitives.ReadInt64LittleEndian(count);
            if (isSwapped) stated = BinaryPrimitives.ReverseEndianness(stated);
            if (stated != storage.Count) throw content.Defect($"its storage {Quotation.Of(key)} has {stated:N0} elements where {storage.Count:N0} are expected");
            position += sizeof(long);
            if ((Int128)storage.Count * storage.Size > content.Length - position) throw content.Defect($"its storage {Quotation.Of(key)} has fewer than {storage.Count:N0} elements: the file ends before");
            begins.Add(key, position);
            position += storage.Count * storage.Size;
        }
    }

    private SourceTensor Describe(string name, TorchTensor tensor)
    {
        var storage = tensor.Storage;
        var size = storage.Type is null ? tensor.Type.Size : storage.Size;
        var skip = (storage.Offset * storage.Size) + (tensor.Offset * size);
        var place = new ContentPlace(content, begins[storage.Key] + skip, (storage.Count * storage.Size) - (tensor.Offset * size)) { MayBeShared = true };
        return new SourceTensor(name, tensor.Type with { IsSwapped = isSwapped }, tensor.Shape, place) { Strides = tensor.Strides };
    }
}
