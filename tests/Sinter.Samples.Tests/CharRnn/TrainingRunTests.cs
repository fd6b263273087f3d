using CharRnn.Data;
using CharRnn.Networks;
using CharRnn.Training;

namespace Sinter.Samples.Tests.CharRnnSample;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly TextSource Text = TextSource.BuiltIn("verse", length: 20_000);

    private readonly string folder = Directory.CreateTempSubdirectory("sinter-run-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("gru")]
    [InlineData("gpt")]
    public void ResumedRun_EndsAsAnUninterruptedOne(string name)
    {
        var network = Catalog.ByName.Single(known => known.Name == name);
        var settings = new TrainingSettings(Iterations: 8, Batch: 2, LearningRate: 1e-2f, Seed: 3, Threads: 1);
        var (whole, parts) = (Path.Combine(folder, "whole"), Path.Combine(folder, "parts"));

        Train(network, settings, whole, resume: false);
        Assert.Equal(3, Train(network, settings, parts, resume: false, stopAfter: 3).Result.Step);
        var resumed = Train(network, settings with { Seed = 99 }, parts, resume: true);

        Assert.Equal(8, resumed.Result.Step);
        Assert.Equal([4, 5, 6, 7, 8], resumed.Reports.Select(report => report.Step));
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(parts));
    }

    [Fact]
    public void Training_LearnsTheBuiltInText()
    {
        var network = Catalog.Gpt;
        var settings = new TrainingSettings(Iterations: 64, Batch: 8, network.LearningRate * 2, Seed: 1, Threads: 0);

        var losses = Train(network, settings, Path.Combine(folder, "run"), resume: false).Reports.Where(report => report.Validation is not null).Select(report => report.Validation!.Value).ToArray();

        Assert.Equal(8, losses.Length);
        Assert.True(losses[^1] < 2.5f, $"The losses are {string.Join(", ", losses)}.");
    }

    [Fact]
    public void CheckpointOfAnotherNetwork_IsRefused()
    {
        var settings = new TrainingSettings(Iterations: 1, Batch: 1, LearningRate: 1e-3f, Seed: 1, Threads: 1);
        var path = Path.Combine(folder, "run");
        Train(Catalog.Rnn, settings, path, resume: false);

        var error = Assert.Throws<CheckpointException>(() => Train(Catalog.Gru, settings, path, resume: true));

        Assert.Contains("belongs to the network RnnNetwork, not to GruNetwork", error.Message);
    }

    [Fact]
    public void ValidationLoss_OfAnUntrainedGptIsThatOfChance()
    {
        using var evaluation = new Evaluation(Catalog.Gpt.Create(1), Sizes.GptContext, Text.Validation, threads: 1);

        Assert.Equal(MathF.Log(Sizes.Characters), evaluation.Loss(), 0.1f);
        Assert.Equal(evaluation.Loss(), evaluation.Loss(limit: 16), 0.1f);
    }

    private static (TrainingResult Result, List<TrainingProgress> Reports) Train(TextNetwork network, TrainingSettings settings, string checkpoint, bool resume, int stopAfter = int.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        using var run = new TrainingRun(network.Create((ulong)settings.Seed), network.Context, Text, settings, checkpoint, resume);
        var reports = new List<TrainingProgress>();
        var result = run.Train(new Recorder(report =>
        {
            reports.Add(report);
            if (report.Step == stopAfter) stop.Cancel();
        }), stop.Token);
        return (result, reports);
    }

    /// <summary>Reports at once, where Progress would post to a thread pool.</summary>
    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
