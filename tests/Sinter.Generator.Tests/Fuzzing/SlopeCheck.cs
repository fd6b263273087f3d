using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>
/// Compares all gradients of a network at once with how the loss changes along one random direction, both in double precision. What
/// gradients stop at, as truncated ones do, stays as it is on the way.
/// </summary>
internal static class SlopeCheck
{
    private const double Tolerance = 1e-4;

    /// <summary>What is wrong, or null.</summary>
    public static string? Compare(Graph graph, Graph training, Sample sample, int step)
    {
        var random = new Random(7);
        var trained = training.Gradients.Select(gradient => ((ParameterOp)training[gradient.Parameter].Op).Key).ToHashSet(StringComparer.Ordinal);
        var direction = sample.Parameters.Where(parameter => trained.Contains(parameter.Key)).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Select(_ => (2 * random.NextDouble()) - 1).ToArray());
        if (direction.Count == 0) return null;
        var run = sample.Interpreter(training, Phase.Training, step).Run();
        var derived = 0.0;
        var size = 1e-3;
        foreach (var (key, way) in direction)
        {
            var gradient = run.Gradient(key).Data;
            for (var i = 0; i < way.Length; i++)
            {
                derived += gradient[i] * way[i];
                size += Math.Abs(gradient[i] * way[i]);
            }
        }

        // Near a kink the two sides differ until the distance is shorter than that to the kink.
        var forward = RemoveDead.Run(ResolvePhase.Run(graph, Phase.Training) with { Updates = default });
        var detached = new List<Values>();
        LossAt(forward, sample, direction, step, 0, value =>
        {
            detached.Add(value);
            return value;
        });
        double Loss(double distance)
        {
            var next = 0;
            return LossAt(forward, sample, direction, step, distance, _ => detached[next++]);
        }

        var measured = 0.0;
        foreach (var distance in new[] { 1e-4, 1e-5, 1e-6 })
        {
            measured = (Loss(distance) - Loss(-distance)) / (2 * distance);
            if (Math.Abs(measured - derived) <= Tolerance * size) return null;
        }

        return $"the slope of the loss along a random direction is {measured:G9}, but {derived:G9} by the gradients";
    }

    private static double LossAt(Graph forward, Sample sample, Dictionary<string, double[]> direction, int step, double distance, Func<Values, Values> detached)
    {
        foreach (var (key, way) in direction) Move(sample.Parameters[key], way, distance);
        var interpreter = sample.Interpreter(forward, Phase.Training, step);
        interpreter.Detached = detached;
        var loss = interpreter.Run().Loss;
        foreach (var (key, way) in direction) Move(sample.Parameters[key], way, -distance);
        return loss;
    }

    private static void Move(double[] values, double[] way, double distance)
    {
        for (var i = 0; i < values.Length; i++) values[i] += way[i] * distance;
    }
}
