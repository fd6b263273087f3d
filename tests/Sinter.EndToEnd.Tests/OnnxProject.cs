namespace Sinter.EndToEnd.Tests;

/// <summary>A console project with an ONNX file as a class, and a program that prints what the class computes.</summary>
internal sealed class OnnxProject
{
    public const string Framework = "net10.0";

    /// <summary>What the program prints for <see cref="TinyOnnxModel"/> with its own bias.</summary>
    public const string Expected = "11 24 13 26";

    private const string Program = """
        using var session = Consumer.Tiny.Load().CreateSession(maxBatch: 2);
        var y = new float[4];
        session.Forward([1, 0, 0, 0, 0, 1], y);
        Console.WriteLine(string.Join(" ", y));
        """;

    public OnnxProject(PackageFeed feed, string framework = Framework, string metadata = "")
    {
        Project = feed.CreateProject(framework);
        Write(TinyOnnxModel.Bytes());
        Project.Write("Program.cs", Program);
        Declare($"""<OnnxModel Include="tiny.onnx" {metadata} />""");
    }

    public ConsumerProject Project { get; }

    public string Folder => Project.Folder;

    /// <summary>The class as the build has written it.</summary>
    public string Source => Written("Consumer.Tiny.cs");

    public static string Names(string framework) => Path.Combine("bin", "Release", framework);

    /// <summary>The model's file.</summary>
    public void Write(byte[] model) => File.WriteAllBytes(Path.Combine(Folder, "tiny.onnx"), model);

    /// <summary>The items of the project, instead of those it had.</summary>
    public void Declare(string items) => Project.Write("Directory.Build.targets", $"<Project><ItemGroup>{items}</ItemGroup></Project>");

    /// <summary>A file that the build writes for models.</summary>
    public string Written(string name) => Path.Combine(Folder, "obj", "Release", Framework, "onnx", name);

    /// <summary>Whether a build imports the model.</summary>
    public bool IsImportedBy(Action build)
    {
        // Times of files may be coarse: any time but the one that is set here is one of this build.
        var before = DateTime.UtcNow.AddSeconds(10);
        File.SetLastWriteTimeUtc(Source, before);
        before = File.GetLastWriteTimeUtc(Source);
        build();
        return File.GetLastWriteTimeUtc(Source) != before;
    }

    public void MustPrint(string expected) =>
        Assert.Equal(expected, Project.Run("dotnet", Path.Combine("bin", "Release", Framework, "Consumer.dll")).MustSucceed().Output.Trim());
}
