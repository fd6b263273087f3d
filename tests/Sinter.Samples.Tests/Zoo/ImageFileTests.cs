using System.Buffers.Binary;
using Zoo.Images;

namespace Sinter.Samples.Tests.ZooSample;

public sealed class ImageFileTests
{
    private const int Side = 64;

    [Fact]
    public void Colours_AreNormalizedAsImageNetIs()
    {
        var pixels = Read(Bitmap((_, _) => (255, 0, 0)), channels: 3, size: 8);
        Assert.All(pixels[..64], red => Assert.Equal((1 - 0.485f) / 0.229f, red, 4));
        Assert.All(pixels[64..128], green => Assert.Equal(-0.456f / 0.224f, green, 4));
        Assert.All(pixels[128..], blue => Assert.Equal(-0.406f / 0.225f, blue, 4));
    }

    [Fact]
    public void TheMiddle_IsScaled()
    {
        // The left half is black, the right half white; an eighth of the width is cut off.
        var file = Bitmap((x, _) =>
        {
            var brightness = (byte)(x < Side / 2 ? 0 : 255);
            return (brightness, brightness, brightness);
        });
        float[] expected = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1];
        Assert.Equal(expected, Read(file, channels: 1, size: 4));
    }

    [Fact]
    public void SmallImages_AreScaledUp() => Assert.All(Read(Bitmap((_, _) => (255, 255, 255)), channels: 1, size: 200), pixel => Assert.Equal(1, pixel, 5));

    [Fact]
    public void WhatIsNoImage_IsNamed()
    {
        var error = Assert.Throws<IOException>(() => Read([1, 2, 3, 4], channels: 3, size: 8));
        Assert.Contains("is no image that can be read", error.Message, StringComparison.Ordinal);
    }

    private static float[] Read(byte[] file, int channels, int size)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            return ImageFile.Read(path, channels, size, size);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // A square of 24 bits a pixel, from the last row to the first, as the format has it.
    private static byte[] Bitmap(Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        const int Header = 54;
        var file = new byte[Header + (Side * Side * 3)];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', Header, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), Side);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var place = Header + ((((Side - 1 - y) * Side) + x) * 3);
                (file[place + 2], file[place + 1], file[place]) = colour(x, y);
            }
        }

        return file;
    }
}
