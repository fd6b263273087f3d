using System.Diagnostics;
using System.Globalization;

namespace Sinter.Compare;

/// <summary>
/// Answers "case calls" on the standard input with the milliseconds of one call: the other half of sequences.py, which asks each
/// peer in turn.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, Action> Calls = [];

    private static void Main()
    {
        foreach (var batch in new[] { 1, 32 })
        {
            AddLstm(batch);
            AddEncoder(batch);
        }

        AddDecoder();
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            var (call, count) = (Calls[words[0]], int.Parse(words[1], CultureInfo.InvariantCulture));
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < count; i++) call();
            Console.WriteLine((clock.Elapsed.TotalMilliseconds / count).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static float[] Random(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static void AddLstm(int batch)
    {
        var model = new LstmNetwork(seed: 1);
        var (session, trainer) = (model.CreateSession(batch), model.CreateTrainer(new Adam(), batch));
        var (x, label, logits) = (Random(batch * 64 * 128), new int[batch], new float[batch * 10]);
        Calls[$"lstm-{batch}-forward"] = () => session.Forward(x, logits);
        Calls[$"lstm-{batch}-step"] = () => trainer.Step(x, label);
    }

    private static void AddEncoder(int batch)
    {
        var model = new EncoderNetwork(seed: 1);
        var (session, trainer) = (model.CreateSession(batch), model.CreateTrainer(new Adam(), batch));
        var (x, label, logits) = (Random(batch * 128 * 128), new int[batch], new float[batch * 10]);
        Calls[$"encoder-{batch}-forward"] = () => session.Forward(x, logits);
        Calls[$"encoder-{batch}-step"] = () => trainer.Step(x, label);
    }

    // 256 tokens, one call each.
    private static void AddDecoder()
    {
        var decoder = new global::Stories.Stories260K(seed: 1).CreateDecoder();
        var (token, logits) = (new int[1], new float[global::Stories.Stories260K.Vocabulary]);
        Calls["stories260k-decode"] = () =>
        {
            decoder.Reset();
            for (var i = 0; i < 256; i++)
            {
                token[0] = i;
                decoder.Decode(token, logits);
            }
        };
    }
}
