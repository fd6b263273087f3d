using CharRnn.Sampling;

namespace Sinter.Samples.Tests.CharRnnSample;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [MathF.Log(1), MathF.Log(2), MathF.Log(5), MathF.Log(2)];

    [Fact]
    public void Frequencies_FollowTheSoftmax() => AssertFrequencies(temperature: 1, [0.1, 0.2, 0.5, 0.2]);

    [Fact]
    public void Temperature_SharpensTheSoftmax() => AssertFrequencies(temperature: 0.5f, [1 / 34.0, 4 / 34.0, 25 / 34.0, 4 / 34.0]);

    [Theory]
    [InlineData(0)]
    [InlineData(1e-30f)]
    public void LowTemperature_TakesTheLikeliest(float temperature)
    {
        var sampler = new Sampler(temperature, seed: 1);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(2, sampler.Draw(Logits)));
    }

    [Fact]
    public void HighLogits_DoNotOverflow() => Assert.Equal(1, new Sampler(1, seed: 1).Draw([-1e30f, 1e30f, 0]));

    [Fact]
    public void SameSeed_DrawsTheSame()
    {
        var (first, second) = (new Sampler(1, seed: 7), new Sampler(1, seed: 7));

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(first.Draw(Logits), second.Draw(Logits)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ForeignTemperature_IsRefused(float temperature) => Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(temperature, seed: 1));

    private static void AssertFrequencies(float temperature, double[] expected)
    {
        const int Draws = 20_000;
        var sampler = new Sampler(temperature, seed: 11);
        var counts = new int[Logits.Length];
        for (var i = 0; i < Draws; i++) counts[sampler.Draw(Logits)]++;

        for (var i = 0; i < counts.Length; i++) Assert.InRange(counts[i] / (double)Draws, expected[i] - 0.015, expected[i] + 0.015);
    }
}
