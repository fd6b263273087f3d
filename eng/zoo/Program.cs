using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sinter.Peers;
using Zoo.Catalog;

namespace Sinter.ZooTimes;

/// <summary>Sinter's half of times.py: a network of the zoo by name, with the weights and inputs of a folder.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        var (species, folder) = (Species.Find(arguments[0])!, arguments[4]);
        var (batch, threads) = (Number(arguments[2]), Number(arguments[3]));
        string File(string name) => Path.Combine(folder, name);
        var shapes = JsonSerializer.Deserialize<Dictionary<string, int[]>>(System.IO.File.ReadAllText(File("shapes.json")))!;
        Array[] inputs = [.. species.Info.Inputs.Select(port => port.IsTokens ? (Array)Read<int>(File(port.Name + ".bin")) : Read<float>(File(port.Name + ".bin")))];
        var symbols = Arguments.Symbols(species.Info, name => shapes[name]);
        var outputs = Arguments.Outputs(species.Info, symbols, batch);
        using var session = species.Load(File("weights.safetensors")).CreateSession(batch, threads);
        Requests.Answer(species.Info.Layers.Sum(layer => layer.Flops), write =>
        {
            session.Forward(inputs, symbols, outputs);
            if (write) System.IO.File.WriteAllBytes(File("sinter.bin"), outputs[0] is int[] tokens ? MemoryMarshal.AsBytes<int>(tokens) : MemoryMarshal.AsBytes<float>((float[])outputs[0]));
            return 0;
        });
    }

    private static T[] Read<T>(string path)
        where T : struct => MemoryMarshal.Cast<byte, T>(System.IO.File.ReadAllBytes(path)).ToArray();

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
