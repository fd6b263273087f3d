using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class LinearTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void Linear_MultipliesByTheTransposedWeightAndAddsTheBias()
    {
        var y = fixture.Input(2).Linear(3, name: "fc");
        Assert.Equal("[B, 3]", y.Shape.ToString());
        var values = fixture.Evaluate(y, 2, false, ("x", [1, 2, 3, 4]), ("fc.weight", [1, 0, 0, 1, 1, 1]), ("fc.bias", [10, 20, 30]));
        Assert.Equal([11, 22, 33, 13, 24, 37], values);
    }

    [Theory]
    [InlineData(new[] { 8 }, "[B, 5]")]
    [InlineData(new[] { 3, 8 }, "[B, 3, 5]")]
    [InlineData(new[] { 2, 3, 8 }, "[B, 2, 3, 5]")]
    public void Linear_WorksOnTheLastAxis(int[] input, string output)
    {
        Assert.Equal(output, fixture.Input(input).Linear(5).Shape.ToString());
        Assert.Equal(["linear1.weight [5, 8]", "linear1.bias [5]"], fixture.Parameters());
    }

    [Fact]
    public void Linear_OfAWeightVector_HasNoBatch()
    {
        var y = fixture.Input(4).Parameter("latent", [8]).Linear(5);
        Assert.Equal("[5]", y.Shape.ToString());
    }

    [Fact]
    public void Linear_WithoutBias_HasNone()
    {
        fixture.Input(8).Linear(5, bias: false);
        Assert.Equal(["linear1.weight [5, 8]"], fixture.Parameters());
    }

    [Fact]
    public void Linear_StartsAsInPyTorch_AndOnlyTheWeightDecays()
    {
        fixture.Input(4).Linear(5);
        var (weight, bias) = (fixture.Parameter("linear1.weight"), fixture.Parameter("linear1.bias"));
        Assert.Equal(0.5f, weight.Initializer.Second, 1e-6f);
        Assert.Equal(Initializer.Uniform(-0.5f, 0.5f), bias.Initializer);
        Assert.True(weight.Decays);
        Assert.False(bias.Decays);
    }

    [Fact]
    public void Linear_TakesInitializers()
    {
        fixture.Input(4).Linear(5, initializer: Initializer.Normal(0, 0.02f), biasInitializer: Initializer.Zeros);
        Assert.Equal(Initializer.Normal(0, 0.02f), fixture.Parameter("linear1.weight").Initializer);
        Assert.Equal(Initializer.Zeros, fixture.Parameter("linear1.bias").Initializer);
    }

    [Fact]
    public void Linear_WithAWeightOfItsOwn_SharesIt()
    {
        var x = fixture.Input(6);
        var weight = x.Parameter("shared", [6, 6]);
        x.Linear(weight).Relu().Linear(weight, x.Parameter("offset", [6]));
        Assert.Equal(["shared [6, 6]", "offset [6]"], fixture.Parameters());
        Assert.Equal(2, fixture.Operations().Count(name => name == "MatMul"));
    }

    [Fact]
    public void Module_CreatesItsWeightsOnce()
    {
        var tower = new Module("tower", x => x.Linear(4, name: "fc").Relu());
        var distance = tower.Apply(fixture.Input(6)) - tower.Apply(fixture.Input(6));
        Assert.Equal("[B, 4]", distance.Shape.ToString());
        Assert.Equal(["tower.fc.weight [4, 6]", "tower.fc.bias [4]"], fixture.Parameters());
    }

    [Fact]
    public void Scope_PrefixesNames_AndNumbersLayersAnew()
    {
        var x = fixture.Input(6).Linear(6);
        for (var i = 0; i < 2; i++) x = x.Scope($"blocks.{i}", b => b.Linear(6, bias: false).Linear(6, bias: false));
        Assert.Equal(
            [
                "linear1.weight [6, 6]", "linear1.bias [6]",
                "blocks.0.linear1.weight [6, 6]", "blocks.0.linear2.weight [6, 6]",
                "blocks.1.linear1.weight [6, 6]", "blocks.1.linear2.weight [6, 6]",
            ],
            fixture.Parameters());
    }

    [Fact]
    public void Layers_WithoutAName_PassOverNamesThatAreTaken()
    {
        fixture.Input(3).Linear(3, bias: false, name: "linear1").Linear(3, bias: false).Linear(3, bias: false, name: "linear3").Linear(3, bias: false);
        Assert.Equal(["linear1.weight [3, 3]", "linear2.weight [3, 3]", "linear3.weight [3, 3]", "linear4.weight [3, 3]"], fixture.Parameters());
    }

    [Fact]
    public void Embedding_PicksRows_AndLimitsItsTokens()
    {
        var tokens = fixture.Tokens(2);
        var y = tokens.Embedding(3, 2, name: "words");
        Assert.Equal("[B, 2, 2]", y.Shape.ToString());
        Assert.Equal(3, ((InputOp)fixture.Builder[tokens.Id].Op).Limit);
        Assert.Equal(Initializer.Normal(), fixture.Parameter("words.weight").Initializer);
        Assert.Equal([5, 6, 1, 2], fixture.Evaluate(y, 1, false, ("tokens", [2, 0]), ("words.weight", [1, 2, 3, 4, 5, 6])));
    }

    [Fact]
    public void Embedding_CanTieItsTableToTheOutput()
    {
        var tokens = fixture.Tokens(7);
        var table = tokens.Parameter("wte.weight", [100, 16]);
        var logits = tokens.Embedding(table).Linear(table);
        Assert.Equal("[B, 7, 100]", logits.Shape.ToString());
        Assert.Equal(["wte.weight [100, 16]"], fixture.Parameters());
    }
}
