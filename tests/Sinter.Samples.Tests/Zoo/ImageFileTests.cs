using Zoo.Images;

namespace Sinter.Samples.Tests.ZooSample;

public sealed class ImageFileTests
{
    private const int Side = 64;

    [Fact]
    public void Colours_AreNormalizedAsImageNetIs()
    {
        var pixels = Read(Bitmap.Square(Side, (_, _) => (255, 0, 0)), channels: 3, size: 8);
        Assert.All(pixels[..64], red => Assert.Equal((1 - 0.485f) / 0.229f, red, 4));
        Assert.All(pixels[64..128], green => Assert.Equal(-0.456f / 0.224f, green, 4));
        Assert.All(pixels[128..], blue => Assert.Equal(-0.406f / 0.225f, blue, 4));
    }

    [Fact]
    public void TheMiddle_IsScaled()
    {
        // The left half is black, the right half white; an eighth of the width is cut off.
        var file = Bitmap.Square(Side, (x, _) =>
        {
            var brightness = (byte)(x < Side / 2 ? 0 : 255);
            return (brightness, brightness, brightness);
        });
        float[] expected = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1];
        Assert.Equal(expected, Read(file, channels: 1, size: 4));
    }

    [Fact]
    public void SmallImages_AreScaledUp() => Assert.All(Read(Bitmap.Square(Side, (_, _) => (255, 255, 255)), channels: 1, size: 200), pixel => Assert.Equal(1, pixel, 5));

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
}
