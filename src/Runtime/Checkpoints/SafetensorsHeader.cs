using System.Text.Json;
using System.Text.Unicode;

namespace Sinter.Checkpoints;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Type">Its element type, as the format names it.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last.</param>
internal sealed record TensorEntry(string Type, long[] Shape, long Begin, long End);

/// <summary>Where a header says something of one tensor: places in it, and in the data behind it.</summary>
/// <param name="Name">Where its name is.</param>
/// <param name="Hash">The hash of its name.</param>
/// <param name="Type">Where its element type is.</param>
/// <param name="Shape">Where its shape is.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte behind its last.</param>
internal readonly record struct TensorPlace(int Name, int Hash, int Type, int Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file: JSON that names tensors and their places. Reads what the format's specification allows and nothing
/// else; in particular tensors must cover the data exactly, so that no two readers can see different things in one file. It takes a
/// few times the memory of the header, whatever is in it.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>More axes than any tensor has; keeps a damaged header from filling memory.</summary>
    private const int MaxNumbers = 64;

    private readonly string file;
    private readonly JsonStrings strings;
    private readonly List<TensorPlace> places = [];
    private bool hasMetadata;

    private SafetensorsHeader(string file, ReadOnlyMemory<byte> json)
    {
        this.file = file;
        strings = new JsonStrings(json);
        Metadata = new HeaderMetadata(strings);
    }

    /// <summary>The number of tensors.</summary>
    public int Count => places.Count;

    /// <summary>Free text beside the tensors.</summary>
    public HeaderMetadata Metadata { get; }

    /// <summary>What is said of a tensor; they are in the order of their places.</summary>
    public TensorEntry this[int index]
    {
        get
        {
            var place = places[index];
            return new TensorEntry(strings.Read(place.Type).ToString(), Shape(place), place.Begin, place.End);
        }
    }

    /// <summary>Reads a header.</summary>
    /// <param name="json">The header without its length.</param>
    /// <param name="dataLength">The bytes of the file behind the header.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="CheckpointException">The header is not valid.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength, string file)
    {
        var header = new SafetensorsHeader(file, json);
        if (json.IsEmpty || json.Span[0] != (byte)'{') throw header.Defect("the header does not start with '{'");
        if (!Utf8.IsValid(json.Span)) throw header.Defect("the header is not valid UTF-8");
        try
        {
            header.ReadTensors(json.Span);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(
                $"{file}: the header is not valid JSON: line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}.", exception);
        }

        header.CheckNames();
        header.CheckCoverage(dataLength);
        return header;
    }

    /// <summary>The name of a tensor, until something else is read.</summary>
    public ReadOnlySpan<char> NameOf(int index) => strings.Read(places[index].Name);

    private void ReadTensors(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = (int)reader.TokenStartIndex;
            var name = Text(ref reader, "a tensor's name");
            var (hash, isMetadata) = (string.GetHashCode(name), name is "__metadata__");
            reader.Read();
            if (isMetadata)
            {
                if (hasMetadata) throw Defect("the header has two '__metadata__' entries");
                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else
            {
                places.Add(ReadTensor(ref reader, place, hash));
            }
        }

        // Reading on past the closing brace lets the reader find anything but white space behind it.
        while (reader.Read())
        {
        }
    }

    private void CheckNames()
    {
        var place = strings.Repeated([.. places.Select(tensor => tensor.Name)], [.. places.Select(tensor => tensor.Hash)]);
        if (place >= 0) throw Defect($"the header has two tensors named {Quotation.Of(strings.Read(place))}");
        if (Metadata.Repeated() is { } key) throw Defect($"'__metadata__' has two values under {Quotation.Of(key)}");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Defect("'__metadata__' is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = (int)reader.TokenStartIndex;
            var hash = string.GetHashCode(Text(ref reader, "a key of '__metadata__'"));
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Defect($"'__metadata__' has a value under {Quoted(key)} that is not a string");
            Text(ref reader, "a value of '__metadata__'");
            Metadata.Add(key, (int)reader.TokenStartIndex, hash);
        }
    }

    private TensorPlace ReadTensor(ref Utf8JsonReader reader, int name, int hash)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Defect(name, "its entry is not an object");
        int type = -1, shape = -1;
        (long Begin, long End)? offsets = null;
        Span<long> numbers = stackalloc long[MaxNumbers];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Text(ref reader, "a field of a tensor");
            switch (field)
            {
                case "dtype":
                    reader.Read();
                    if (type >= 0) throw Defect(name, "it has two dtypes");
                    if (reader.TokenType != JsonTokenType.String) throw Defect(name, "its dtype is not a string");
                    Text(ref reader, "the dtype of a tensor");
                    type = (int)reader.TokenStartIndex;
                    break;
                case "shape":
                    reader.Read();
                    if (shape >= 0) throw Defect(name, "it has two shapes");
                    shape = (int)reader.TokenStartIndex;
                    ReadNumbers(ref reader, numbers, name, "shape");
                    break;
                case "data_offsets":
                    reader.Read();
                    if (offsets is not null) throw Defect(name, "it has two data_offsets");
                    var count = ReadNumbers(ref reader, numbers, name, "data_offsets");
                    if (count != 2) throw Defect(name, $"its data_offsets have {count} numbers instead of 2");
                    offsets = (numbers[0], numbers[1]);
                    break;
                default:
                    var unknown = Quotation.Of(field);
                    throw Defect(name, $"it has an unknown field {unknown}");
            }
        }

        if (type < 0) throw Defect(name, "it has no dtype");
        if (shape < 0) throw Defect(name, "it has no shape");
        if (offsets is not { } place) throw Defect(name, "it has no data_offsets");
        return new TensorPlace(name, hash, type, shape, place.Begin, place.End);
    }

    private int ReadNumbers(scoped ref Utf8JsonReader reader, scoped Span<long> numbers, int name, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Defect(name, $"its {field} is not an array");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw Defect(name, $"its {field} holds something that is not a whole number from 0 to 2^63-1");
            if (count == MaxNumbers) throw Defect(name, $"its {field} has more than {MaxNumbers} numbers");
            numbers[count++] = number;
        }

        return count;
    }

    private long[] Shape(in TensorPlace place)
    {
        var reader = strings.ReaderAt(place.Shape);
        reader.Read();
        Span<long> numbers = stackalloc long[MaxNumbers];
        return numbers[..ReadNumbers(ref reader, numbers, place.Name, "shape")].ToArray();
    }

    /// <summary>Tensors must lie one after the other, without a gap or an overlap, from the first byte to the last, and have room for their shapes.</summary>
    private void CheckCoverage(long dataLength)
    {
        places.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var covered = 0L;
        var previous = -1;
        foreach (var entry in places)
        {
            if (entry.End < entry.Begin) throw Defect(entry.Name, $"it ends at byte {entry.End}, before it begins at {entry.Begin}");
            if (entry.End > dataLength) throw Defect(entry.Name, $"it ends at byte {entry.End}, but the file has {dataLength} bytes of data");
            CheckSize(entry);
            if (entry.Begin < covered) throw Defect(entry.Name, $"it begins at byte {entry.Begin}, inside tensor {Quoted(previous)}, which ends at {covered}");
            if (entry.Begin > covered) throw Defect(entry.Name, $"it begins at byte {entry.Begin}, but the bytes from {covered} on belong to no tensor");
            covered = entry.End;
            previous = entry.Name;
        }

        if (covered != dataLength) throw Defect($"the last {dataLength - covered} bytes belong to no tensor");
    }

    private void CheckSize(in TensorPlace entry)
    {
        var bits = BitsOf(strings.Read(entry.Type));
        if (bits == 0) throw Defect(entry.Name, $"its dtype {Quoted(entry.Type)} is unknown");
        UInt128 size = (UInt128)bits;
        var shape = Shape(entry);
        foreach (var extent in shape)
        {
            size *= (UInt128)extent;
            if (size > long.MaxValue) throw Defect(entry.Name, $"its shape [{string.Join(", ", shape)}] is too large");
        }

        var stated = (UInt128)(entry.End - entry.Begin) * 8;
        if (size != stated)
            throw Defect(entry.Name, $"its shape [{string.Join(", ", shape)}] of {strings.Read(entry.Type)} takes {(size + 7) / 8} bytes, but its data_offsets hold {stated / 8}");
    }

    private static int BitsOf(ReadOnlySpan<char> type) => type switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "I8" or "U8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => 0,
    };

    private ReadOnlySpan<char> Text(scoped ref Utf8JsonReader reader, string what)
    {
        try
        {
            return strings.Read(ref reader);
        }
        catch (InvalidOperationException exception)
        {
            throw new CheckpointException($"{file}: {what} is not valid Unicode.", exception);
        }
    }

    private string Quoted(int place) => Quotation.Of(strings.Read(place));

    private CheckpointException Defect(string what) => new($"{file}: {what}.");

    private CheckpointException Defect(int tensor, string what) => new($"{file}: tensor {Quoted(tensor)}: {what}.");
}
