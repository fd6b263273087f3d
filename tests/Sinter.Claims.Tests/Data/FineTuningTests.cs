using Digits.Data;
using Sinter.Claims.Page;
using Zoo.Networks;

namespace Sinter.Claims.Data;

/// <summary>What a network that has learned other digits makes of a few new ones.</summary>
public sealed class FineTuningTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const int Few = 20, Batch = 10;

    private delegate float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

    private delegate void Forward(ReadOnlySpan<float> images, Span<float> logits);

    [Claim("On little data, a body that was trained on something else and is frozen beats training from scratch", "Yosinski et al. 2014; Howard and Ruder 2018", IsRecorded = true, Data = LittleDigits.File)]
    public void FrozenBody()
    {
        var digits = LittleDigits.Take(Effort.Of(2_000, 30_000), Effort.Of(1_000, 10_000));
        var (low, high) = (Only(digits.Training, label => label < 5, digits.Training.Count), Only(digits.Training, label => label >= 5, Few));
        var test = Only(digits.Test, label => label >= 5, digits.Test.Count);

        var trained = new SimpleCnn(1);
        using (var trainer = trained.CreateTrainer(Rule, Batch)) Train(trainer.Step, low, epochs: 2);
        var (tuned, fresh) = (new TunedCnn(2), new SimpleCnn(2));
        foreach (var parameter in tuned.Parameters.Where(parameter => parameter.Key.StartsWith("conv", StringComparison.Ordinal))) parameter.CopyFrom(trained.Parameters[parameter.Key].Values);
        var body = tuned.Parameters["conv1.weight"].Values.ToArray();

        var epochs = Effort.Of(20, 40);
        using (var trainer = tuned.CreateTrainer(Rule, Batch)) Train(trainer.Step, high, epochs);
        using (var trainer = fresh.CreateTrainer(Rule, Batch)) Train(trainer.Step, high, epochs);
        Assert.Equal(body, tuned.Parameters["conv1.weight"].Values.ToArray());
        using var tunedSession = tuned.CreateSession(Batch);
        using var freshSession = fresh.CreateSession(Batch);
        var (withBody, scratch) = (Accuracy(tunedSession.Forward, test), Accuracy(freshSession.Forward, test));
        Assert.True(withBody > scratch + 0.005, $"{withBody} {scratch}");
        Measured($"{Few} images of the digits 5 to 9 of {digits.Name}, {epochs} epochs: {100 * withBody:F1} % of {test.Count:N0} others with a body trained on 0 to 4 and frozen, {100 * scratch:F1} % from scratch");
    }

    private static Adam Rule => new() { LearningRate = 1e-3 };

    private static void Train(Step step, DigitSet set, int epochs)
    {
        var batches = new Batches(set, Batch);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            batches.Shuffle(epoch);
            for (var batch = 0; batch < batches.Count; batch++)
            {
                batches.Load(batch, out var images, out var labels);
                step(images, labels);
            }
        }
    }

    private static double Accuracy(Forward forward, DigitSet set)
    {
        var (batches, correct) = (new Batches(set, Batch), 0);
        var logits = new float[Batch * DigitSet.Classes];
        for (var batch = 0; batch < batches.Count; batch++)
        {
            batches.Load(batch, out var images, out var labels);
            forward(images, logits.AsSpan(0, labels.Length * DigitSet.Classes));
            for (var i = 0; i < labels.Length; i++)
                if (Likeliest(logits.AsSpan(i * DigitSet.Classes, DigitSet.Classes)) == labels[i]) correct++;
        }

        return (double)correct / set.Count;
    }

    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }

    // The first images of some digits.
    private static DigitSet Only(DigitSet set, Func<int, bool> isOne, int count)
    {
        var chosen = Enumerable.Range(0, set.Count).Where(i => isOne(set.Label(i))).Take(count).ToArray();
        return new DigitSet([.. chosen.SelectMany(i => set.Image(i).ToArray())], [.. chosen.Select(i => (byte)set.Label(i))]);
    }
}
