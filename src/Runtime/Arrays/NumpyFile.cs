using Sinter.Checkpoints;

namespace Sinter.Arrays;

/// <summary>What NumPy's <c>savez</c> and <c>save</c> write: a zip archive of arrays, compressed or not, or one array.</summary>
internal sealed class NumpyFile : ITensorSource
{
    private const string Extension = ".npy";

    private readonly IDisposable owned;

    private NumpyFile(string name, IDisposable owned, string[] names, Func<int, SourceTensor> describe)
    {
        (Name, this.owned) = (name, owned);
        Sections = [new TensorSection("", names, describe)];
    }

    public string Name { get; }

    public IReadOnlyList<TensorSection> Sections { get; }

    /// <summary>Whether an archive is one of arrays alone.</summary>
    public static bool Holds(ZipFile archive) => archive.Names.Any() && archive.Names.All(name => name.EndsWith(Extension, StringComparison.Ordinal));

    /// <summary>
    /// All arrays of an archive, which belongs to the file from here on. The header of an array is read when somebody asks for it: many names
    /// may stand for the same bytes.
    /// </summary>
    public static NumpyFile Of(ZipFile archive)
    {
        string[] names = [.. archive.Names.Select(entry => entry[..^Extension.Length])];
        return new NumpyFile(archive.Name, archive, names, index =>
        {
            var (name, entry) = (names[index], names[index] + Extension);
            using var stream = archive.Open(entry);
            return Describe(stream, name, archive.LengthOf(entry), begin => new ZipPlace(archive, entry, begin), what => archive.Defect($"array {Quotation.Of(name)}: {what}"));
        });
    }

    /// <summary>Reads the header of a single array, whose name is the file's without its extension, or else "array".</summary>
    /// <exception cref="CheckpointException">It is damaged, or none of numbers.</exception>
    public static NumpyFile Of(Content content)
    {
        using var stream = new ContentStream(content, 0, content.Length);
        var name = content.Path is { } path ? Path.GetFileNameWithoutExtension(path) : "array";
        var tensor = Describe(stream, name, content.Length, begin => new ContentPlace(content, begin, content.Length - begin), content.Defect);
        return new NumpyFile(content.Name, content, [name], _ => tensor);
    }

    public void Dispose() => owned.Dispose();

    private static SourceTensor Describe(Stream stream, string name, long length, Func<long, BytePlace> place, Func<string, CheckpointException> defect)
    {
        var header = NumpyHeader.Read(stream, defect);
        var shape = header.Shape;
        if (SourceTensor.Count(shape) is not { } count) throw defect($"its shape [{string.Join(", ", shape)}] is too large");
        var rest = length - header.Length;
        if (header.Type.Size > 0 && (Int128)count * header.Type.Size != rest)
            throw defect($"its shape [{string.Join(", ", shape)}] of {Quotation.Shown(header.Type.Name)} takes {(Int128)count * header.Type.Size:N0} bytes, but it has {rest:N0}");
        return new SourceTensor(name, header.Type, shape, place(header.Length)) { Strides = header.IsFortran && count > 0 ? FirstAxisFirst(shape) : null };
    }

    private static long[] FirstAxisFirst(long[] shape)
    {
        var (strides, step) = (new long[shape.Length], 1L);
        for (var axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = step;
            step *= shape[axis];
        }

        return strides;
    }
}
