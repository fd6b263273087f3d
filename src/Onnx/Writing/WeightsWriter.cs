using System.Text;
using Sinter.Graphs;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Writing;

/// <summary>Writes the weights of an imported network as a safetensors file, one tensor at a time: no more than the largest is in memory.</summary>
internal static class WeightsWriter
{
    public static void Write(ImportedNetwork network, string path)
    {
        var tensors = Tensors(network).OrderByDescending(tensor => tensor.IsCounter).ToArray();
        var header = Header(tensors);
        var temporary = path + ".tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                stream.Write(BitConverter.GetBytes((ulong)header.Length), 0, sizeof(ulong));
                stream.Write(header, 0, header.Length);
                foreach (var tensor in tensors) Write(stream, tensor);
            }

            if (File.Exists(path)) File.Delete(path);
            File.Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static IEnumerable<StoredWeight> Tensors(ImportedNetwork network)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var id = 0; id < network.Definition.Builder.Count; id++)
        {
            var stored = network.Definition.Builder[id].Op switch
            {
                ParameterOp parameter => new StoredWeight(parameter.Key, parameter.Shape, Of(network, parameter.Key), IsCounter: false, 0),
                StateOp state => new StoredWeight(state.Key, state.Shape, Of(network, state.Key), state.IsCounter, state.Initial),
                _ => null,
            };
            if (stored is not null && seen.Add(stored.Key)) yield return stored;
        }
    }

    private static Constant? Of(ImportedNetwork network, string key) => network.Weights.TryGetValue(key, out var value) ? value : null;

    private static byte[] Header(StoredWeight[] tensors)
    {
        var text = new StringBuilder("{\"__metadata__\":{\"format\":\"sinter-weights\"}");
        var position = 0L;
        foreach (var tensor in tensors)
        {
            var end = position + (tensor.Length * (tensor.IsCounter ? sizeof(long) : sizeof(float)));
            text.Append($",{Quoted(tensor.Key)}:{{\"dtype\":\"{(tensor.IsCounter ? "I64" : "F32")}\",\"shape\":[{string.Join(",", tensor.Shape.Dims.Select(dim => dim.Value))}],\"data_offsets\":[{position},{end}]}}");
            position = end;
        }

        // Spaces up to a multiple of 8 align the data behind the header.
        text.Append('}');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return [.. bytes, .. Enumerable.Repeat((byte)' ', -bytes.Length & 7)];
    }

    private static string Quoted(string key)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in key) quoted.Append(character is '"' or '\\' ? "\\" + character : character < ' ' ? $"\\u{(int)character:x4}" : character.ToString());
        return quoted.Append('"').ToString();
    }

    private static void Write(Stream stream, StoredWeight tensor)
    {
        if (tensor.Value is null && !tensor.IsCounter && !tensor.HasInitial) throw new OnnxException($"The weight '{tensor.Key}' has no numbers in the model.");
        byte[] bytes;
        if (tensor.IsCounter)
        {
            bytes = new byte[tensor.Length * sizeof(long)];
        }
        else
        {
            var values = tensor.Value?.Floats() ?? [.. Enumerable.Repeat(tensor.Initial, checked((int)tensor.Length))];
            if (values.Length != tensor.Length) throw new OnnxException($"The weight '{tensor.Key}' has {values.Length} numbers, but the network takes {tensor.Shape}.");
            bytes = new byte[values.Length * sizeof(float)];
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        }

        stream.Write(bytes, 0, bytes.Length);
    }

    private sealed record StoredWeight(string Key, Shape Shape, Constant? Value, bool IsCounter, float Initial)
    {
        public long Length => Shape.Dims.Aggregate(1L, (product, dim) => product * dim.Value);

        public bool HasInitial => Value is not null || Initial != 0;
    }
}
