namespace Sinter.Generator.Tests.Frontend;

/// <summary>Who may know what, checked on the source itself.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void OnlyFrontendAndEditor_SeeRoslyn()
    {
        var root = Source.Root("src");
        var offenders = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/") && !path.Contains("/bin/"))
            .Where(path => !path.StartsWith("Generator/Frontend/") && !path.StartsWith("Generator/Diagnostics/") && !path.StartsWith("CodeFixes/") && path != "Generator/NetworkGenerator.cs")
            .Where(path => File.ReadAllText(Path.Combine(root, path)).Contains("Microsoft.CodeAnalysis"));
        Assert.Empty(offenders);
    }

    [Fact]
    public void TheDsl_KnowsNeitherFilesNorVectors()
    {
        var offenders = Directory.EnumerateFiles(Path.Combine(Source.Root("src"), "Dsl"), "*.cs", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path) is var text && (text.Contains("System.IO") || text.Contains("System.Runtime.Intrinsics") || text.Contains("Sinter.Generator") || text.Contains("Sinter.Runtime")));
        Assert.DoesNotContain(offenders, path => !path.Replace('\\', '/').Contains("/obj/"));
    }
}
