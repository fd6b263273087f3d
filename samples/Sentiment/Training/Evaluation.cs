using Sentiment.Data;
using Sentiment.Networks;

namespace Sentiment.Training;

/// <summary>Tests a model.</summary>
internal static class Evaluation
{
    private const int Size = 64;

    /// <summary>The fraction of the reviews whose label the model finds.</summary>
    public static double Accuracy(SentimentModel model, ReviewSet set, int threads)
    {
        var (session, forward) = model.CreateSession(Size, threads);
        using (session)
        {
            var batches = new Batches(set, Size);
            var logits = new float[Size * 2];
            var correct = 0;
            for (var i = 0; i < batches.Count; i++)
            {
                var batch = batches.Load(i);
                forward(batch.Reviews, batch.Lengths, batch.Steps, logits.AsSpan(0, batch.Count * 2));
                for (var k = 0; k < batch.Count; k++)
                    if ((logits[2 * k + 1] > logits[2 * k] ? 1 : 0) == batch.Labels[k]) correct++;
            }

            return (double)correct / set.Count;
        }
    }
}
