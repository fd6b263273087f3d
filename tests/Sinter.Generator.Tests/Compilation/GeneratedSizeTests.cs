using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>Generated code grows with the different work in a network, not with its depth: the networks of the benchmarks and of the zoo, in kilobytes.</summary>
public sealed class GeneratedSizeTests
{
    private const int Kilobyte = 1024;
    private static readonly string[] Folders = ["../../Sinter.Benchmarks/Networks", "../../../samples/Zoo/Networks/Vision"];

    [Theory]
    [InlineData("ResNet110", 400)]
    [InlineData("DenseNet121", 900)]
    [InlineData("ResNet152", 600)]
    [InlineData("VitB16", 150)]
    [InlineData("Gpt2", 150)]
    public void Text_IsNoLongerThan(string network, int kilobytes)
    {
        var file = Folders.Select(folder => Path.Combine(Path.GetDirectoryName(Here())!, folder, network + ".cs")).First(File.Exists);
        var compilation = UserCompilation.Of(File.ReadAllText(file));
        Assert.Null(compilation.Exception);
        var tree = Assert.Single(compilation.Generated);
        Assert.True(tree.Length <= kilobytes * Kilobyte, $"{network}: {tree.Length / (double)Kilobyte:F1} KB");
        // Whoever runs the network compiles every structure for itself, and the kernels that are given it.
        var structures = tree.GetRoot().DescendantNodes().OfType<StructDeclarationSyntax>().Where(structure => structure.Parent is TypeDeclarationSyntax);
        Assert.DoesNotContain(structures.GroupBy(structure => $"{structure.BaseList}{structure.Members}"), equal => equal.Count() > 1);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
