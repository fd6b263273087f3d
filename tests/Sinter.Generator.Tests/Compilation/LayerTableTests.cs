using Sinter.Generator.Levels;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>What the summary says of a network: parameters, operations and receptive fields.</summary>
public class LayerTableTests
{
    private static LoweredNetwork Lower(string source) => NetworkCompiler.Lower(Source.ReadNetwork(source).Model, CancellationToken.None);

    private static LoweredNetwork LowerMembers(string members) => Lower("[Network] public partial class Net\n{\n" + members + "\n}\n");

    [Fact]
    public void SimpleCnn_HasTheParametersOfTheTextbook()
    {
        var network = LowerMembers(
            """
            static Tensor Define([Shape(1, 28, 28)] Tensor image) => image
                .Conv2d(32, kernel: 3, padding: 1, name: "conv1").Relu().MaxPool2d(2)
                .Conv2d(64, kernel: 3, padding: 1, name: "conv2").Relu().MaxPool2d(2)
                .Flatten().Linear(10, name: "fc");
            """);

        Assert.Equal(320, network.Layers.Single(row => row.Name == "conv1").Parameters);
        Assert.Equal(50_186, network.Layers.Sum(row => row.Parameters));
    }

    [Fact]
    public void Mlp_HasTheParametersOfTheTextbook()
    {
        var network = Lower("[Network, Input(784)] [Linear(128), Relu, Linear(10)] public partial class Net;");

        Assert.Equal(101_770, network.Layers.Sum(row => row.Parameters));
        Assert.Equal((2 * 784 * 128) + 128, network.Layers[0].Flops);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void StackOfConvolutions_SeesTwoPixelsMoreEachTime(int count)
    {
        var network = LowerMembers(
            $$"""
            static Tensor Define([Shape(3, 16, 16)] Tensor image)
            {
                for (var i = 0; i < {{count}}; i++) image = image.Conv2d(4, kernel: 3, padding: 1);
                return image;
            }
            """);

        Assert.Equal((2 * count) + 1, network.Layers[^1].SeenHeight);
    }

    [Fact]
    public void StridesAndPools_WidenWhatLaterWindowsSee()
    {
        var network = LowerMembers(
            """
            static Tensor Define([Shape(1, 32, 32)] Tensor image) => image
                .Conv2d(2, kernel: 3, stride: 2).MaxPool2d(2).Conv2d(2, kernel: 3, dilation: 2);
            """);

        // 3; a pool of 2 at a distance of 2: 5; five pixels wide at a distance of 4: 5 + 4 * 4.
        Assert.Equal([3, 5, 21], network.Layers.Select(row => row.SeenHeight));
    }

    [Fact]
    public void Recurrence_CountsEveryStep()
    {
        var network = LowerMembers("static Tensor Define([Shape(8, 4)] Tensor x) => x.Rnn(5, bias: false).Outputs;");

        // For each of 8 steps: the products with the input and with the state, their sum, and the nonlinearity, which has a row of its own.
        Assert.Equal(8 * ((2 * 4 * 5) + (2 * 5 * 5) + 5), network.Layers.Single(row => row.Kind == "Rnn").Flops);
        Assert.Equal(8 * 5, network.Layers.Single(row => row.Kind == "Tanh").Flops);
    }

    [Theory]
    [InlineData("", 6 * 6)]
    [InlineData(", causal: true", 1 + 2 + 3 + 4 + 5 + 6)]
    [InlineData(", causal: true, window: 2", 1 + 2 + 2 + 2 + 2 + 2)]
    public void Attention_CountsTheKeysThatQueriesSee(string options, int seen)
    {
        var network = LowerMembers($"static Tensor Define([Shape(6, 16)] Tensor x) => x.MultiHeadAttention(2{options});");

        // Two products with every key for 16 features, and three projections with biases; the fourth has a row of its own.
        var projections = 3 * 6 * 16 * ((2 * 16) + 1);
        Assert.Equal((4 * seen * 16) + projections, network.Layers.Single(row => row.Kind == "MultiHeadAttention").Flops);
    }
}
