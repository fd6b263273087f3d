using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sinter.Runtime;

namespace Sinter.Checkpoints;

/// <summary>Reads safetensors files: everything is read and checked before the first value in memory changes.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    /// <summary>The format's own limit on headers.</summary>
    private const long HeaderLimit = 100_000_000;

    /// <summary>How many names a message lists.</summary>
    private const int Shown = 5;

    private readonly string file;
    private readonly FileStream stream;
    private readonly SafetensorsHeader header;
    private readonly long dataStart;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CheckpointException">The file is not a valid safetensors file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public SafetensorsReader(string path)
    {
        file = path;
        stream = RegularFile.OpenRead(path);
        try
        {
            var length = stream.Length;
            if (length < sizeof(ulong)) throw Defect($"the file has {length} bytes, too few for a safetensors header");
            Span<byte> prefix = stackalloc byte[sizeof(ulong)];
            stream.ReadExactly(prefix);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength > HeaderLimit) throw Defect($"the header claims {headerLength:N0} bytes; the limit is {HeaderLimit:N0}");
            dataStart = sizeof(ulong) + (long)headerLength;
            if (dataStart > length) throw Defect($"the header claims {headerLength:N0} bytes, but only {length - sizeof(ulong):N0} follow");
            var json = new byte[headerLength];
            stream.ReadExactly(json);
            header = SafetensorsHeader.Parse(json, length - dataStart, path);
        }
        catch (EndOfStreamException exception)
        {
            stream.Dispose();
            throw new CheckpointException($"{path}: the file ended while it was read.", exception);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Free text beside the tensors.</summary>
    public HeaderMetadata Metadata => header.Metadata;

    /// <summary>The names of the tensors in the file.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, header.Count).Select(index => header.NameOf(index).ToString());

    /// <summary>Reads the tensors of a file that must hold exactly these, under these names, types and shapes.</summary>
    /// <param name="tensors">What to read, and where to.</param>
    /// <param name="network">The network's name, for messages.</param>
    /// <param name="passedOver">The names of what the file may hold besides.</param>
    /// <exception cref="CheckpointException">The file holds something else; nothing has been written.</exception>
    public void Load(IReadOnlyList<StoredTensor> tensors, string network, IEnumerable<string>? passedOver = null)
    {
        var entries = Match(tensors, network, (passedOver ?? []).ToHashSet(StringComparer.Ordinal));
        var staged = new float[tensors.Count][];
        try
        {
            for (var i = 0; i < staged.Length; i++) staged[i] = Read(tensors[i], entries[i]);
        }
        catch (EndOfStreamException exception)
        {
            throw new CheckpointException($"{file}: the file ended while it was read.", exception);
        }

        for (var i = 0; i < staged.Length; i++) CheckRange(tensors[i], staged[i]);
        for (var i = 0; i < staged.Length; i++) staged[i].CopyTo(tensors[i].Values);
    }

    public void Dispose() => stream.Dispose();

    /// <summary>An exception about this file.</summary>
    public CheckpointException Defect(string what) => new($"{file}: {what}.");

    private TensorEntry[] Match(IReadOnlyList<StoredTensor> tensors, string network, HashSet<string> passedOver)
    {
        var stored = new Dictionary<string, int>(tensors.Count, StringComparer.Ordinal);
        foreach (var tensor in tensors) stored.Add(tensor.Name, -1);
        var names = stored.GetAlternateLookup<ReadOnlySpan<char>>();
        var others = passedOver.GetAlternateLookup<ReadOnlySpan<char>>();
        var (unknown, more) = (new List<string>(), 0);
        for (var i = 0; i < header.Count; i++)
        {
            var name = header.NameOf(i);
            if (names.ContainsKey(name)) names[name] = i;
            else if (others.Contains(name)) continue;
            else if (unknown.Count < Shown) unknown.Add(Quotation.Of(name));
            else more++;
        }

        var missing = tensors.Where(tensor => stored[tensor.Name] < 0).Select(tensor => Quotation.Of(tensor.Name)).ToList();
        if (missing.Count > 0 || unknown.Count > 0)
        {
            var lacks = missing.Count > 0 ? $"it lacks {List(missing, Math.Max(missing.Count - Shown, 0))}" : "";
            var has = unknown.Count > 0 ? $"it has {List(unknown, more)}, which the network does not" : "";
            throw Defect($"the tensors are not those of {network}: {lacks}{(lacks != "" && has != "" ? "; " : "")}{has}");
        }

        var entries = new TensorEntry[tensors.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var (tensor, entry) = (tensors[i], header[stored[tensors[i].Name]]);
            if (entry.Type != tensor.Type && !IsFloatCounter(tensor, entry)) throw Defect($"tensor '{tensor.Name}': its dtype is {entry.Type}, but {network} takes {tensor.Type}");
            if (!entry.Shape.SequenceEqual(tensor.Shape.Select(extent => (long)extent)))
                throw Defect($"tensor '{tensor.Name}': its shape is [{string.Join(", ", entry.Shape)}], but {network} takes {NetworkInfo.Describe(tensor.Shape)}");
            entries[i] = entry;
        }

        return entries;
    }

    // Some frameworks know no integers.
    private static bool IsFloatCounter(StoredTensor tensor, TensorEntry entry) => tensor.IsCounter && entry.Type == "F32";

    private void CheckRange(StoredTensor tensor, float[] values)
    {
        foreach (var count in tensor.IsCounter ? MemoryMarshal.Cast<float, long>(values) : [])
        {
            if (count < 0) throw Defect($"tensor '{tensor.Name}' counts, but is {count}");
        }

        if (tensor.Range is not { } range) return;
        for (var i = 0; i < values.Length; i++)
        {
            // A square may be more than a float holds; what is updated with it is 0 then.
            if (!(range == ValueRange.Numbers ? float.IsFinite(values[i]) : values[i] >= 0))
                throw Defect($"tensor '{tensor.Name}': value {i} is {values[i]}, but an optimizer's {(range == ValueRange.Numbers ? "values are finite numbers" : "mean of squares is at least 0")}");
        }
    }

    private float[] Read(StoredTensor tensor, TensorEntry entry)
    {
        // A span of bytes holds at most 2^31 - 1 of them, fewer than an array of floats may.
        const int Chunk = 1 << 24;
        var values = new float[(entry.End - entry.Begin) / sizeof(float)];
        stream.Position = dataStart + entry.Begin;
        for (var start = 0; start < values.Length; start += Chunk)
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Chunk, values.Length - start))));
        return IsFloatCounter(tensor, entry) ? ToCounts(tensor, values) : values;
    }

    private float[] ToCounts(StoredTensor tensor, float[] values)
    {
        var converted = new float[2 * values.Length];
        var counts = MemoryMarshal.Cast<float, long>(converted.AsSpan());
        for (var i = 0; i < values.Length; i++)
        {
            if (!Counter.TryConvert(values[i], out counts[i])) throw Defect($"tensor '{tensor.Name}' counts, but is {values[i]}");
        }

        return converted;
    }

    private static string List(List<string> names, int more) => string.Join(", ", names.Take(Shown)) + (more > 0 ? $" and {more} more" : "");
}
