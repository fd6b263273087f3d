using Sinter.Claims.Page;

namespace Sinter.Claims.Depth;

/// <summary>Fifty layers, each on what the one before gives.</summary>
[Network]
public partial class FiftyLayers
{
    private static Tensor Define([Shape(32)] Tensor x)
    {
        for (var i = 0; i < 50; i++) x = x.Linear(32, name: $"layers.{i}").Tanh();
        return x;
    }

    private static Tensor Loss(Tensor y, [Shape(32)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>Fifty layers, each added to what the one before gives.</summary>
[Network]
public partial class FiftyResidualLayers
{
    private static Tensor Define([Shape(32)] Tensor x)
    {
        for (var i = 0; i < 50; i++) x += x.Linear(32, name: $"layers.{i}").Tanh();
        return x;
    }

    private static Tensor Loss(Tensor y, [Shape(32)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>What is left of a gradient after many layers.</summary>
public sealed class GradientTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "Glorot and Bengio 2010; He et al. 2015; Balduzzi et al. 2017";

    private static readonly float[] Input = Draw.Normal(16 * 32, 1), Target = Draw.Normal(16 * 32, 2);

    [Claim("Gradients fade from layer to layer of a plain network", Source)]
    public void Plain()
    {
        using var trainer = new FiftyLayers(1).CreateTrainer(new Sgd(), maxBatch: 16);
        trainer.ComputeGradients(Input, Target);
        var norms = Norms(trainer.Gradients);
        Assert.InRange(norms[0] / norms[^1], 0, 1e-6);
        Measured($"50 layers, norm of the gradient of the first layer's weights by that of the last's: {Size.Order(norms[0] / norms[^1])}");
    }

    [Claim("With a way around every layer they do not", Source)]
    public void Residual()
    {
        using var trainer = new FiftyResidualLayers(1).CreateTrainer(new Sgd(), maxBatch: 16);
        trainer.ComputeGradients(Input, Target);
        var norms = Norms(trainer.Gradients);
        Assert.InRange(norms[0] / norms[^1], 0.1, 100);
        Measured($"50 layers, norm of the gradient of the first layer's weights by that of the last's: {norms[0] / norms[^1]:F1}");
    }

    private static double[] Norms(ParameterCollection gradients) => [.. Enumerable.Range(0, 50).Select(i => Size.Norm(gradients[$"layers.{i}.weight"].Values))];
}
