using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Data;

/// <summary>
/// Reads MNIST's IDX files, plain or gzipped (told apart by content, not by name). Nothing is assumed: magic number,
/// sizes, length and label range are checked, and a defect is a <see cref="DataFileException"/>.
/// </summary>
internal static class IdxReader
{
    private const int ImageMagic = 2051, LabelMagic = 2049;

    /// <summary>Deflate cannot pack more than this many bytes into one, so a header that promises more is lying.</summary>
    private const long MaxExpansion = 1032;

    /// <summary>A pair of files that belong together.</summary>
    public static DigitSet Read(string imagePath, string labelPath)
    {
        var pixels = ReadImages(imagePath);
        var labels = ReadLabels(labelPath);
        var images = pixels.Length / DigitSet.Pixels;
        if (images != labels.Length)
            throw new DataFileException(labelPath, $"holds {labels.Length} labels, but '{Path.GetFileName(imagePath)}' holds {images} images; do they belong together?");
        return new DigitSet(pixels, labels);
    }

    private static byte[] ReadImages(string path) => ReadFile(path, ImageMagic, headerFields: 4, header =>
    {
        if (header[2] != DigitSet.Height || header[3] != DigitSet.Width)
            throw new DataFileException(path, $"its images are {header[2]}x{header[3]}, not {DigitSet.Height}x{DigitSet.Width}.");
        return ((long)header[1] * DigitSet.Pixels, $"{header[1]} images");
    });

    private static byte[] ReadLabels(string path)
    {
        var labels = ReadFile(path, LabelMagic, headerFields: 2, header => (header[1], $"{header[1]} labels"));
        var wrong = labels.AsSpan().IndexOfAnyInRange((byte)DigitSet.Classes, byte.MaxValue);
        return wrong < 0 ? labels : throw new DataFileException(path, $"label {wrong} is {labels[wrong]}, not a digit from 0 to 9.");
    }

    private static byte[] ReadFile(string path, int magic, int headerFields, Func<uint[], (long Length, string Contents)> contents)
    {
        try
        {
            using var file = File.OpenRead(path);
            var isGzip = IsGzip(file);
            using var stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            var header = ReadHeader(stream, path, magic, headerFields);
            if (header[1] == 0) throw new DataFileException(path, "is empty: its header promises 0 items.");
            var (length, promised) = contents(header);
            if (length > (isGzip ? file.Length * MaxExpansion : file.Length) || length > Array.MaxLength)
                throw Truncated(path, promised, length, isGzip ? null : file.Length - headerFields * sizeof(uint));
            var content = ReadExactly(stream, path, (int)length, promised);
            if (isGzip) CheckGzipLength(file, path, headerFields * sizeof(uint) + length);
            return content;
        }
        catch (InvalidDataException)
        {
            throw new DataFileException(path, "is not a valid gzip file; it was cut short or changed on the way.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, $"cannot be read: {e.Message}");
        }
    }

    private static bool IsGzip(Stream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    /// <summary>A gzip file ends with the length of its contents; the decompressor does not miss it when it is cut off.</summary>
    private static void CheckGzipLength(Stream file, string path, long length)
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)length)
            throw new DataFileException(path, "does not end as a gzip file does; it was cut short or something follows it.");
    }

    /// <summary>Big-endian fields: the magic number, the number of items, then the extents of one item.</summary>
    private static uint[] ReadHeader(Stream stream, string path, int magic, int fields)
    {
        var bytes = new byte[fields * sizeof(uint)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) throw new DataFileException(path, $"is truncated: its header has {read} bytes instead of {bytes.Length}.");
        var header = new uint[fields];
        for (var i = 0; i < fields; i++) header[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)));
        if (header[0] == magic) return header;
        throw new DataFileException(path, $"starts with the number {header[0]} where an IDX file of {Kind(magic)} has {magic}{Hint(header[0], magic)}.");
    }

    private static byte[] ReadExactly(Stream stream, string path, int length, string promised)
    {
        var content = new byte[length];
        var read = stream.ReadAtLeast(content, length, throwOnEndOfStream: false);
        if (read < length) throw Truncated(path, promised, length, read);
        // Reading to the very end is also what makes gzip compare its checksum.
        return stream.ReadByte() < 0 ? content : throw new DataFileException(path, $"goes on after the {promised} its header promises.");
    }

    private static DataFileException Truncated(string path, string promised, long length, long? found) =>
        new(path, $"is truncated: its header promises {promised} ({length} bytes), and {(found is { } bytes ? $"{bytes} bytes" : "fewer")} follow.");

    private static string Kind(int magic) => magic == ImageMagic ? "images" : "labels";

    private static string Hint(uint found, int expected) =>
        found != expected && found is ImageMagic or LabelMagic ? $" (it is a file of {Kind((int)found)})" : "";
}
