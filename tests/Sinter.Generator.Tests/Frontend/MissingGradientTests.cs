using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Graphs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>A weight that would be trained, but has no gradient where it is used, is told at the expression that uses it.</summary>
public sealed class MissingGradientTests
{
    private const string Advice =
        "but what attention adds to its scores has no gradient: it would take the matrix of all scores. " +
        "Put Detach() behind the mask if it need not be trained, or use MultiHeadAttentionWithWeights, which stores the scores.";

    [Theory]
    [InlineData("return x.MultiHeadAttention(2, mask: W(x), name: \"mix\");", "MultiHeadAttention(2, mask: W(x), name: \"mix\")", "The mask of the attention in 'mix' depends on the weight 'w', which is trained, ")]
    [InlineData("return x.Relu().TransformerEncoderLayer(2, 8, mask: W(x).Exp() * 2, name: \"enc\").Relu();", "TransformerEncoderLayer(2, 8, mask: W(x).Exp() * 2, name: \"enc\")", "The mask of the attention in 'enc.self_attn' depends on the weight 'w', which is trained, ")]
    [InlineData("return Attend(x, W(x));", "Attention(q, q, bias: mask)", "The mask of an attention depends on the weight 'w', which is trained, ")]
    [InlineData("return Attend(x, x.Linear(3, name: \"fc\"), 0.2f);", "Attention(q, q, bias: mask, dropout: dropout)", "The mask of an attention depends on the weight 'fc.", "static Tensor Attend(Tensor t, Tensor mask, float dropout) { var q = t.Reshape(3, 2, 2); return q.Attention(q, q, bias: mask, dropout: dropout).Flatten(1); }")]
    [InlineData("return x.Scan(x.Zeros(3, 3), (step, h) => { var q = (step.Sum() + h.Zeros(3, 4)).Reshape(3, 2, 2); return (q.Attention(q, q, bias: h).Flatten(1).Sum(0), h + W2(h)); }).Outputs;", "Scan(x.Zeros(3, 3), (step, h) => { var q = (step.Sum() + h.Zeros(3, 4)).Reshape(3, 2, 2); return (q.Attention(q, q, bias: h).Flatten(1).Sum(0), h + W2(h)); })", "The mask of the attention in 'scan1' depends on weights that are trained, ")]
    public void TrainedMask_IsUnderlined(string body, string squiggle, string message, string others = "")
    {
        var (id, text, told) = Source.Error(Source.ReadMembers(Network(body, others)));
        Assert.Equal(("SNT4002", squiggle), (id, text));
        Assert.StartsWith(message, told, StringComparison.Ordinal);
        Assert.EndsWith(Advice, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return x.MultiHeadAttention(2, mask: W(x).Detach());")]
    [InlineData("return x.MultiHeadAttention(2, mask: x.Zeros(3, 3) + 1);")]
    [InlineData("return x.MultiHeadAttention(2, mask: x.Matmul(x.Transpose()));")]
    [InlineData("return x.MultiHeadAttentionWithWeights(2, mask: W(x)).Output;")]
    [InlineData("var unused = Attend(x, W(x)); return x.Linear(4);")]
    [InlineData("return x.Linear(4) + Attend(x, W(x)).Detach();")]
    [InlineData("return Attend(x, W(x).Greater(0).Where(0, -1));")]
    public void MasksThatNeedNoGradient_AreFine(string body)
    {
        var graph = Source.ReadMembers(Network(body)).Graph();
        Gradients.Differentiate(RemoveDead.Run(ResolvePhase.Run(graph, Phase.Training)), CancellationToken.None);
    }

    [Fact]
    public void WithoutALoss_NothingIsTrained() =>
        Source.ReadMembers("static Tensor Define([Shape(3, 4)] Tensor x) => x.MultiHeadAttention(2, mask: x.Parameter(\"w\", [3, 3]));").Graph();

    [Fact]
    public void TheGradientItself_RefusesAsWell()
    {
        var fixture = new GraphFixture();
        var x = fixture.Input(3, 4);
        fixture.Builder.SetLoss(x.MultiHeadAttention(2, mask: x.Parameter("w", [3, 3])).Mean().Id);
        Assert.Equal("SNT4002", Assert.Throws<NetworkDefinitionException>(() => Gradients.Differentiate(fixture.Graph, CancellationToken.None)).Id);
    }

    private static string Network(string body, string others = "") => $$"""
        static Tensor Define([Shape(3, 4)] Tensor x) { {{body}} }
        static Tensor W(Tensor t) => t.Parameter("w", [3, 3]);
        static Tensor W2(Tensor t) => t.Linear(3, name: "w2");
        static Tensor Attend(Tensor t, Tensor mask) { var q = t.Reshape(3, 2, 2); return q.Attention(q, q, bias: mask).Flatten(1); }
        {{others}}
        static Tensor Loss(Tensor y) => y.Mean();
        """;
}
