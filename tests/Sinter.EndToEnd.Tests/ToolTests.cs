namespace Sinter.EndToEnd.Tests;

/// <summary>The command, installed from its package into a folder.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ToolTests(PackageFeed feed)
{
    [Fact]
    public void Tool_InspectsAndImports()
    {
        // The file says that a batch is open; the project owns the class, and needs no item for it.
        var project = new OnnxProject(feed);
        project.Declare("");
        CommandResult.Of("dotnet", project.Folder, "tool", "install", "Sinter.Tool", "--version", PackageFeed.Version, "--tool-path", "tools").MustSucceed();

        var inspected = Sinter(project, "inspect", "tiny.onnx").MustSucceed().Output;
        Assert.Contains("in   x: float [batch, 3]", inspected, StringComparison.Ordinal);
        Assert.Contains("out  y: float [batch, 2]", inspected, StringComparison.Ordinal);
        Assert.Contains("2 tensors with 8 numbers, opset 13", inspected, StringComparison.Ordinal);
        Assert.Contains("left open: batch (--dims says what is known)", inspected, StringComparison.Ordinal);
        Assert.Contains("Gemm", inspected, StringComparison.Ordinal);
        Assert.Contains("The model can be compiled: x [B, 3] -> y [B, 2]", inspected, StringComparison.Ordinal);
        Assert.Contains("x [3] -> y [2]", Sinter(project, "inspect", "tiny.onnx", "--dims", "batch=1").MustSucceed().Output.Replace("[B, ", "[", StringComparison.Ordinal), StringComparison.Ordinal);

        string[] import = ["import", "tiny.onnx", "--namespace", "Consumer"];
        Sinter(project, import).MustSucceed();
        Assert.Contains("public partial class Tiny", File.ReadAllText(Path.Combine(project.Folder, "Tiny.cs")), StringComparison.Ordinal);
        MustFail("Tiny.cs is there already; --force replaces it.", Sinter(project, import));
        Sinter(project, [.. import, "--force"]).MustSucceed();
        MustFail("'2nd' is no name of a class in C#", Sinter(project, "import", "tiny.onnx", "--class", "2nd"));
        MustFail("'My-App' is no namespace in C#", Sinter(project, "import", "tiny.onnx", "--namespace", "My-App"));
        project.Declare("""<None Include="Consumer.Tiny.safetensors" CopyToOutputDirectory="PreserveNewest" />""");
        project.Project.Build().MustSucceed();
        project.MustPrint(OnnxProject.Expected);

        // What cannot be imported is inspected all the same, and nothing is written for it.
        project.Write(TinyOnnxModel.Bytes("NonMaxSuppression"));
        var obstacle = Sinter(project, "inspect", "tiny.onnx");
        MustFail("tiny.onnx: NonMaxSuppression 'fc': the operator NonMaxSuppression cannot be compiled", obstacle);
        Assert.Contains("in   x: float [batch, 3]", obstacle.Output, StringComparison.Ordinal);
        MustFail("the operator NonMaxSuppression cannot be compiled", Sinter(project, "import", "tiny.onnx", "--class", "Other"));
        Assert.False(File.Exists(Path.Combine(project.Folder, "Other.cs")));

        project.Write("no model"u8.ToArray());
        MustFail("tiny.onnx", Sinter(project, "inspect", "tiny.onnx"));
        MustFail("missing.onnx", Sinter(project, "inspect", "missing.onnx"));
    }

    // A folder of its own rather than a manifest: the SDK remembers for the whole machine where a version of a manifest's tool was.
    private static CommandResult Sinter(OnnxProject project, params string[] arguments) =>
        CommandResult.Of(Path.Combine(project.Folder, "tools", OperatingSystem.IsWindows() ? "dotnet-sinter.exe" : "dotnet-sinter"), project.Folder, arguments);

    private static void MustFail(string message, CommandResult result)
    {
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Sinter", result.Output, StringComparison.Ordinal);
    }
}
