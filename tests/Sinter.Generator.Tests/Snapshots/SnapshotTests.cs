using System.Text.RegularExpressions;
using Sinter.Generator.Levels;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Snapshots;

/// <summary>The generated code as it is read by people.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void MlpInference() => Snapshot.Verify(Part(Generate("""
        [Network, Input(784), Linear(128), Relu, Linear(10)]
        public partial class Net;
        """), "file readonly struct NetInference : IProgram"));

    [Fact]
    public void Cnn() => Snapshot.Verify(Generate("""
        [Network]
        public partial class Net
        {
            static Tensor Define([Shape(1, 12, 12)] Tensor image) => image
                .Conv2d(8, kernel: 3, padding: 1, name: "conv").BatchNorm2d(name: "norm").Relu().MaxPool2d(2)
                .Flatten().Dropout(0.1f).Linear(10, name: "fc");

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }
        """));

    [Fact]
    public void Sequence() => Snapshot.Verify(Generate("""
        [Network, Dim("T", Max = 512)]
        public partial class Net
        {
            static Tensor Define([Shape("T")] Tokens words)
            {
                var x = words.Embedding(1000, 64, name: "embedding");
                var y = x.LayerNorm(1, name: "norm");
                var scores = y.Matmul(y.Permute(1, 0)) * 0.125f;
                return (x + scores.Softmax(name: "weights").Matmul(x)).Mean(0).Linear(2, name: "head");
            }
        }
        """));

    [Fact]
    public void Windows() => Snapshot.Verify(Part(Generate("""
        [Network, Dim("T", Max = 3000)]
        public partial class Net
        {
            static Tensor Define([Shape(80, "T")] Tensor frames) => frames
                .Conv1d(64, kernel: 3, Padding.Causal, dilation: 2, name: "conv1").Gelu()
                .Conv1d(64, kernel: 3, stride: 2, padding: 1, name: "conv2").Gelu()
                .MaxPool1d(2, ceilMode: true).Transpose().Linear(5, name: "head");
        }
        """), "file readonly struct NetInference : IProgram"));

    [Fact]
    public void ADifference_IsShownWithTheLinesAroundIt() => Assert.Equal(
        """
        @@ line 2
         2
         3
         4
        -5
        +five
         6
         7
         8

        """.ReplaceLineEndings("\n"),
        Snapshot.Difference([.. "123456789".Select(c => c.ToString())], ["1", "2", "3", "4", "five", "6", "7", "8", "9"]));

    private static string Generate(string source)
    {
        var reading = Source.Read(Source.Compile("using Sinter;\n" + source));
        Assert.Empty(reading.Errors);
        var text = NetworkCompiler.Emit(NetworkCompiler.Lower(reading.Model, CancellationToken.None), CancellationToken.None).Text;

        // Of no interest to people, and another one after every change.
        return Regex.Replace(text, "(?<=ingerprint(: | = ))0x[0-9A-F]{16}", "0x0123456789ABCDEF");
    }

    // One class of the file, without its indentation.
    private static string Part(string text, string header)
    {
        var lines = text.Split('\n');
        var start = Array.FindIndex(lines, line => line.Trim() == header);
        var indent = lines[start].Length - header.Length;
        var end = Array.FindIndex(lines, start, line => line == new string(' ', indent) + "}");
        return string.Join("\n", lines[start..(end + 1)].Select(line => line.Length > indent ? line[indent..] : "")) + "\n";
    }
}
