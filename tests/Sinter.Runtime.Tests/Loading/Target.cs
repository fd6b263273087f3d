using System.Buffers.Binary;
using System.Text;
using Sinter.Runtime;

namespace Sinter.Tests.Loading;

/// <summary>Networks that are nothing but their tensors, and files for them.</summary>
internal static class Target
{
    /// <summary>A network called Net with these parameters, and counters under keys that end in num_batches_tracked.</summary>
    public static Weights Of(params (string Key, int[] Shape)[] tensors)
    {
        var (parameters, states, offset, places) = (new List<ParameterInfo>(), new List<StateInfo>(), 0L, 0L);
        foreach (var (key, shape) in tensors)
        {
            if (key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                states.Add(new StateInfo(key, shape, places, 0, IsCounter: true));
                places += 16;
                continue;
            }

            var parameter = new ParameterInfo(key, shape, offset, InitialDistribution.Constant, -1, 0);
            parameters.Add(parameter);
            offset += (parameter.Length + 15) & ~15L;
        }

        var info = new NetworkInfo { Name = "Net", Layers = [], Parameters = parameters, ParameterLength = offset, States = states, StateLength = places, Inference = ArenaPlan.Empty };
        return new Weights(info, seed: 0, prepare: null);
    }

    /// <summary>A safetensors file.</summary>
    public static byte[] Safetensors(params (string Name, string Type, long[] Shape, byte[] Data)[] tensors)
    {
        var (header, at) = (new StringBuilder("{"), 0);
        foreach (var (name, type, shape, data) in tensors)
        {
            header.Append(header.Length == 1 ? "" : ",").Append($"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{at},{at + data.Length}]}}");
            at += data.Length;
        }

        var json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. tensors.SelectMany(tensor => tensor.Data)];
    }

    /// <summary>A tensor of floats for such a file, filled with 1, 2, 3, …</summary>
    public static (string Name, string Type, long[] Shape, byte[] Data) Floats(string name, params long[] shape) =>
        (name, "F32", shape, Bytes([.. Enumerable.Range(1, (int)shape.Aggregate(1L, (product, extent) => product * extent)).Select(value => (float)value)]));

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();

    public static string Refusal(Weights weights, WeightSource source, LoadOptions? options = null)
    {
        var before = weights.Parameters.Select(parameter => parameter.Values.ToArray()).ToArray();
        var version = weights.Version;
        var message = Xunit.Assert.Throws<CheckpointException>(() => weights.Load(source, options)).Message;
        Xunit.Assert.Equal(before, weights.Parameters.Select(parameter => parameter.Values.ToArray()));
        Xunit.Assert.Equal(version, weights.Version);
        return message;
    }
}
