using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>
/// Three steps of a trainer with a random optimizer, each compared with <see cref="OptimizerTwin"/>; then the outputs and gradients of the
/// weights they have left, with the interpreter's. Another trainer goes on from a checkpoint in between and has to end at the same bits.
/// </summary>
internal static class TrainingCourse
{
    private const int Steps = 3;

    /// <summary>What is wrong, or that rounding decides.</summary>
    public static (string? Problem, bool IsVoid) Compare(CompiledNetwork network, Graph graph, Oracle oracle, Sample sample, int room, Random random, HashSet<string> facts)
    {
        var twin = new OptimizerTwin(random);
        var (threads, others, saved) = (1 + random.Next(8), 1 + random.Next(8), random.Next(1, Steps + 1));
        var about = $"{twin}, {threads} threads, a checkpoint after step {saved} loaded by a trainer of {others}";
        if (twin.Clips) facts.Add("clipped gradients");
        if (twin.HasSchedule) facts.Add("a schedule");
        var path = Path.Combine(Path.GetTempPath(), $"sinter-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}.safetensors");
        try
        {
            var model = network.Create(sample);
            using var session = network.CreateSession(model, room, threads);
            network.Infer(session, sample);
            using var trainer = network.CreateTrainer(model, twin.Create(), room, threads, sample.Seed);
            for (var step = 0; step < Steps; step++)
            {
                var before = Values(network.Parameters(model));
                network.ComputeGradients(trainer, sample);
                var gradients = Values(trainer.Gradients);
                trainer.ApplyGradients();
                var wrong = string.Join("\n", twin.Compare(graph, step, before, gradients, Values(network.Parameters(model))));
                if (wrong.Length > 0) return ($"{about}:\n{wrong}", false);
                if (step + 1 == saved) trainer.SaveCheckpoint(path);
            }

            if (Resumed(network, sample, twin, path, room, others, saved) is { } resumed && Difference(network, model, resumed) is { } difference) return ($"{about}: the trainer that goes on differs in {difference}", false);
            var left = sample.With(network.Parameters(model), network.States(model));
            var (inference, training) = (oracle.Inference(left), oracle.Step(left, Steps));
            if (inference.IsIllConditioned || training.IsIllConditioned) return (null, true);
            var problems = string.Join("\n", inference.Compare(network.Infer(session, left)).Concat(training.Compare(network.Step(model, trainer, left))));
            return (problems.Length == 0 ? null : $"{about}, after all steps:\n{problems}", false);
        }
        catch (NonFiniteLossException)
        {
            return (null, true);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static object Resumed(CompiledNetwork network, Sample sample, OptimizerTwin twin, string path, int room, int threads, int saved)
    {
        var model = network.Create(sample.WithZeros());
        using var trainer = network.CreateTrainer(model, twin.Create(), room, threads, seed: 7);
        trainer.LoadCheckpoint(path);
        for (var step = saved; step < Steps; step++)
        {
            network.ComputeGradients(trainer, sample);
            trainer.ApplyGradients();
        }

        return model;
    }

    private static string? Difference(CompiledNetwork network, object left, object right) =>
        Bits(network, left).FirstDifferentBit(Bits(network, right));

    private static Results Bits(CompiledNetwork network, object model)
    {
        var results = new Results();
        foreach (var value in network.Parameters(model).Concat(network.States(model))) results.Add(value.Key, [.. value.Values]);
        return results;
    }

    private static Dictionary<string, float[]> Values(ParameterCollection parameters) => parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Values.ToArray());
}
