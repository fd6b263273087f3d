using global::Sentiment.Data;
using global::Sentiment.Networks;
using global::Sentiment.Training;

namespace Sinter.Samples.Tests.Sentiment;

/// <summary>The networks on reviews that are written by the sample itself.</summary>
public sealed class NetworkTests
{
    private const int Threads = 1;

    public static TheoryData<string> Names => [.. Catalog.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Padding_DoesNotChangeAPrediction(string name)
    {
        var (session, forward) = Catalog.All.Single(network => network.Name == name).Create(1).CreateSession(2, Threads);
        using (session)
        {
            var (alone, padded) = (new float[2], new float[4]);
            forward([5, 9, 13], [3], 3, alone);
            forward([5, 9, 13, 0, 0, 2, 3, 4, 5, 6], [3, 5], 5, padded);
            for (var i = 0; i < 2; i++) Assert.Equal(alone[i], padded[i], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_LearnsItsReviews(string name)
    {
        var reviews = WrittenReviews.Write(96, seed: 1);
        var set = new ReviewSet(reviews, Vocabulary.Of(reviews.Select(review => review.Text)));
        var network = Catalog.All.Single(network => network.Name == name);
        var settings = new TrainingSettings(Epochs: 16, Batch: 16, LearningRate: 3e-3, Seed: 1, Threads);
        var reports = new Reports();
        var convergence = TrainingRun.Train(network, network.Create(1), set, set, settings, reports);
        Assert.Equal((name, 16, 96), (convergence.Network, convergence.Epochs.Count, convergence.Losses.Count));
        Assert.Equal(16, convergence.Losses[^1].Epoch);
        Assert.Equal(convergence.Epochs.Select(epoch => epoch.Accuracy), reports.Accuracies);
        Assert.InRange(convergence.Epochs[^1].Accuracy, 0.8, 1);
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<double> Accuracies { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.IsEndOfEpoch) Accuracies.Add(value.Accuracy!.Value);
        }
    }
}
