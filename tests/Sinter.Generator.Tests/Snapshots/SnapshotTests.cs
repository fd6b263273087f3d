using static Sinter.Generator.Tests.Snapshots.GeneratedText;

namespace Sinter.Generator.Tests.Snapshots;

/// <summary>The generated code as it is read by people.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void MlpInference() => Snapshot.Verify(Part(Generate("""
        [Network, Input(784), Linear(128), Relu, Linear(10)]
        public partial class Net;
        """), "NetInference"));

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
        """), "NetInference"));

    /// <summary>What is kept from call to call, and a network that a session may give a few places at a time.</summary>
    [Fact]
    public void Decoder() => Snapshot.Verify(Part(Generate("""
        [Network, Dim("T", Max = 64), Decode(64)]
        public partial class Net
        {
            static Tensor Define([Shape("T", 8)] Tensor x) => x.MultiHeadAttention(2, causal: true, name: "attn").Linear(3, name: "head");
        }
        """), "NetDecoding", "Decoder"));

    /// <summary>A recurrence forth, and its gradients back.</summary>
    [Fact]
    public void Scan() => Snapshot.Verify(Part(Generate("""
        [Network, Dim("T", Max = 64)]
        public partial class Net
        {
            static Tensor Define([Shape("T", 8)] Tensor x) => x.Lstm(16, name: "lstm").Outputs.Select(0, -1).Linear(2, name: "head");

            static Tensor Loss(Tensor y, [Shape(2)] Tensor target) => y.MeanSquaredError(target);
        }
        """), "NetTraining"));

    /// <summary>An input, a target and a layer with states that calls may leave out.</summary>
    [Fact]
    public void Optional() => Snapshot.Verify(Part(Generate("""
        [Network]
        public partial class Net
        {
            static Tensor Define([Shape(4, 6)] Tensor x, [Shape(4)] Tensor? mask)
            {
                var y = x.Linear(6, name: "fc");
                if (mask is not null) y = y * mask.BatchNorm1d(name: "norm").Reshape(4, 1);
                return y.Sum(0);
            }

            static Tensor Loss(Tensor y, [Shape(6)] Tensor target, [Shape] Tensor? weight)
            {
                var error = (y - target).Square().Mean(0);
                return weight is null ? error.Mean() : (error * weight).Mean();
            }
        }
        """), "Session", "Trainer", "NetInferenceWithoutMask"));

    /// <summary>What stands in for the members of a network that is wrong.</summary>
    [Fact]
    public void Skeleton() => Snapshot.Verify(Generate("""
        [Network]
        public partial class Net
        {
            static Tensor Define([Shape(4)] Tensor x, [Shape(5)] Tensor y) => x + y;
        }
        """, isWrong: true));

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
}
