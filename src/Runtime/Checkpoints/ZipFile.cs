using System.IO.Compression;

namespace Sinter.Checkpoints;

/// <summary>A zip archive: its entries by their names, of which no two are the same. Nothing is extracted; entries are read as streams.</summary>
internal sealed class ZipFile : IDisposable
{
    private const int MostEntries = 1_000_000;

    private readonly Content content;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Reads the directory. The content belongs to the archive from here on.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public ZipFile(Content content)
    {
        this.content = content;
        try
        {
            archive = new ZipArchive(new ContentStream(content, 0, content.Length), ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
            {
                if (entries.Count == MostEntries) throw content.Defect($"the archive has more than {MostEntries:N0} entries");
                if (!entries.TryAdd(entry.FullName, entry)) throw content.Defect($"the archive has two entries called {Quotation.Of(entry.FullName)}");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw content.Defect($"the zip archive is damaged: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What messages call it.</summary>
    public string Name => content.Name;

    /// <summary>The names of all entries, in their order.</summary>
    public IEnumerable<string> Names => entries.Keys;

    /// <summary>Whether there is an entry.</summary>
    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>The bytes that an entry says it has.</summary>
    public long LengthOf(string name) => entries[name].Length;

    /// <summary>Whether an entry is stored as it is.</summary>
    public bool IsStored(string name) => entries[name].CompressedLength == entries[name].Length;

    /// <summary>An entry from a byte on.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public Stream Open(string name, long skip = 0)
    {
        Stream stream;
        try
        {
            stream = entries[name].Open();
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw Defect($"its entry {Quotation.Of(name)} is damaged: {exception.Message.TrimEnd('.')}");
        }

        try
        {
            Skip(stream, skip);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The first bytes of an entry, as many as it has of so many.</summary>
    public byte[] Head(string name, int count)
    {
        using var stream = Open(name);
        var head = new byte[count];
        return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    }

    /// <summary>An exception about this archive.</summary>
    public CheckpointException Defect(string what) => content.Defect(what);

    public void Dispose()
    {
        archive.Dispose();
        content.Dispose();
    }

    private static void Skip(Stream stream, long count)
    {
        if (stream.CanSeek && count > 0)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }

        var buffer = new byte[(int)Math.Min(count, 1 << 16)];
        for (var rest = count; rest > 0;)
        {
            var part = (int)Math.Min(rest, buffer.Length);
            stream.ReadExactly(buffer, 0, part);
            rest -= part;
        }
    }
}

/// <summary>Bytes of an entry of an archive.</summary>
internal sealed record ZipPlace(ZipFile Archive, string Entry, long Begin) : BytePlace
{
    /// <summary>Whether tensors of this place may be one.</summary>
    public bool MayBeShared { get; init; }

    public override bool IsShared => MayBeShared;

    public override Stream Open() => Archive.Open(Entry, Begin);
}
