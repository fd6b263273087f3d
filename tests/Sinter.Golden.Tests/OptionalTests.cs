using Sinter.Golden.Optional;

namespace Sinter.Golden;

/// <summary>
/// Networks some of whose inputs may be left out, against PyTorch: every choice of them forward, loss and every gradient, and steps that take
/// the choices in turn.
/// </summary>
public sealed class OptionalTests
{
    private const int Batch = 4;

    private static readonly GoldenFile Goldens = GoldenFile.Open("Optional");

    // In the order of the steps that were recorded.
    private static readonly (bool HasInput, bool HasWeight)[] Choices = [(true, true), (false, true), (true, false), (false, false)];

    public static TheoryData<string> Cases => [nameof(OptionalMask), nameof(OptionalDepth)];

    private delegate void ForwardCall(ReadOnlySpan<float> input, ReadOnlySpan<float> optional, Span<float> output);

    private delegate float StepCall(ReadOnlySpan<float> input, ReadOnlySpan<float> optional, ReadOnlySpan<float> target, ReadOnlySpan<float> weight);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndGradients_AreThoseOfPyTorchWhateverIsLeftOut(string name)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            using var network = new Calls(name, threads);
            foreach (var choice in Choices)
            {
                var key = $"{name}/{(choice.HasInput ? "given" : "left")}-{(choice.HasWeight ? "weighted" : "plain")}";
                var golden = Goldens[key + "/output"].Numbers;
                var output = new float[golden.Length];
                network.Forward(choice, output);
                Close.To(golden, output, Close.Forward, key + " output");
                Close.ToLoss(Goldens[key + "/loss"].Numbers[0], network.Gradients(choice), key + " loss");
                Assert.Equal(Goldens.Below(key + "/gradient/").Select(entry => entry.Key).Order(StringComparer.Ordinal), network.Trainer.Gradients.Select(gradient => gradient.Key).Order(StringComparer.Ordinal));
                foreach (var gradient in network.Trainer.Gradients) Close.To(Goldens[$"{key}/gradient/{gradient.Key}"].Numbers, gradient.Values, Close.Gradient, $"{key} gradient of {gradient.Key}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StepsOfAllChoices_FollowPyTorch(string name)
    {
        using var network = new Calls(name);
        var losses = Goldens[name + "/AdamW/losses"].Numbers;
        for (var index = 0; index < losses.Length; index++) Close.ToLoss(losses[index], network.Step(Choices[index % Choices.Length]), $"{name}, loss of step {index + 1}");
        foreach (var (key, state) in Goldens.Below(name + "/AdamW/state/"))
        {
            if (key == "norm.num_batches_tracked") Assert.Equal(state.Numbers[0], network.States[key].Counts[0]);
            else Close.To(state.Numbers, network.States[key].Values, Close.Loss, key);
        }

        foreach (var (key, weight) in Goldens.Below(name + "/AdamW/weight/")) Close.To(weight.Numbers, network.Parameters[key].Values, Close.Loss, key);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryChoice_AllocatesNothing(string name)
    {
        using var network = new Calls(name);
        var output = new float[Goldens[$"{name}/given-plain/output"].Numbers.Length];
        Assert.Equal(0, Allocation.Of(10, () =>
        {
            foreach (var choice in Choices)
            {
                network.Forward(choice, output);
                network.Step(choice);
            }
        }));
    }

    [Fact]
    public void WhatIsLeftOut_IsSaidOfTheInput() =>
        Assert.Equal([("x", false), ("memory", true), ("words", true)], OptionalMemory.Info.Inputs.Select(input => (input.Name, input.IsOptional)));

    [Fact]
    public void Summary_SaysWhichInputsMayBeLeftOut() =>
        Assert.StartsWith("OptionalMemory: x [B, T, 8], memory [B, S, 8] or nothing, words [B, T] or nothing → y [B, T, 2]", OptionalMemory.Info.Summary(), StringComparison.Ordinal);

    [Fact]
    public void ALengthThatIsLeftOut_NeedNotBeGiven()
    {
        const int Length = 4;
        var (small, large) = (new WithoutMemory(seed: 1), new OptionalMemory(seed: 2));
        foreach (var parameter in small.Parameters) large.Parameters[parameter.Key].CopyFrom(parameter.Values);
        var input = Formula.Uniform("optional/x", Batch * Length * 8, -1, 1);
        var (expected, actual) = (new float[Batch * Length * 2], new float[Batch * Length * 2]);
        using var plain = small.CreateSession(Batch);
        using var session = large.CreateSession(Batch);
        plain.Forward(input, Length, expected);
        session.Forward(input, Length, actual);
        Assert.Equal(expected, actual);
        session.Forward(input, default, default, Length, 2, actual);
        Assert.Equal(expected, actual);

        // Given or not, each counts: what is only embedded changes the result, as what is only attended to does.
        var (memory, words) = (Formula.Uniform("optional/memory", Batch * 9 * 8, -1, 1), Formula.Choices("optional/words", Batch * Length, 11));
        var results = new List<float[]> { expected };
        foreach (var (hasMemory, hasWords) in new[] { (true, false), (false, true), (true, true) })
        {
            session.Forward(input, hasMemory ? memory : default, hasWords ? words : default, Length, 9, actual);
            Assert.DoesNotContain(results, other => other.SequenceEqual(actual));
            results.Add([.. actual]);
        }
    }

    [Fact]
    public void AWrongLength_IsRefusedWhereItIsGiven()
    {
        using var session = new OptionalMask().CreateSession(Batch);
        var thrown = Assert.Throws<ArgumentException>(() => session.Forward(new float[40], new float[24], new float[15]));
        Assert.StartsWith("OptionalMask: 'mask' has 24 values, but this batch takes 25 [1, 5, 5].", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.Forward(default, new float[25], new float[15]));
    }

    /// <summary>A network with the weights and arguments of the formula.</summary>
    private sealed class Calls : IDisposable
    {
        private readonly InferenceSession session;
        private readonly ForwardCall forward;
        private readonly StepCall step, gradients;
        private readonly float[] input, optional, target, weight;

        public Calls(string name, int threads = 1)
        {
            // A larger maxBatch than batch: offsets must follow the batch of the call.
            const int MaxBatch = Batch + 1;
            var optimizer = new AdamW { LearningRate = 1e-2, WeightDecay = 0.01, DecayAll = true };
            float[] Of(string what, int perSample) => Formula.Uniform($"{name}/{what}", Batch * perSample, -1, 1);
            if (name == nameof(OptionalMask))
            {
                var network = new OptionalMask();
                var (session, trainer) = (network.CreateSession(MaxBatch, threads), network.CreateTrainer(optimizer, MaxBatch, threads));
                (this.session, Trainer, Parameters, States) = (session, trainer, network.Parameters, network.States);
                (forward, step, gradients) = (session.Forward, trainer.Step, trainer.ComputeGradients);
                (input, optional, target, weight) = (Of("input", 40), Of("optional", 25), Of("target", 15), Of("weight", 1));
            }
            else
            {
                var network = new OptionalDepth();
                var (session, trainer) = (network.CreateSession(MaxBatch, threads), network.CreateTrainer(optimizer, MaxBatch, threads));
                (this.session, Trainer, Parameters, States) = (session, trainer, network.Parameters, network.States);
                (forward, step, gradients) = (session.Forward, trainer.Step, trainer.ComputeGradients);
                (input, optional, target, weight) = (Of("input", 108), Of("optional", 36), Of("target", 3), Of("weight", 1));
            }

            foreach (var parameter in Parameters) parameter.CopyFrom(Formula.Weight($"{name}/{parameter.Key}", parameter.Shape));
        }

        public TrainingSession Trainer { get; }

        public ParameterCollection Parameters { get; }

        public ParameterCollection States { get; }

        public void Forward((bool HasInput, bool HasWeight) choice, float[] output) => forward(input, choice.HasInput ? optional : default, output);

        public float Step((bool HasInput, bool HasWeight) choice) => step(input, choice.HasInput ? optional : default, target, choice.HasWeight ? weight : default);

        public float Gradients((bool HasInput, bool HasWeight) choice) => gradients(input, choice.HasInput ? optional : default, target, choice.HasWeight ? weight : default);

        public void Dispose()
        {
            session.Dispose();
            Trainer.Dispose();
        }
    }
}
