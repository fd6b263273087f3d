namespace Sinter.Generator.Tests.Frontend;

/// <summary>Which networks can continue a sequence call by call, and what the others are told.</summary>
public sealed class DecodeTests
{
    [Theory]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.GptBlock(2).LlamaBlock(2, 8).Linear(3);", null)]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.LearnedPositions(length: 32).SinusoidalPositions().Linear(3).Softmax();", null)]
    [InlineData("Dim(\"T\", Max = 8), Decode(0)", "return x;", "the capacity is 0, but must be 1 or more")]
    [InlineData("Dim(\"T\", Max = 8), Decode(-1)", "return x;", "the capacity is -1, but must be 1 or more")]
    [InlineData("Dim(\"T\", Min = 2, Max = 8), Decode(9)", "return x;", "its length T is 2 at least, but a sequence grows place by place; leave Min out of T")]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.Reshape(-1).Reshape(4, -1).Transpose().Linear(3);", "'reshape1' mixes places along T")]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.Reshape(-1, 2, 2).Transpose(1, 2).Flatten(1).Linear(3);", null)]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x + x.Transpose().Reshape(-1, 4);", "'reshape1' mixes places along T")]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.Unsqueeze(0) + x.Unsqueeze(1);", "Add mixes places along T")]
    [InlineData("Dim(\"T\", Max = 8), Dim(\"U\", Max = 8), Decode(9)", "return x;", null)]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.LearnedPositions();", "'learnedpositions1' has 8 positions for a capacity of 32")]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.MultiHeadAttention(2);", "'multiheadattention1' must be causal attention, without a bias and without lengths")]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.Mean(0);", "Sum mixes places along T")]
    [InlineData("Dim(\"T\", Max = 8), Decode(32)", "return x.Lstm(3).Outputs;", "'lstm1' mixes places along T")]
    public void Declarations(string attributes, string body, string? reason)
    {
        var reading = Source.ReadNetwork($"[Network, {attributes}] public partial class Net {{ static Tensor Define([Shape(\"T\", 4)] Tensor x) {{ {body} }} }}");
        if (reason is null)
        {
            Assert.Empty(reading.Errors);
            return;
        }

        var (id, _, message) = Source.Error(reading);
        Assert.Equal("SNT4003", id);
        Assert.Equal("The network cannot decode a sequence call by call: " + reason, message[..Math.Min(message.Length, 51 + reason.Length)]);
    }

    [Fact]
    public void OtherMistakes_AreReportedBeside()
    {
        var reading = Source.ReadNetwork("""
            [Network, Dim("T", Max = 8), Decode(8), Algorithm("conv1", ConvolutionAlgorithm.Direct)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 4)] Tensor x) => x.MultiHeadAttention(2, name: "mix");

                static Tensor Loss(Tensor y, [Shape("T", 4)] Tensor target) => y.MeanSquaredError(target);
            }
            """);
        Assert.Equal(["SNT1016", "SNT4003"], reading.Errors.Select(error => error.Id));
    }
}
