using System.IO.Compression;
using Sinter.Tests.Checkpoints;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Where weights come from: paths, streams of all kinds, bytes and resources.</summary>
public sealed class SourceTests
{
    private static readonly byte[] Bytes = Target.Safetensors(Target.Floats("w", 2, 3));

    [Fact]
    public void Every_source_gives_the_same()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], Bytes);
        using var file = File.OpenRead(folder["a"]);
        using var behind = new MemoryStream([1, 2, 3, .. Bytes]) { Position = 3 };
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Bytes);
        packed.Position = 0;
        using var unseekable = new GZipStream(packed, CompressionMode.Decompress);
        WeightSource[] sources = [WeightSource.FromPath(folder["a"]), file, behind, unseekable, Bytes, (ReadOnlyMemory<byte>)Bytes, WeightSource.FromBytes(Bytes)];
        foreach (var source in sources)
        {
            var weights = Target.Of(("w", [2, 3]));
            weights.Load(source);
            Assert.Equal([1, 2, 3, 4, 5, 6], weights.Parameters["w"].Values.ToArray());
        }

        Assert.True(file.CanRead && behind.CanRead && unseekable.CanRead);
    }

    [Fact]
    public void Messages_name_the_source()
    {
        var weights = Target.Of(("w", [2, 3]));
        using var stream = new MemoryStream(Bytes[..^1]);
        Assert.StartsWith("the stream: ", Target.Refusal(weights, stream));
        using var slow = new ShortStream(Bytes);
        weights.Load(slow);
        var assembly = typeof(SourceTests).Assembly;
        var missing = Assert.Throws<FileNotFoundException>(() => weights.Load(WeightSource.FromResource(assembly, "none.safetensors")));
        Assert.Equal("Sinter.Runtime.Tests has no embedded resource 'none.safetensors'; it has weights.safetensors.", missing.Message);
        weights.Load(WeightSource.FromResource(assembly, "weights.safetensors"), new LoadOptions { Names = new Dictionary<string, string> { ["a"] = "w" } });
        Assert.Equal([1, 2, 3, 4, 5, 6], weights.Parameters["w"].Values.ToArray());
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0", "this is what Git LFS keeps in the place of a file; run 'git lfs pull' to get the file.")]
    [InlineData("<!DOCTYPE html><html><head></head></html>", "this is a page of HTML, not the file that was to be downloaded.")]
    [InlineData("GGUF\u0003\0\0\0\0\0\0\0", "GGUF files are not read; load the safetensors or PyTorch file that it was made from.")]
    [InlineData("\u0089HDF\r\n\u001A\n", "HDF5 files of Keras are not read; save the weights as .npz or safetensors.")]
    [InlineData("\u001F\u008B\u0008\0\0\0\0\0\0\0", "the file is compressed with gzip; decompress it first.")]
    public void Other_formats_are_named(string text, string message) =>
        Assert.Equal("the bytes: " + message, Target.Refusal(Target.Of(("w", [2, 3])), text.Select(character => (byte)character).ToArray()));

    /// <summary>A stream that gives one byte at a time.</summary>
    private sealed class ShortStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
