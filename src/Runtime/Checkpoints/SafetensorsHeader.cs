using System.Text.Json;
using System.Text.Unicode;

namespace Sinter.Checkpoints;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, as the format names it.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last.</param>
internal sealed record TensorEntry(string Name, string Type, long[] Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file: JSON that names tensors and their places. Reads what the format's specification allows and nothing
/// else; in particular tensors must cover the data exactly, so that no two readers can see different things in one file.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>More axes than any tensor has; keeps a damaged header from filling memory.</summary>
    private const int MaxNumbers = 64;

    private readonly string file;
    private readonly List<TensorEntry> entries = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private bool hasMetadata;

    private SafetensorsHeader(string file) => this.file = file;

    /// <summary>The tensors in the order of their places.</summary>
    public IReadOnlyList<TensorEntry> Entries => entries;

    /// <summary>Free text beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Reads a header.</summary>
    /// <param name="json">The header without its length.</param>
    /// <param name="dataLength">The bytes of the file behind the header.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="CheckpointException">The header is not valid.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        var header = new SafetensorsHeader(file);
        if (json.IsEmpty || json[0] != (byte)'{') throw header.Defect("the header does not start with '{'");
        if (!Utf8.IsValid(json)) throw header.Defect("the header is not valid UTF-8");
        try
        {
            header.ReadTensors(json);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(
                $"{file}: the header is not valid JSON: line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}.", exception);
        }

        header.CheckCoverage(dataLength);
        return header;
    }

    private void ReadTensors(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, "a tensor's name");
            reader.Read();
            if (name == "__metadata__")
            {
                if (hasMetadata) throw Defect("the header has two '__metadata__' entries");
                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else
            {
                if (!names.Add(name)) throw Defect($"the header has two tensors named '{name}'");
                entries.Add(ReadTensor(ref reader, name));
            }
        }

        // Reading on past the closing brace lets the reader find anything but white space behind it.
        while (reader.Read())
        {
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Defect("'__metadata__' is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader, "a key of '__metadata__'");
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Defect($"'__metadata__' has a value under '{key}' that is not a string");
            if (!metadata.TryAdd(key, Text(ref reader, $"'__metadata__' under '{key}'"))) throw Defect($"'__metadata__' has two values under '{key}'");
        }
    }

    private TensorEntry ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Defect(name, "its entry is not an object");
        string? type = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Text(ref reader, $"a field of tensor '{name}'");
            reader.Read();
            switch (field)
            {
                case "dtype":
                    if (type is not null) throw Defect(name, "it has two dtypes");
                    if (reader.TokenType != JsonTokenType.String) throw Defect(name, "its dtype is not a string");
                    type = Text(ref reader, $"the dtype of tensor '{name}'");
                    break;
                case "shape":
                    if (shape is not null) throw Defect(name, "it has two shapes");
                    shape = ReadNumbers(ref reader, name, "shape");
                    break;
                case "data_offsets":
                    if (offsets is not null) throw Defect(name, "it has two data_offsets");
                    offsets = ReadNumbers(ref reader, name, "data_offsets");
                    if (offsets.Length != 2) throw Defect(name, $"its data_offsets have {offsets.Length} numbers instead of 2");
                    break;
                default:
                    throw Defect(name, $"it has an unknown field '{field}'");
            }
        }

        if (type is null) throw Defect(name, "it has no dtype");
        if (shape is null) throw Defect(name, "it has no shape");
        if (offsets is null) throw Defect(name, "it has no data_offsets");
        return new TensorEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Defect(name, $"its {field} is not an array");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw Defect(name, $"its {field} holds something that is not a whole number from 0 to 2^63-1");
            if (numbers.Count == MaxNumbers) throw Defect(name, $"its {field} has more than {MaxNumbers} numbers");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Tensors must lie one after the other, without a gap or an overlap, from the first byte to the last, and have room for their shapes.</summary>
    private void CheckCoverage(long dataLength)
    {
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var covered = 0L;
        TensorEntry? previous = null;
        foreach (var entry in entries)
        {
            if (entry.End < entry.Begin) throw Defect(entry.Name, $"it ends at byte {entry.End}, before it begins at {entry.Begin}");
            if (entry.End > dataLength) throw Defect(entry.Name, $"it ends at byte {entry.End}, but the file has {dataLength} bytes of data");
            CheckSize(entry);
            if (entry.Begin < covered) throw Defect(entry.Name, $"it begins at byte {entry.Begin}, inside tensor '{previous!.Name}', which ends at {covered}");
            if (entry.Begin > covered) throw Defect(entry.Name, $"it begins at byte {entry.Begin}, but the bytes from {covered} on belong to no tensor");
            covered = entry.End;
            previous = entry;
        }

        if (covered != dataLength) throw Defect($"the last {dataLength - covered} bytes belong to no tensor");
    }

    private void CheckSize(TensorEntry entry)
    {
        var bits = BitsOf(entry.Type);
        if (bits == 0) throw Defect(entry.Name, $"its dtype '{entry.Type}' is unknown");
        UInt128 size = (UInt128)bits;
        foreach (var extent in entry.Shape)
        {
            size *= (UInt128)extent;
            if (size > long.MaxValue) throw Defect(entry.Name, $"its shape [{string.Join(", ", entry.Shape)}] is too large");
        }

        var stated = (UInt128)(entry.End - entry.Begin) * 8;
        if (size != stated)
            throw Defect(entry.Name, $"its shape [{string.Join(", ", entry.Shape)}] of {entry.Type} takes {(size + 7) / 8} bytes, but its data_offsets hold {stated / 8}");
    }

    private static int BitsOf(string type) => type switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "I8" or "U8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => 0,
    };

    private string Text(ref Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new CheckpointException($"{file}: {what} is not valid Unicode.", exception);
        }
    }

    private CheckpointException Defect(string what) => new($"{file}: {what}.");

    private CheckpointException Defect(string tensor, string what) => new($"{file}: tensor '{tensor}': {what}.");
}
