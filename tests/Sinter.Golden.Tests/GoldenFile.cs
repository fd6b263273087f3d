using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sinter.Golden;

/// <summary>One stored tensor: exactly one of the arrays is filled. An input made of sequences has their lengths as integers beside it.</summary>
internal sealed record GoldenTensor(string Name, int[] Shape, float[] Numbers, int[] Integers, long[] Counters)
{
    public static GoldenTensor Of(string name, float[] numbers) => new(name, [numbers.Length], numbers, [], []);

    public static GoldenTensor Of(string name, int[] integers) => new(name, [integers.Length], [], integers, []);
}

/// <summary>Reads a safetensors file independently of the runtime's reader, which is itself under test here.</summary>
internal sealed class GoldenFile
{
    private readonly Dictionary<string, GoldenTensor> tensors = new(StringComparer.Ordinal);

    private GoldenFile(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var header = checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes));
        using var json = JsonDocument.Parse(bytes.AsMemory(8, header));
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                Metadata = entry.Value.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal);
                continue;
            }

            var offsets = entry.Value.GetProperty("data_offsets");
            var (start, end) = (offsets[0].GetInt32(), offsets[1].GetInt32());
            var data = bytes.AsSpan(8 + header + start, end - start);
            var type = entry.Value.GetProperty("dtype").GetString();
            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
            tensors.Add(entry.Name, new GoldenTensor(
                entry.Name,
                shape,
                type == "F32" ? MemoryMarshal.Cast<byte, float>(data).ToArray() : [],
                type == "I32" ? MemoryMarshal.Cast<byte, int>(data).ToArray() : [],
                type == "I64" ? MemoryMarshal.Cast<byte, long>(data).ToArray() : []));
        }
    }

    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    public GoldenTensor this[string name] => tensors.TryGetValue(name, out var tensor) ? tensor : throw new KeyNotFoundException($"There is no golden tensor '{name}'.");

    /// <summary>The tensors whose names begin with <paramref name="prefix"/>, by the rest of the name.</summary>
    public IEnumerable<(string Key, GoldenTensor Tensor)> Below(string prefix) =>
        tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => (entry.Key[prefix.Length..], entry.Value));

    public bool Contains(string name) => tensors.ContainsKey(name);

    public static GoldenFile Open(string name) => new(PathOf(name));

    public static GoldenFile OpenPath(string path) => new(path);

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Goldens", name + ".safetensors");
}
