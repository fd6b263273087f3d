using Digits.Data;

namespace Sinter.Samples.Tests;

public sealed class IdxReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sinter-idx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WellFormedFiles_AreRead(bool gzip)
    {
        var set = IdxReader.Read(Write("images", IdxFiles.Images(3), gzip), Write("labels", IdxFiles.Labels(7, 0, 9), gzip));

        Assert.Equal(3, set.Count);
        Assert.Equal([7, 0, 9], Enumerable.Range(0, 3).Select(set.Label));
        Assert.Equal(IdxFiles.Pixel(2, 783), set.Image(2)[783]);
    }

    [Fact]
    public void Pixels_AreScaledToTheUnitInterval()
    {
        var set = IdxReader.Read(Write("images", IdxFiles.Images(1)), Write("labels", IdxFiles.Labels(1)));
        var image = new float[784];

        set.CopyImage(0, image);

        Assert.All(image, pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal(IdxFiles.Pixel(0, 255) / 255f, image[255], 6);
    }

    [Fact]
    public void MissingFile_IsNamed() =>
        AssertDefect(Path.Combine(folder, "nothing"), Write("labels", IdxFiles.Labels(1)), "nothing: cannot be read: ");

    [Fact]
    public void ShortHeader_IsReported() =>
        AssertDefect(Write("images", IdxFiles.Images(1)[..10]), Write("labels", IdxFiles.Labels(1)), "images: is truncated: its header has 10 bytes instead of 16.");

    [Fact]
    public void ForeignFile_IsReported() =>
        AssertDefect(Write("images", new byte[100]), Write("labels", IdxFiles.Labels(1)), "images: starts with the number 0 where an IDX file of images has 2051.");

    [Fact]
    public void SwappedFiles_AreReportedWithAHint() =>
        AssertDefect(Write("images", IdxFiles.Labels(new byte[50])), Write("labels", IdxFiles.Images(50)), "(it is a file of labels).");

    [Fact]
    public void OtherImageSize_IsReported() =>
        AssertDefect(Write("images", IdxFiles.Images(1, width: 32)), Write("labels", IdxFiles.Labels(1)), "images: its images are 28x32, not 28x28.");

    [Fact]
    public void EmptySet_IsReported() =>
        AssertDefect(Write("images", IdxFiles.Images(0)), Write("labels", IdxFiles.Labels()), "images: is empty: its header promises 0 items.");

    [Fact]
    public void TruncatedImages_AreReportedWithSizes() =>
        AssertDefect(Write("images", IdxFiles.Images(2)[..^1]), Write("labels", IdxFiles.Labels(1, 2)),
            "images: is truncated: its header promises 2 images (1568 bytes), and 1567 bytes follow.");

    [Fact]
    public void TruncationInsideGzip_IsReported() =>
        AssertDefect(Write("images", IdxFiles.Images(2)[..^1], gzip: true), Write("labels", IdxFiles.Labels(1, 2)), "images: is truncated: ");

    [Fact]
    public void AbsurdCount_IsReportedWithoutAllocatingForIt() =>
        AssertDefect(Write("images", IdxFiles.Images(2, promised: 2_000_000_000), gzip: true), Write("labels", IdxFiles.Labels(1, 2)), "promises 2000000000 images");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SurplusBytes_AreReported(bool gzip) =>
        AssertDefect(Write("images", [.. IdxFiles.Images(2), 0], gzip), Write("labels", IdxFiles.Labels(1, 2)), "images: goes on after the 2 images its header promises.");

    [Fact]
    public void LabelOutOfRange_IsReportedWithItsPlace() =>
        AssertDefect(Write("images", IdxFiles.Images(3)), Write("labels", IdxFiles.Labels(1, 2, 10)), "labels: label 2 is 10, not a digit from 0 to 9.");

    [Fact]
    public void DifferentCounts_AreReported() =>
        AssertDefect(Write("images", IdxFiles.Images(3)), Write("labels", IdxFiles.Labels(1, 2)), "labels: holds 2 labels, but 'images' holds 3 images; do they belong together?");

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(-30)]
    [InlineData(-6)]
    public void ChangedGzip_IsReported(int position)
    {
        var bytes = IdxFiles.Compress(IdxFiles.Images(5));
        bytes[position < 0 ? bytes.Length + position : position] ^= 0xFF;
        AssertDefect(Write("images", bytes), Write("labels", IdxFiles.Labels(1, 2, 3, 4, 5)), "images: ");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(-1)]
    [InlineData(-200)]
    public void CutGzip_IsReported(int length)
    {
        var bytes = IdxFiles.Compress(IdxFiles.Images(5));
        AssertDefect(Write("images", bytes[..(length < 0 ? bytes.Length + length : length)]), Write("labels", IdxFiles.Labels(1, 2, 3, 4, 5)), "images: ");
    }

    private string Write(string name, byte[] bytes, bool gzip = false)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, gzip ? IdxFiles.Compress(bytes) : bytes);
        return path;
    }

    private static void AssertDefect(string images, string labels, string expected)
    {
        var defect = Assert.Throws<DataFileException>(() => IdxReader.Read(images, labels));
        Assert.Contains(expected, defect.Message);
        Assert.DoesNotContain('\n', defect.Message);
    }
}
