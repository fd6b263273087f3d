using Sinter.Onnx.Files;

namespace Sinter.Onnx.Tests.Hostile;

/// <summary>A model names the files of its weights itself: none outside of its folder is read.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sinter-onnx-");

    private string Model => Path.Combine(folder.FullName, "model", "x.onnx");

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("C:\\secret.bin")]
    [InlineData("")]
    public void Outside_IsRefused(string location)
    {
        Prepare();
        Assert.Contains("lies in a file of its own", Assert.Throws<OnnxException>(() => Locate(location)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_IsRefused()
    {
        Prepare();
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "model", "link.bin"), Path.Combine(folder.FullName, "secret.bin"));
        Assert.Contains("is a link", Assert.Throws<OnnxException>(() => Locate("link.bin")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanThereIs_IsRefused()
    {
        Prepare();
        Assert.Contains("which has 16", Assert.Throws<OnnxException>(() => Locate("data.bin", ("offset", "8"))).Message, StringComparison.Ordinal);
        Assert.Contains("which are 16", Assert.Throws<OnnxException>(() => Locate("data.bin", ("length", "12"))).Message, StringComparison.Ordinal);
        Assert.Contains("as its offset", Assert.Throws<OnnxException>(() => Locate("data.bin", ("offset", "-8"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_IsRead()
    {
        Prepare();
        Assert.Equal(16, Locate("data.bin").Length);
        Assert.Equal(16, Locate("part/data.bin").Length);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Prepare()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "model", "part"));
        File.WriteAllBytes(Path.Combine(folder.FullName, "secret.bin"), new byte[16]);
        File.WriteAllBytes(Path.Combine(folder.FullName, "model", "data.bin"), new byte[16]);
        File.WriteAllBytes(Path.Combine(folder.FullName, "model", "part", "data.bin"), new byte[16]);
    }

    private Payload Locate(string location, params (string Key, string Value)[] more) =>
        ExternalData.Locate(Model, new OnnxTensor("w", ElementType.Float, [4]), more.Append(("location", location)).ToDictionary(entry => entry.Item1, entry => entry.Item2));
}
