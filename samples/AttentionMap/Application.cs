using System.Diagnostics;
using System.Globalization;
using AttentionMap.Drawing;
using AttentionMap.Language;
using AttentionMap.Training;
using Sinter;

namespace AttentionMap;

/// <summary>The sample's story: learn, read a sentence, show where the network looked.</summary>
internal static class Application
{
    private const int TestSentences = 200;

    public static int Run(Options options)
    {
        try
        {
            if (Directory.Exists(options.Map)) throw new SentenceException($"{options.Map}: is a folder, not a file for the map.");
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.Map)))) throw new SentenceException($"{options.Map}: there is no such folder to save the map in.");
            var sentence = SentenceReader.Read(options.Sentence, ReferenceNetwork.MaxLength);
            Console.WriteLine(ReferenceNetwork.Info.Summary());
            var network = new ReferenceNetwork((ulong)options.Seed);
            Train(network, options);
            Show(Reading.Of(network, sentence, options.Threads), options);
            return 0;
        }
        catch (Exception e) when (e is SentenceException or IOException or UnauthorizedAccessException or NonFiniteLossException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Train(ReferenceNetwork network, Options options)
    {
        var clock = Stopwatch.StartNew();
        var loss = ReferenceTraining.Run(network, options.Steps, options.Seed, options.Threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trained in {clock.Elapsed.TotalSeconds:F1} s, loss {loss:F4}"));
        var random = new Random(~options.Seed);
        var readings = Enumerable.Range(0, TestSentences)
            .Select(i => Reading.Of(network, Grammar.Write(Grammar.Templates[i % Grammar.Templates.Count], random), options.Threads)).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{TestSentences} new sentences: {100.0 * readings.Sum(reading => reading.Correct) / readings.Sum(reading => reading.Meanings.Count):F1} % of the words understood"));
        for (var head = 0; head < ReferenceNetwork.Heads; head++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"head {head + 1} gives {100 * readings.Average(reading => reading.Focus(head)):F0} % of a pronoun's attention to what it stands for"));
        Console.WriteLine();
    }

    private static void Show(Reading reading, Options options)
    {
        var head = options.Head - 1 ?? Enumerable.Range(0, ReferenceNetwork.Heads).MaxBy(reading.Focus);
        var words = reading.Sentence.Words;
        Console.WriteLine($"head {head + 1}: each row shows where its word looks");
        Console.WriteLine();
        MapDisplay.Show(words, reading.Weights[head]);
        Console.WriteLine();
        foreach (var place in reading.Sentence.Pronouns)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{words[place]} is taken for {reading.Meanings[place]} ({100 * reading.Weights[head][place, reading.Sentence.Referents[place]]:F0} % of its attention is on {words[reading.Sentence.Referents[place]]})"));
        }

        File.WriteAllText(options.Map, SvgHeatMap.Draw($"Where each word looks (head {head + 1})", words, reading.Weights[head]));
        Console.WriteLine($"saved {options.Map}");
    }
}
