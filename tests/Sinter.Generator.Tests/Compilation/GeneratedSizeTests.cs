using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>Generated code grows with the different work in a network, not with its depth: networks of the zoo, in kilobytes.</summary>
public sealed class GeneratedSizeTests
{
    private const int Kilobyte = 1024;
    [Theory]
    [InlineData("ResNet110", 400)]
    [InlineData("DenseNet121", 900)]
    [InlineData("ResNet152", 600)]
    [InlineData("VitB16", 150)]
    [InlineData("Gpt2", 160)]
    public void Text_IsNoLongerThan(string network, int kilobytes)
    {
        // ResNet-152 is declared with the blocks of ResNet-50, which is no network here.
        string[] beside = network == "ResNet152" ? [Source("ResNet50").Replace("[Network]", "", StringComparison.Ordinal)] : [];
        var compilation = UserCompilation.Of([Source(network), .. beside]);
        Assert.Null(compilation.Exception);
        var tree = Assert.Single(compilation.Generated);
        Assert.True(tree.Length <= kilobytes * Kilobyte, $"{network}: {tree.Length / (double)Kilobyte:F1} KB");
        // Whoever runs the network compiles every structure for itself, and the kernels that are given it.
        var structures = tree.GetRoot().DescendantNodes().OfType<StructDeclarationSyntax>().Where(structure => structure.Parent is TypeDeclarationSyntax);
        Assert.DoesNotContain(structures.GroupBy(structure => $"{structure.BaseList}{structure.Members}"), equal => equal.Count() > 1);
    }

    private static string Source(string network)
    {
        var zoo = Path.Combine(Path.GetDirectoryName(Here())!, "../../../samples/Zoo/Networks");
        return File.ReadAllText(Directory.EnumerateFiles(zoo, network + ".cs", SearchOption.AllDirectories).Single());
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
