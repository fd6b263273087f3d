using Sinter.Claims.Page;

namespace Sinter.Claims.Normalization;

/// <summary>What LayerNorm and BatchNorm take the mean of, and what that means for a batch of one.</summary>
public sealed class AxisTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const double Rounding = 1e-5;

    private static readonly float[] Input = [.. Draw.Normal(Grid.Samples * Grid.Length, 1).Select((number, i) => 3 + (number * (1 + (i % 4))))];

    private delegate float Gradients(ReadOnlySpan<float> x, ReadOnlySpan<float> chosen);

    [Claim("LayerNorm gives every place of every sample mean 0 and variance 1 over its channels", "Ba et al. 2016")]
    public void LayerNorm()
    {
        using var session = new LayerNormed(1).CreateSession(Grid.Samples);
        var y = new float[Input.Length];
        session.Forward(Input, y);
        var groups = y.Chunk(Grid.Channels).ToArray();
        AssertNormal(groups);
        Measured($"{groups.Length} groups of {Grid.Channels} channels, each with mean 0 and variance 1 within {Rounding:0e0}");
    }

    [Claim("BatchNorm gives every channel mean 0 and variance 1 over all samples and places while it trains", "Ioffe and Szegedy 2015")]
    public void BatchNorm()
    {
        using var trainer = new BatchNormed(1).CreateTrainer(new Sgd(), Grid.Samples);
        var y = Trained(trainer.ComputeGradients, Input);
        var groups = Enumerable.Range(0, Grid.Channels).Select(channel => y.Where((_, i) => i / Grid.Places % Grid.Channels == channel).ToArray()).ToArray();
        AssertNormal(groups);
        Measured($"{groups.Length} groups of {groups[0].Length} numbers, each with mean 0 and variance 1 within {Rounding:0e0}");
    }

    [Claim("What LayerNorm makes of a sample does not depend on the others; what BatchNorm makes of it does, while it trains", "Ba et al. 2016; Ioffe and Szegedy 2015")]
    public void OtherSamples()
    {
        var others = Input.Select((number, i) => i < Grid.Length ? number : (2 * number) - 1).ToArray();
        using var layer = new LayerNormed(1).CreateTrainer(new Sgd(), Grid.Samples);
        using var batch = new BatchNormed(1).CreateTrainer(new Sgd(), Grid.Samples);
        using var predicting = new BatchNormed(1).CreateSession(Grid.Samples);
        var (byLayer, byBatch) = (Apart(x => Trained(layer.ComputeGradients, x)), Apart(x => Trained(batch.ComputeGradients, x)));
        var predicted = Apart(x => { var y = new float[x.Length]; predicting.Forward(x, y); return y; });
        Assert.InRange(byLayer, 0, 1e-6);
        Assert.InRange(byBatch, 0.1, 2);
        Assert.Equal(0, predicted);
        Measured($"with other samples beside it, a sample changes by less than {Rounding:0e0} of its norm under LayerNorm, by {100 * byBatch:F0} % under BatchNorm while it trains, and by {predicted} when it predicts");

        double Apart(Func<float[], float[]> run) => Size.Distance(run(Input).AsSpan(0, Grid.Length), run(others).AsSpan(0, Grid.Length));
    }

    [Claim("A batch of one is nothing special to LayerNorm", "Ba et al. 2016")]
    public void LayerNormOfOne()
    {
        using var trainer = new LayerNormed(1).CreateTrainer(new Sgd(), Grid.Samples);
        var (among, alone) = (Trained(trainer.ComputeGradients, Input), Trained(trainer.ComputeGradients, Input[..Grid.Length]));
        var difference = Size.Difference(among.AsSpan(0, Grid.Length), alone);
        Assert.InRange(difference, 0, 1e-6);
        Measured($"alone and among {Grid.Samples}: within 1e-6 of one another");
    }

    [Claim("BatchNorm of one sample normalises each of its channels over its places, and has nothing to normalise over where there are none", "Ioffe and Szegedy 2015; Ulyanov et al. 2016; Wu and He 2018")]
    public void BatchNormOfOne()
    {
        using var places = new BatchNormed(1).CreateTrainer(new Sgd(), Grid.Samples);
        AssertNormal([.. Trained(places.ComputeGradients, Input[..Grid.Length]).Chunk(Grid.Places)]);

        using var alone = new FeatureNormed(1).CreateTrainer(new Sgd(), Grid.Samples);
        var exception = Assert.Throws<ArgumentException>(() => alone.ComputeGradients(Input.AsSpan(0, Grid.Channels), new float[Grid.Channels]));
        Assert.Contains("needs more than 1 value per channel when training", exception.Message, StringComparison.Ordinal);
        using var session = new FeatureNormed(1).CreateSession();
        var y = new float[Grid.Channels];
        session.Forward(Input.AsSpan(0, Grid.Channels), y);
        Assert.InRange(Size.Difference(Input.AsSpan(0, Grid.Channels), y), 0, Rounding);
        Measured($"{Grid.Channels} channels of {Grid.Places} places: each has mean 0 and variance 1; without places the step is refused, and a prediction goes on with the running statistics");
    }

    // The output while training, number by number: the loss is one of them.
    private static float[] Trained(Gradients gradients, float[] x)
    {
        var y = new float[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var chosen = new float[x.Length];
            chosen[i] = 1;
            y[i] = gradients(x, chosen);
        }

        return y;
    }

    private static void AssertNormal(float[][] groups) => Assert.All(groups, group =>
    {
        var mean = group.Average(number => (double)number);
        Assert.Equal(0, mean, Rounding);
        Assert.Equal(1, group.Average(number => (number - mean) * (number - mean)), Rounding);
    });
}
