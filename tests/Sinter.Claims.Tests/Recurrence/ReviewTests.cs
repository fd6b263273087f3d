using Sentiment.Data;
using Sentiment.Networks;
using Sentiment.Training;
using Sinter.Claims.Page;
using Sinter.Samples.Tests;

namespace Sinter.Claims.Recurrence;

/// <summary>A recurrence and a Transformer on real reviews.</summary>
public sealed class ReviewTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const int Training = 5_000, Tested = 2_000, Epochs = 3;
    private const string File = "imdb/imdb-train.tsv.gz";

    [Claim("On reviews of films a Transformer learns faster than an Elman network", "Maas et al. 2011; Vaswani et al. 2017", IsRecorded = true,
        OnlyInFull = "A short run on IMDB takes minutes; Sinter.Samples.Tests trains the same networks on written reviews", Data = File)]
    public void RecurrenceAgainstTransformer()
    {
        var data = DataSource.Find(Path.GetDirectoryName(SharedDataFactAttribute.Find(File)!), Training, seed: 1);
        var vocabulary = Vocabulary.Of(data.Training.Select(review => review.Text));
        var (training, test) = (new ReviewSet(data.Training, vocabulary), new ReviewSet([.. data.Test.Take(Tested)], vocabulary));
        var (recurrent, transformer) = (Train("rnn"), Train("transformer"));
        Assert.True(transformer[0].Accuracy > recurrent[0].Accuracy + 0.03 && transformer[^1].Accuracy > recurrent[^1].Accuracy, $"{Text(recurrent)}; {Text(transformer)}");
        Measured($"{training.Count:N0} reviews of IMDB, accuracy on {test.Count:N0} others after 1, 2 and 3 epochs: Elman {Text(recurrent)}, Transformer {Text(transformer)}");

        IReadOnlyList<EpochResult> Train(string name)
        {
            var network = Catalog.All.Single(candidate => candidate.Name == name);
            var settings = new TrainingSettings(Epochs, Batch: 32, LearningRate: null, Seed: 1, Threads: 2);
            return TrainingRun.Train(network, network.Create(1), training, test, settings, new Silence()).Epochs;
        }

        static string Text(IReadOnlyList<EpochResult> epochs) => string.Join(", ", epochs.Select(epoch => $"{100 * epoch.Accuracy:F1} %"));
    }

    private sealed class Silence : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }
}
