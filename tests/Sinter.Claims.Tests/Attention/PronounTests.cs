using AttentionMap;
using AttentionMap.Language;
using AttentionMap.Training;
using Sinter.Claims.Page;

namespace Sinter.Claims.Attention;

/// <summary>What a pronoun attends to.</summary>
public sealed class PronounTests(ITestOutputHelper output) : ClaimTests(output)
{
    [Claim("\"it\" attends to what it stands for, once that is what it takes to understand a sentence", "Vaswani et al. 2017, figure 3; Clark et al. 2019", IsRecorded = true)]
    public void It()
    {
        var steps = Effort.Of(400, 2_000);
        var network = new ReferenceNetwork(42);
        ReferenceTraining.Run(network, steps, seed: 42, threads: 1);
        var reading = Reading.Of(network, SentenceReader.Read("Anna asked Ben for his book and he gave it to her .", ReferenceNetwork.MaxLength), threads: 1);
        var (it, book) = (reading.Sentence.Words.ToList().IndexOf("it"), reading.Sentence.Words.ToList().IndexOf("book"));
        var head = Enumerable.Range(0, ReferenceNetwork.Heads).MaxBy(reading.Focus);
        var row = Enumerable.Range(0, reading.Sentence.Words.Count).Select(place => reading.Weights[head][it, place]).ToArray();
        Print($"head {head + 1}, it: {string.Join(", ", row.Select((weight, place) => $"{reading.Sentence.Words[place]} {weight:F2}"))}");
        Assert.Equal("book", reading.Meanings[it]);
        Assert.Equal(book, Array.IndexOf(row, row.Max()));
        Assert.InRange(row[book], 0.5, 1);
        Measured($"\"{reading.Sentence}\", after {steps:N0} steps: head {head + 1} gives \"book\" {100 * row[book]:F0} % of the attention of \"it\"");
    }
}
