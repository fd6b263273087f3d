namespace Sinter.EndToEnd.Tests;

/// <summary>A project that names an ONNX file has its network as a class, which is made again when, and only when, something of it has changed.</summary>
[Collection(nameof(PackageFeed))]
public sealed class OnnxModelTests(PackageFeed feed)
{
    [Fact]
    public void OnnxModel_IsAClassOfTheProject()
    {
        var project = new OnnxProject(feed);
        project.Project.Build().MustSucceed();
        project.MustPrint(OnnxProject.Expected);

        Assert.False(project.IsImportedBy(() => project.Project.Build("--no-restore").MustSucceed()), "nothing has changed");
        Assert.False(project.IsImportedBy(() =>
        {
            project.Project.Write("Other.cs", "internal static class Other;");
            project.Project.Build("--no-restore").MustSucceed();
        }), "another file has changed");
        Assert.True(project.IsImportedBy(() =>
        {
            project.Declare("""<OnnxModel Include="tiny.onnx" Dims="batch=1..8" />""");
            project.Project.Build("--no-restore").MustSucceed();
        }), "what is said of extents has changed");

        Assert.True(project.IsImportedBy(() =>
        {
            // As another version of the package has left it, which may be newer than this one.
            var made = project.Written("Consumer.Tiny.inputs");
            File.WriteAllText(made, File.ReadAllText(made).Replace("importer ", "importer of another version "));
            File.SetLastWriteTimeUtc(made, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            project.Project.Build("--no-restore").MustSucceed();
        }), "the package has changed");

        // Clean takes along what was written, and the next build writes it again.
        CommandResult.OfDotnet(project.Folder, "clean", "--configuration", "Release").MustSucceed();
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(project.Source)!));
        Assert.False(File.Exists(Path.Combine(project.Folder, OnnxProject.Names(OnnxProject.Framework), "Consumer.Tiny.safetensors")));
        project.Declare("""<OnnxModel Include="tiny.onnx" />""");
        project.Project.Build("--no-restore").MustSucceed();
        project.MustPrint(OnnxProject.Expected);
    }

    [Fact]
    public void ModelThatHasChanged_IsImportedAgain()
    {
        var project = new OnnxProject(feed);
        var weights = Path.Combine(project.Folder, "tiny.bin");
        File.WriteAllBytes(weights, TinyOnnxModel.WeightBytes(1, 2, 3, 4, 5, 6));
        project.Write(TinyOnnxModel.Bytes(external: "tiny.bin"));
        project.Project.Build().MustSucceed();
        project.MustPrint(OnnxProject.Expected);

        // Weights that lie in a file of their own.
        File.WriteAllBytes(weights, TinyOnnxModel.WeightBytes(0, 2, 3, 4, 5, 6));
        project.Project.Build("--no-restore").MustSucceed();
        project.MustPrint("10 24 13 26");

        // A file that is older than what was made of the one before it, as a copy may be.
        project.Write(TinyOnnxModel.Bytes(bias: [100, 200]));
        File.SetLastWriteTimeUtc(Path.Combine(project.Folder, "tiny.onnx"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        project.Project.Build("--no-restore").MustSucceed();
        project.MustPrint("101 204 103 206");

        // What fails is tried again, and the class of before does not stand in for it.
        project.Write(TinyOnnxModel.Bytes("NonMaxSuppression"));
        Assert.NotEqual(0, project.Project.Build("--no-restore").ExitCode);
        Assert.NotEqual(0, project.Project.Build("--no-restore").ExitCode);
    }

    [Fact]
    public void DesignTimeBuild_SeesTheClassAndImportsOnce()
    {
        // What an editor asks of MSBuild: no compiler runs, and its command line is the answer.
        string[] arguments = ["msbuild", "-t:Compile", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:BuildingProject=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs"];
        var project = new OnnxProject(feed);
        CommandResult.OfDotnet(project.Folder, "restore").MustSucceed();
        Assert.Contains("Consumer.Tiny.cs", CommandResult.OfDotnet(project.Folder, arguments).MustSucceed().Output, StringComparison.Ordinal);
        Assert.False(project.IsImportedBy(() => CommandResult.OfDotnet(project.Folder, arguments).MustSucceed()), "nothing has changed");

        // A model that cannot be compiled takes nothing else from the editor.
        project.Write(TinyOnnxModel.Bytes("NonMaxSuppression"));
        var failing = CommandResult.OfDotnet(project.Folder, [.. arguments[..^1]]).MustSucceed();
        Assert.Contains("SNT8101", failing.Output, StringComparison.Ordinal);
        Assert.Contains("Program.cs", CommandResult.OfDotnet(project.Folder, arguments).MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OperatorThatCannotBeCompiled_IsAnErrorThatNamesFileAndNode()
    {
        var project = new OnnxProject(feed);
        project.Write(TinyOnnxModel.Bytes("NonMaxSuppression"));
        var build = project.Project.Build();
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("tiny.onnx : error SNT8101: NonMaxSuppression 'fc': the operator NonMaxSuppression cannot be compiled", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ItemsThatCannotBe_AreErrorsOfTheBuild()
    {
        var project = new OnnxProject(feed);
        File.Copy(Path.Combine(project.Folder, "tiny.onnx"), Path.Combine(project.Folder, "1-tiny.onnx"));
        project.Declare("""
            <OnnxModel Include="tiny.onnx" />
            <OnnxModel Include="1-tiny.onnx" />
            <OnnxModel Include="missing.onnx" />
            <OnnxModel Include="tiny.onnx" Class="2nd" />
            <OnnxModel Include="tiny.onnx" Class="Third" Namespace="My-App.Models" />
            <OnnxModel Include="tiny.onnx" Class="Fourth" Weights="elsewhere" />
            """);
        var build = project.Project.Build();
        Assert.NotEqual(0, build.ExitCode);
        foreach (var message in (string[])
        [
            "'tiny.onnx' and '1-tiny.onnx' would all be the class Consumer.Tiny; give each a name of its own",
            "'missing.onnx' is not there",
            "Class=\"2nd\" of 'tiny.onnx' is no name of a class in C#; write letters, digits and underscores, such as Nd.",
            "The namespace 'My-App.Models' of 'tiny.onnx' is none in C#; write names with dots between them, as in Namespace=\"MyApp.Models\".",
            "Weights=\"elsewhere\" of 'tiny.onnx' is neither \"file\", beside the program, nor \"embedded\", in its assembly.",
        ]) Assert.Contains("Consumer.csproj : error SNT8102: " + message, build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", build.Output, StringComparison.Ordinal);

        project.Declare("""<OnnxModel Include="tiny.onnx" Dims="batch=-1" />""");
        Assert.Contains("SNT8101: Dims: 'batch=-1' says nothing of an extent", project.Project.Build("--no-restore").Output, StringComparison.Ordinal);
        project.Declare("""<OnnxModel Include="tiny.onnx" Dims="btach=?" />""");
        Assert.Contains("tiny.onnx : error SNT8101: Dims says something of 'btach', which the file does not have; it leaves open batch.", project.Project.Build("--no-restore").Output, StringComparison.Ordinal);
    }
}
