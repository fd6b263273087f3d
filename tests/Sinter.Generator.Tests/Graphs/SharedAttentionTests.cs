namespace Sinter.Generator.Tests.Graphs;

/// <summary>Queries, keys and values that all samples share compute what they would if every sample had its own copy.</summary>
public sealed class SharedAttentionTests
{
    private const int Batch = 3;

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    public void Shared_IsTheSameForEverySample(bool query, bool key, bool value)
    {
        var random = new Random(1);
        var data = new[] { Draw(random, 4 * 2 * 3), Draw(random, 5 * 3), Draw(random, 5 * 3) };
        var (fixture, shared) = (new GraphFixture(), new[] { query, key, value });
        int[][] shapes = [[4, 2, 3], [5, 1, 3], [5, 1, 3]];
        var own = shapes.Select(shape => fixture.Input(shape)).ToArray();
        var parts = own.Select((input, i) => shared[i] ? input.Parameter("w" + i, shapes[i]) : input).ToArray();
        var leaves = Enumerable.Range(0, 3).SelectMany(i => new[] { (i == 0 ? "x" : $"x{i + 1}", Enumerable.Repeat(data[i], Batch).SelectMany(part => part).ToArray()), ("w" + i, data[i]) }).ToArray();
        var expected = own[0].Attention(own[1], own[2], causal: true);
        var actual = parts[0].Attention(parts[1], parts[2], causal: true);
        Assert.Equal(expected.Shape, actual.Shape);
        GraphFixture.Close(fixture.Evaluate(expected, Batch, training: false, leaves), fixture.Evaluate(actual, Batch, training: false, leaves), 1e-12);
    }

    [Fact]
    public void WithoutAnySample_ThereIsNoBatch()
    {
        var fixture = new GraphFixture();
        var x = fixture.Input(1);
        var (q, k) = (x.Parameter("q", [4, 2, 3]), x.Parameter("k", [5, 2, 3]));
        Assert.Equal("[4, 2, 3]", q.Attention(k, k).Shape.ToString());
        Assert.Equal("[B, 4, 2, 3]", q.Attention(k, k, lengths: fixture.Tokens()).Shape.ToString());
        Assert.Equal("[B, 4, 2, 3]", q.Attention(k, k, bias: x.Zeros(4, 5)).Shape.ToString());
        Assert.Equal("[5, 6]", k.Flatten(1).MultiHeadAttention(2, name: "a").Shape.ToString());
        Assert.Equal("[B, 5, 6]", k.Flatten(1).TransformerDecoderLayer(fixture.Input(7, 6), 2, 8).Shape.ToString());
    }

    private static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
