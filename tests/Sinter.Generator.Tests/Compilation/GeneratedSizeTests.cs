using System.Runtime.CompilerServices;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>Generated code grows with the different work in a network, not with its depth: the networks of the benchmarks, in kilobytes.</summary>
public sealed class GeneratedSizeTests
{
    private const int Kilobyte = 1024;

    [Theory]
    [InlineData("ResNet110", 400)]
    [InlineData("DenseNet121", 900)]
    [InlineData("ResNet152", 600)]
    [InlineData("VitB16", 150)]
    [InlineData("Gpt2", 150)]
    public void Text_IsNoLongerThan(string network, int kilobytes)
    {
        var file = Path.Combine(Path.GetDirectoryName(Here())!, "../../Sinter.Benchmarks/Networks", network + ".cs");
        var compilation = UserCompilation.Of(File.ReadAllText(file));
        Assert.Null(compilation.Exception);
        var text = Assert.Single(compilation.Generated).ToString();
        Assert.True(text.Length <= kilobytes * Kilobyte, $"{network}: {text.Length / (double)Kilobyte:F1} KB");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
