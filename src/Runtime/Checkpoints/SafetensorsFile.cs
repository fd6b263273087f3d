using System.Buffers.Binary;

namespace Sinter.Checkpoints;

/// <summary>A file of the safetensors format.</summary>
internal sealed class SafetensorsFile : ITensorSource
{
    /// <summary>The format's own limit on headers.</summary>
    private const long HeaderLimit = 100_000_000;

    private readonly Content content;
    private readonly SafetensorsHeader header;
    private readonly long dataStart;

    /// <summary>Reads the header. The content belongs to the file from here on.</summary>
    /// <exception cref="CheckpointException">It is not a valid safetensors file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public SafetensorsFile(Content content)
    {
        this.content = content;
        var length = content.Length;
        if (length < sizeof(ulong)) throw Defect($"the file has {length} bytes, too few for a safetensors header");
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        content.ReadExactly(0, prefix);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > HeaderLimit) throw Defect($"the header claims {headerLength:N0} bytes; the limit is {HeaderLimit:N0}");
        dataStart = sizeof(ulong) + (long)headerLength;
        if (dataStart > length) throw Defect($"the header claims {headerLength:N0} bytes, but only {length - sizeof(ulong):N0} follow");
        var json = new byte[headerLength];
        content.ReadExactly(sizeof(ulong), json);
        header = SafetensorsHeader.Parse(json, length - dataStart, content.Name);
        var names = new string[header.Count];
        for (var i = 0; i < names.Length; i++) names[i] = header.NameOf(i).ToString();
        Sections = [new TensorSection("", names, index => Describe(names[index], header[index]))];
    }

    /// <summary>What messages call it.</summary>
    public string Name => content.Name;

    /// <summary>Free text beside the tensors.</summary>
    public HeaderMetadata Metadata => header.Metadata;

    /// <summary>All tensors.</summary>
    public IReadOnlyList<TensorSection> Sections { get; }

    /// <summary>An exception about this file.</summary>
    public CheckpointException Defect(string what) => content.Defect(what);

    public void Dispose() => content.Dispose();

    private SourceTensor Describe(string name, TensorEntry entry) =>
        new(name, ElementType.OfSafetensors(entry.Type), entry.Shape, new ContentPlace(content, dataStart + entry.Begin, entry.End - entry.Begin));
}
