using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>What <c>torch.save</c> writes: a zip archive with a pickle and, each in an entry of its own, the storages of its tensors.</summary>
internal sealed class TorchFile : ITensorSource
{
    private const string Pickle = "data.pkl";

    /// <summary>Of tensors and their names a pickle says some hundred bytes each.</summary>
    private const long LongestPickle = 64 << 20;

    private readonly ZipFile archive;
    private readonly string root;
    private readonly bool isSwapped;

    /// <summary>Reads the pickle. The archive belongs to the file from here on.</summary>
    /// <exception cref="CheckpointException">It is damaged, or holds no state_dict.</exception>
    public TorchFile(ZipFile archive)
    {
        this.archive = archive;
        root = RootOf(archive) ?? throw archive.Defect("the archive has no data.pkl");
        if (archive.Has(root + "constants.pkl"))
            throw archive.Defect("this is TorchScript, a program; in PyTorch, write its weights alone: torch.save(torch.jit.load(…).state_dict(), …)");
        var pickle = root + Pickle;
        RequireStored(pickle);
        var length = archive.LengthOf(pickle);
        if (length > LongestPickle) throw archive.Defect($"its pickle has {length:N0} bytes; a state_dict's has at most {LongestPickle:N0}");
        isSwapped = archive.Has(root + "byteorder") && archive.Head(root + "byteorder", 3).AsSpan().SequenceEqual("big"u8);
        var objects = new TorchObjects(archive.Name);
        using var stream = archive.Open(pickle);
        var value = new Unpickler(new PickleReader(archive.Name, stream, length), objects).Read();
        foreach (var storage in objects.Storages.Values) Require(storage);
        Sections = TorchSections.Find(value, Describe, archive.Name);
    }

    public string Name => archive.Name;

    public IReadOnlyList<TensorSection> Sections { get; }

    /// <summary>The folder of an archive that has the pickle in it; null if it is none of PyTorch's.</summary>
    public static string? RootOf(ZipFile archive)
    {
        var pickle = archive.Names.FirstOrDefault(name => name == Pickle || (name.EndsWith("/" + Pickle, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Pickle.Length - 1));
        return pickle?[..^Pickle.Length];
    }

    public void Dispose() => archive.Dispose();

    private void Require(TorchStorage storage)
    {
        var entry = EntryOf(storage);
        if (!archive.Has(entry)) throw archive.Defect($"it lacks the storage {Quotation.Of(storage.Key)}");
        RequireStored(entry);
        if (archive.LengthOf(entry) != (Int128)storage.Count * storage.Size)
            throw archive.Defect($"its storage {Quotation.Of(storage.Key)} has {archive.LengthOf(entry):N0} bytes where {(Int128)storage.Count * storage.Size:N0} are expected");
    }

    private void RequireStored(string entry)
    {
        if (!archive.IsStored(entry)) throw archive.Defect($"its entry {Quotation.Of(entry)} is compressed, as torch.save does not write it; pack the archive again without compression");
    }

    private string EntryOf(TorchStorage storage) => $"{root}data/{storage.Key}";

    private SourceTensor Describe(string name, TorchTensor tensor)
    {
        var size = tensor.Storage.Type is null ? tensor.Type.Size : tensor.Storage.Size;
        var place = new ZipPlace(archive, EntryOf(tensor.Storage), (tensor.Storage.Offset * tensor.Storage.Size) + (tensor.Offset * size)) { MayBeShared = true };
        return new SourceTensor(name, tensor.Type with { IsSwapped = isSwapped }, tensor.Shape, place) { Strides = tensor.Strides };
    }
}
