using System.IO.Compression;
using System.Xml.Linq;

namespace Sinter.EndToEnd.Tests;

[Collection(nameof(PackageFeed))]
public sealed class PackageContentTests(PackageFeed feed)
{
    [Fact]
    public void Package_HoldsTheseFilesAndNoOthers()
    {
        using var package = ZipFile.OpenRead(feed.Package);
        var files = package.Entries.Select(entry => entry.FullName).Where(name => !IsPlumbing(name)).Order(StringComparer.Ordinal);

        Assert.Equal(
        [
            "README.md",
            "analyzers/dotnet/cs/Sinter.CodeFixes.dll",
            "analyzers/dotnet/cs/Sinter.Dsl.dll",
            "analyzers/dotnet/cs/Sinter.Dsl.xml",
            "analyzers/dotnet/cs/Sinter.Generator.dll",
            "build/Sinter.props",
            "build/Sinter.targets",
            "buildTransitive/Sinter.Onnx.targets",
            "buildTransitive/Sinter.props",
            "buildTransitive/Sinter.targets",
            "docs/diagnostics.md",
            "lib/net9.0/Sinter.Runtime.dll",
            "lib/net9.0/Sinter.Runtime.xml",
            "tasks/Sinter.Build.dll",
            "tasks/Sinter.Onnx.dll",
        ], files);
    }

    [Fact]
    public void Package_DependsOnNothing()
    {
        using var package = ZipFile.OpenRead(feed.Package);
        using var nuspec = package.GetEntry("Sinter.nuspec")!.Open();

        Assert.DoesNotContain(XDocument.Load(nuspec).Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Fact]
    public void Package_IsBelow1024Kilobytes() => Assert.InRange(new FileInfo(feed.Package).Length, 1, 1024 << 10);

    private static bool IsPlumbing(string name) =>
        name.EndsWith(".nuspec", StringComparison.Ordinal) || name.StartsWith("_rels/", StringComparison.Ordinal)
        || name.StartsWith("package/", StringComparison.Ordinal) || name == "[Content_Types].xml";
}
