using CharRnn.Data;

namespace Sinter.Samples.Tests.CharRnnSample;

public sealed class TextSourceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sinter-text-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_IsReadAndSplit(bool gzip)
    {
        var text = Verse.Write(1_000);

        var source = TextSource.Find(Write(System.Text.Encoding.UTF8.GetBytes(text), gzip), window: 64);

        Assert.Equal(900, source.Training.Length);
        Assert.Equal(text, string.Concat(source.Training.Concat(source.Validation).Select(Alphabet.CharacterOf)));
    }

    [Fact]
    public void MissingFile_IsNamed() => AssertDefect(Path.Combine(folder, "nothing"), "nothing: cannot be read: ");

    [Fact]
    public void ShortText_IsReported() => AssertDefect(Write("To be, or not to be"u8.ToArray()), "text: is too short: it has 19 characters, and its last tenth must have more than 64.");

    [Fact]
    public void DamagedGzip_IsReported()
    {
        var bytes = IdxFiles.Compress(System.Text.Encoding.UTF8.GetBytes(Verse.Write(5_000)));
        bytes[^6] ^= 0xFF;
        AssertDefect(Write(bytes), "text: is not a valid gzip file");
    }

    [Fact]
    public void ForeignCharacters_AreMentioned()
    {
        var source = TextSource.Find(Write(System.Text.Encoding.UTF8.GetBytes(Verse.Write(1_000) + "äöü")), window: 64);

        Assert.Contains("(3 characters outside the alphabet read as '?')", source.Description);
    }

    [Fact]
    public void Verse_HasTheLengthAskedForAndIsAlwaysTheSame()
    {
        Assert.Equal(12_345, Verse.Write(12_345).Length);
        Assert.Equal(Verse.Write(2_000), Verse.Write(3_000)[..2_000]);
        Assert.Equal(0, Alphabet.Encode(Verse.Write(20_000)).Replaced);
    }

    private string Write(byte[] bytes, bool gzip = false)
    {
        var path = Path.Combine(folder, "text");
        File.WriteAllBytes(path, gzip ? IdxFiles.Compress(bytes) : bytes);
        return path;
    }

    private static void AssertDefect(string path, string expected)
    {
        var defect = Assert.Throws<DataFileException>(() => TextSource.Find(path, window: 64));
        Assert.Contains(expected, defect.Message);
        Assert.DoesNotContain('\n', defect.Message);
    }
}
