namespace Sinter.EndToEnd.Tests;

/// <summary>The weights of an ONNX file are where the program looks for them, whichever way it is built and handed on.</summary>
[Collection(nameof(PackageFeed))]
public sealed class OnnxDeploymentTests(PackageFeed feed)
{
    private const string Weights = "Consumer.Tiny.safetensors";

    [Theory]
    [InlineData("")]
    [InlineData("-p:PublishSingleFile=true")]
    [InlineData("-p:PublishSingleFile=true -p:IncludeAllContentForSelfExtract=true")]
    public void PublishedProgram_FindsItsWeights(string options)
    {
        var project = new OnnxProject(feed);
        Publish(project, ["--use-current-runtime", "--no-self-contained", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        MustRunElsewhere(project);
    }

    [NativeAotFact]
    public void NativeExecutable_FindsItsWeights()
    {
        var project = new OnnxProject(feed, NativeAotFactAttribute.Framework);
        var publish = Publish(project, ["--use-current-runtime", "-p:PublishAot=true", "-p:IlcInstructionSet=native"]);
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        Assert.True(File.Exists(Path.Combine(project.Folder, "published", Weights)));
        MustRunElsewhere(project);
    }

    [Fact]
    public void EmbeddedWeights_AreInTheAssembly()
    {
        var project = new OnnxProject(feed, metadata: "Weights=\"embedded\"");
        project.Project.Build().MustSucceed();
        project.MustPrint(OnnxProject.Expected);
        Assert.Empty(Directory.GetFiles(Path.Combine(project.Folder, "bin"), "*.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public void LibraryWithAModel_BringsItsWeights()
    {
        // The program knows nothing of ONNX, and has a model of the same name and another namespace.
        var project = new OnnxProject(feed);
        var library = Directory.CreateDirectory(Path.Combine(project.Folder, "Library")).FullName;
        File.WriteAllBytes(Path.Combine(library, "tiny.onnx"), TinyOnnxModel.Bytes(bias: [1, 2]));
        File.WriteAllText(Path.Combine(library, "Library.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net9.0;net10.0</TargetFrameworks>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Sinter" Version="{PackageFeed.Version}" />
                <OnnxModel Include="tiny.onnx" Namespace="Library" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(library, "Directory.Build.targets"), "<Project />");
        // For each of its frameworks at once.
        CommandResult.OfDotnet(library, "build", "--configuration", "Release").MustSucceed();
        foreach (var framework in new[] { "net9.0", "net10.0" }) Assert.True(File.Exists(Path.Combine(library, OnnxProject.Names(framework), "Library.Tiny.safetensors")));
        project.Declare("""
            <Compile Remove="Library/**" />
            <OnnxModel Include="tiny.onnx" />
            <ProjectReference Include="Library/Library.csproj" />
            """);
        project.Project.Write("Program.cs", """
            var y = new float[2];
            Library.Tiny.Load().CreateSession().Forward([1, 0, 0], y);
            Console.WriteLine(string.Join(" ", y));
            Consumer.Tiny.Load().CreateSession().Forward([1, 0, 0], y);
            Console.WriteLine(string.Join(" ", y));
            """);
        var publish = Publish(project, []);
        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["2 6", "11 24"], Run(project).Split('\n', StringSplitOptions.TrimEntries));
    }

    private static CommandResult Publish(OnnxProject project, string[] options) =>
        CommandResult.OfDotnet(project.Folder, ["publish", "--configuration", "Release", "--output", "published", .. options]).MustSucceed();

    private static void MustRunElsewhere(OnnxProject project) => Assert.Equal(OnnxProject.Expected, Run(project));

    // From another folder, and with nothing left of the build.
    private static string Run(OnnxProject project)
    {
        foreach (var folder in new[] { "bin", "obj" }) Directory.Delete(Path.Combine(project.Folder, folder), recursive: true);
        return CommandResult.Of(Path.Combine(project.Folder, "published", OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer"), Path.GetTempPath()).MustSucceed().Output.Trim();
    }
}
