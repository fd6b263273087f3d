using AttentionMap.Language;

namespace AttentionMap.Training;

/// <summary>What the network makes of a sentence.</summary>
/// <param name="Meanings">For each word the word it is taken for.</param>
/// <param name="Weights">For each head: how much a word (row) attends to another (column).</param>
internal sealed record Reading(Sentence Sentence, IReadOnlyList<string> Meanings, IReadOnlyList<float[,]> Weights)
{
    /// <summary>How many words were taken for what they stand for.</summary>
    public int Correct => Enumerable.Range(0, Meanings.Count).Count(place => Meanings[place] == Sentence.Words[Sentence.Referents[place]]);

    /// <summary>How much pronouns attend to what they stand for, on average; 0 without pronouns.</summary>
    public double Focus(int head) => Sentence.Pronouns.Select(place => (double)Weights[head][place, Sentence.Referents[place]]).DefaultIfEmpty(0).Average();

    /// <summary>Reads one sentence.</summary>
    public static Reading Of(ReferenceNetwork network, Sentence sentence, int threads)
    {
        var length = sentence.Words.Count;
        var (logits, weights) = (new float[length * Lexicon.MaxWords], new float[ReferenceNetwork.Heads * length * length]);
        using var session = network.CreateSession(maxBatch: 1, threads);
        session.Forward(sentence.Words.Select(word => Lexicon.Number(word)!.Value).ToArray(), length, logits, weights);
        var matrices = Enumerable.Range(0, ReferenceNetwork.Heads).Select(head =>
        {
            var matrix = new float[length, length];
            Buffer.BlockCopy(weights, head * length * length * sizeof(float), matrix, 0, length * length * sizeof(float));
            return matrix;
        });
        return new Reading(sentence, [.. Enumerable.Range(0, length).Select(place => Likeliest(logits.AsSpan(place * Lexicon.MaxWords, Lexicon.Words.Count)))], [.. matrices]);
    }

    private static string Likeliest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return Lexicon.Words[best];
    }
}
