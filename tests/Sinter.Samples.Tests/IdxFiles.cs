using System.Buffers.Binary;
using System.IO.Compression;

namespace Sinter.Samples.Tests;

/// <summary>Builds IDX files in memory, right or wrong.</summary>
internal static class IdxFiles
{
    public static byte Pixel(int image, int pixel) => (byte)(image * 31 + pixel * 7);

    public static byte[] Images(int count, int width = 28, int? promised = null) =>
    [
        .. Header(2051, promised ?? count, 28, width),
        .. Enumerable.Range(0, count * 28 * width).Select(i => Pixel(i / (28 * width), i % (28 * width))),
    ];

    public static byte[] Labels(params byte[] labels) => [.. Header(2049, labels.Length), .. labels];

    public static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Header(params int[] fields)
    {
        var bytes = new byte[fields.Length * sizeof(int)];
        for (var i = 0; i < fields.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * sizeof(int)), fields[i]);
        return bytes;
    }
}
