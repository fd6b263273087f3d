using AttentionMap.Language;
using Sinter;

namespace AttentionMap.Training;

/// <summary>Teaches the network what words stand for.</summary>
internal static class ReferenceTraining
{
    private const int Batch = 32;

    /// <summary>Learns from so many batches; each has sentences of one template, which are equally long.</summary>
    /// <returns>The mean loss of the last tenth of them.</returns>
    public static double Run(ReferenceNetwork network, int steps, int seed, int threads)
    {
        var random = new Random(seed);
        var (words, meanings) = (new int[Batch * ReferenceNetwork.MaxLength], new int[Batch * ReferenceNetwork.MaxLength]);
        using var trainer = network.CreateTrainer(new Adam { LearningRate = 3e-3, Clipping = GradientClipping.ByGlobalNorm(1) }, Batch, threads, (ulong)seed);
        var (sum, count) = (0.0, 0);
        for (var step = 0; step < steps; step++)
        {
            var template = Grammar.Templates[random.Next(Grammar.Templates.Count)];
            var length = 0;
            for (var i = 0; i < Batch; i++)
            {
                var sentence = Grammar.Write(template, random);
                length = sentence.Words.Count;
                for (var place = 0; place < length; place++)
                {
                    words[i * length + place] = Lexicon.Number(sentence.Words[place])!.Value;
                    meanings[i * length + place] = Lexicon.Number(sentence.Words[sentence.Referents[place]])!.Value;
                }
            }

            var loss = trainer.Step(words.AsSpan(0, Batch * length), meanings.AsSpan(0, Batch * length), length);
            if (step >= steps - steps / 10 - 1) (sum, count) = (sum + loss, count + 1);
        }

        return sum / count;
    }
}
