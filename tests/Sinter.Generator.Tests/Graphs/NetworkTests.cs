using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class NetworkTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void SimpleCnn_HasTheParametersOfPyTorch()
    {
        var logits = fixture.Input(1, 28, 28)
            .Conv2d(32, kernel: 3, padding: 1, name: "conv1").Relu().MaxPool2d(2)
            .Conv2d(64, kernel: 3, padding: 1, name: "conv2").Relu().MaxPool2d(2)
            .Flatten()
            .Linear(10, name: "fc");
        var loss = logits.CrossEntropy(fixture.Tokens());

        Assert.Equal("[B, 10]", logits.Shape.ToString());
        Assert.Equal(Shape.Scalar, loss.Shape);
        Assert.Equal(50_186, fixture.ParameterCount());
        Assert.Equal(320, fixture.ParameterCount("conv1"));
        Assert.Equal(
            [
                "conv1.weight [32, 1, 3, 3]", "conv1.bias [32]",
                "conv2.weight [64, 32, 3, 3]", "conv2.bias [64]",
                "fc.weight [10, 3136]", "fc.bias [10]",
            ],
            fixture.Parameters());
        Assert.Equal(
            [
                "Conv2d conv1 [B, 32, 28, 28]", "Relu relu1 [B, 32, 28, 28]", "MaxPool2d maxpool1 [B, 32, 14, 14]",
                "Conv2d conv2 [B, 64, 14, 14]", "Relu relu2 [B, 64, 14, 14]", "MaxPool2d maxpool2 [B, 64, 7, 7]",
                "Flatten flatten1 [B, 3136]", "Linear fc [B, 10]", "CrossEntropy crossentropy1 []",
            ],
            fixture.Layers());
    }

    [Fact]
    public void Mlp_HasTheParametersOfPyTorch()
    {
        fixture.Input(784).Linear(128).Relu().Dropout(0.1f).Linear(10);
        Assert.Equal(101_770, fixture.ParameterCount());
        Assert.Equal(["linear1.weight [128, 784]", "linear1.bias [128]", "linear2.weight [10, 128]", "linear2.bias [10]"], fixture.Parameters());
    }
}
