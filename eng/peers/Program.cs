using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sinter.Peers;

/// <summary>
/// Sinter's half of compare.py: <c>Sinter.Peers NETWORK MODE BATCH THREADS FOLDER</c> loads weights, inputs and labels from the
/// folder, and answers requests: a call that is run writes its outputs into the folder.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        var (name, training, folder) = (arguments[0], arguments[1] == "train", arguments[4]);
        var (batch, threads) = (Number(arguments[2]), Number(arguments[3]));
        var (operations, run) = name == "stories260k" ? (0, Story(threads)) : Prepare(Cases.All[name], training, batch, threads, folder);
        Requests.Answer(operations, run);
    }

    // The call: it returns the loss, and writes the outputs if it is told to.
    private static (long Operations, Func<bool, float> Run) Prepare(Case network, bool training, int batch, int threads, string folder)
    {
        var operations = network.Operations;
        var (weights, input) = (Path.Combine(folder, "weights.safetensors"), Read<float>(Path.Combine(folder, "input.bin")));
        if (training)
        {
            var (step, labels) = (network.Train!(weights, batch, threads), Read<int>(Path.Combine(folder, "labels.bin")));
            return (operations, _ => step(input, labels));
        }

        var (forward, output) = (network.Infer(weights, batch, threads), new float[OutputLength(folder)]);
        return (operations, write =>
        {
            forward(input, output);
            if (write) File.WriteAllBytes(Path.Combine(folder, "sinter.bin"), MemoryMarshal.AsBytes<float>(output));
            return 0;
        });
    }

    // 256 tokens, one call each, of the decoder of samples/Stories with random weights.
    private static Func<bool, float> Story(int threads)
    {
        var decoder = new global::Stories.Stories260K(seed: 1).CreateDecoder(threads);
        var (token, logits) = (new int[1], new float[global::Stories.Stories260K.Vocabulary]);
        return _ =>
        {
            decoder.Reset();
            for (var i = 0; i < 256; i++)
            {
                token[0] = i;
                decoder.Decode(token, logits);
            }

            return 0;
        };
    }

    private static int OutputLength(string folder)
    {
        using var shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "shapes.json")));
        return shapes.RootElement.GetProperty("output").EnumerateArray().Aggregate(1, (length, extent) => length * extent.GetInt32());
    }

    private static T[] Read<T>(string path)
        where T : struct => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(path)).ToArray();

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
