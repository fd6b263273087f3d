namespace Sinter.EndToEnd.Tests;

/// <summary>A project with all analyzers of the SDK on, and every warning an error: networks bring none into it.</summary>
[Collection(nameof(PackageFeed))]
public sealed class StrictProjectTests(PackageFeed feed)
{
    private const string Properties = """
        <Project>
          <PropertyGroup>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <AnalysisMode>All</AnalysisMode>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
            <WarningLevel>9999</WarningLevel>
            <AllowUnsafeBlocks>false</AllowUnsafeBlocks>
            <IsAotCompatible>true</IsAotCompatible>
            <IsTrimmable>true</IsTrimmable>
            <EnableTrimAnalyzer>true</EnableTrimAnalyzer>
            <EnableAotAnalyzer>true</EnableAotAnalyzer>
            <EnableSingleFileAnalyzer>true</EnableSingleFileAnalyzer>
            <RunAnalyzers>true</RunAnalyzers>
          </PropertyGroup>
        </Project>
        """;

    // What the IDE shows as hints is a warning here.
    private const string Settings = """
        root = true
        [*.cs]
        dotnet_diagnostic.IDE0051.severity = warning
        dotnet_diagnostic.IDE0052.severity = warning
        dotnet_diagnostic.IDE0060.severity = warning
        dotnet_code_quality_unused_parameters = all
        """;

    private const string Networks = """
        using Sinter;

        [assembly: System.CLSCompliant(false)]
        [assembly: System.Runtime.InteropServices.ComVisible(false)]

        namespace Company.Product;

        /// <summary>Reads images.</summary>
        [Network]
        public sealed partial class ImageReader
        {
            private static Tensor Define([Shape(1, 8, 8)] Tensor image) => image
                .Conv2d(8, kernel: 3, padding: 1, name: "conv").BatchNorm2d(name: "norm").Relu().MaxPool2d(2)
                .Flatten().Dropout(0.1f)
                .Linear(3, name: "fc");

            private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        /// <summary>Writes text.</summary>
        [Network, Dim("T", Max = 8), Decode(16)]
        public sealed partial class TextWriterNetwork
        {
            private static Tensor Define([Shape("T")] Tokens text) => text.Embedding(11, 8).GptBlock(2, name: "h").Linear(11);

            private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
        }

        /// <summary>Reads sequences, and learns from one of its results.</summary>
        [Network, Dim("T", Max = 8)]
        public sealed partial class SequenceReader
        {
            private static (Tensor outputs, Tensor last) Define([Shape("T", 4)] Tensor sequence, [Shape] Tokens lengths, [Shape("T", 4)] Tensor? more)
            {
                var all = (more is null ? sequence : sequence + more).Lstm(6, lengths: lengths).Outputs;
                return (all, all.Gru(3).Hidden);
            }

            private static Tensor Loss(Tensor outputs, Tensor last) => last.Mean();
        }

        /// <summary>Layers one upon another.</summary>
        [Network, Input(4)]
        [Linear(3), Tanh, Linear(2)]
        [CrossEntropyLoss]
        public sealed partial class Perceptron;
        """;

    private const string Library = "-p:OutputType=Library";

    [Fact]
    public void AllAnalyzers_FindNothing()
    {
        var build = Project(Networks).Build(Library).MustSucceed();

        Assert.Contains("0 Warning(s)", build.Output);
    }

    [Fact]
    public void UnusedHelper_IsFoundAsEver()
    {
        var build = Project(Networks.Replace("private static Tensor Loss(Tensor logits, [Shape] Tokens label)", "private static Tensor Forgotten(Tensor x) => x;\n\n    private static Tensor Loss(Tensor logits, [Shape] Tokens label)")).Build(Library);

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error IDE0051: Private member 'ImageReader.Forgotten' is unused", build.Output);
        Assert.DoesNotContain("'ImageReader.Define'", build.Output);
    }

    private ConsumerProject Project(string networks)
    {
        var project = feed.CreateProject("net10.0");
        project.Write("Directory.Build.props", Properties);
        project.Write(".editorconfig", Settings);
        project.Write("Program.cs", networks);
        return project;
    }
}
