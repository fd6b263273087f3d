namespace Sinter.EndToEnd.Tests;

/// <summary>A project that names an ONNX file has its network as a class.</summary>
[Collection(nameof(PackageFeed))]
public sealed class OnnxModelTests(PackageFeed feed)
{
    private const string Program = """
        using var session = Consumer.Tiny.Load().CreateSession(maxBatch: 2);
        var y = new float[4];
        session.Forward([1, 0, 0, 0, 0, 1], y);
        Console.WriteLine(string.Join(" ", y));
        """;

    private const string Framework = "net10.0";

    [Fact]
    public void OnnxModel_IsAClassOfTheProject()
    {
        var project = Project(TinyOnnxModel.Bytes());
        project.Build().MustSucceed();
        var run = project.Run("dotnet", Path.Combine(project.Folder, "bin", "Release", Framework, "Consumer.dll"));
        Assert.Contains("11 24 13 26", run.MustSucceed().Output, StringComparison.Ordinal);

        // Nothing is imported again when nothing has changed.
        var source = Path.Combine(project.Folder, "obj", "Release", Framework, "onnx", "Tiny.cs");
        var written = File.GetLastWriteTimeUtc(source);
        project.Build("--no-restore").MustSucceed();
        Assert.Equal(written, File.GetLastWriteTimeUtc(source));
    }

    [Fact]
    public void OperatorThatCannotBeCompiled_IsAnErrorThatNamesFileAndNode()
    {
        var build = Project(TinyOnnxModel.Bytes("NonMaxSuppression")).Build();
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error SNT8101", build.Output, StringComparison.Ordinal);
        Assert.Contains("tiny.onnx: NonMaxSuppression 'fc': the operator NonMaxSuppression cannot be compiled", build.Output, StringComparison.Ordinal);
    }

    private ConsumerProject Project(byte[] model)
    {
        var project = feed.CreateProject(Framework);
        File.WriteAllBytes(Path.Combine(project.Folder, "tiny.onnx"), model);
        project.Write("Program.cs", Program);
        project.Write("Directory.Build.targets", """
            <Project>
              <ItemGroup>
                <OnnxModel Include="tiny.onnx" Class="Tiny" />
              </ItemGroup>
            </Project>
            """);
        return project;
    }
}
