using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Compares gradients with central differences of the loss, all in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>How many elements of a parameter are varied at most.</summary>
    private const int Samples = 24;

    /// <summary>Differentiates <paramref name="network"/> as it is and checks every parameter.</summary>
    public static void Differentiated(Graph network, Bindings? bindings = null, double tolerance = 1e-6, int seed = 1)
    {
        var resolved = RemoveDead.Run(ResolvePhase.Run(network, Phase.Training));
        Check(network, Gradients.Differentiate(resolved, CancellationToken.None), bindings ?? 3, tolerance, seed);
    }

    /// <summary>Checks the gradients of <paramref name="training"/>, made from <paramref name="network"/> in some way.</summary>
    public static void Check(Graph network, Graph training, Bindings bindings, double tolerance = 1e-6, int seed = 1)
    {
        var feed = new RandomFeed(network, bindings, seed);
        var forward = RemoveDead.Run(ResolvePhase.Run(network, Phase.Training) with { Updates = default });
        var exact = feed.Run(training);
        AssertClose("the loss", feed.Run(forward).Loss, exact.Loss, 1e-12);
        foreach (var gradient in training.Gradients)
        {
            var key = ((ParameterOp)training[gradient.Parameter].Op).Key;
            Assert.Equal(training[gradient.Parameter].Shape, training[gradient.Gradient].Shape);
            var elements = feed.Parameters[key];
            var derived = exact.Gradient(key).Data;
            var stride = Math.Max(1, elements.Length / Samples);
            for (var i = 0; i < elements.Length; i += stride)
            {
                var value = elements[i];
                elements[i] = value + Step;
                var above = feed.Run(forward).Loss;
                elements[i] = value - Step;
                var below = feed.Run(forward).Loss;
                elements[i] = value;
                AssertClose($"the gradient of {key}[{i}]", (above - below) / (2 * Step), derived[i], tolerance);
            }
        }
    }

    public static void AssertClose(string what, double expected, double actual, double tolerance)
    {
        var difference = Math.Abs(expected - actual);
        if (!(difference <= tolerance * (1 + Math.Abs(expected)))) Assert.Fail($"{what}: expected {expected:R}, actual {actual:R}, difference {difference:E2}.");
    }
}
