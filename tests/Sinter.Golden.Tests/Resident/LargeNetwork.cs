namespace Sinter.Golden.Resident;

/// <summary>Weights of 37 MB: a filtered convolution, one whose normalisation is folded into it, large matrices, and a table that is read as it is.</summary>
[Network]
internal sealed partial class LargeNetwork
{
    private static Tensor Define([Shape(64, 16, 16)] Tensor image, [Shape(4)] Tokens words)
    {
        var seen = image.Conv2d(64, kernel: 3, padding: 1, name: "conv1").Relu()
            .Conv2d(64, kernel: 3, padding: 1, stride: 2, bias: false, name: "conv2").BatchNorm2d(name: "norm").Relu()
            .Flatten().Linear(1536, name: "fc1");
        var read = words.Embedding(2000, 128, name: "table").Flatten().Linear(1536, name: "fc2");
        return (seen + read).Relu().Linear(1000, name: "fc3").Relu().Linear(10, name: "fc4");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
