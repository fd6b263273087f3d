using System.Buffers.Binary;
using System.Text;
using Sinter.Runtime;

namespace Sinter.Tests.Checkpoints;

/// <summary>A network of two parameters and a counter, and the bytes of files that hold it.</summary>
internal static class Pair
{
    /// <summary>The header of a valid file with 8 + 8 + 16 bytes of data.</summary>
    public const string Header =
        """{"__metadata__":{"format":"pt"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"b":{"dtype":"F32","shape":[2,2],"data_offsets":[16,32]}}""";

    public static NetworkInfo Info { get; } = new()
    {
        Name = "Pair",
        Layers = [],
        Parameters =
        [
            new("a", [2], 0, InitialDistribution.Constant, 0.5f, 0, Decays: true),
            new("b", [2, 2], 16, InitialDistribution.Constant, 0.5f, 0, Decays: true),
        ],
        ParameterLength = 32,
        States = [new("n", [], 0, 0, IsCounter: true)],
        StateLength = 16,
        Inference = ArenaPlan.Empty,
    };

    public static Weights Create() => new(Info, seed: 0, prepare: null);

    /// <summary>n = 7, a = (1, 2), b = (3, 4, 5, 6).</summary>
    public static byte[] Data()
    {
        var data = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(data, 7);
        for (var i = 0; i < 6; i++) BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(8 + (4 * i)), i + 1);
        return data;
    }

    public static byte[] File(string header, byte[]? data = null) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(byte[] header, byte[]? data = null)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data ?? Data()];
    }

    public static float[] Values(Weights weights) =>
        [.. weights.States["n"].Values, .. weights.Parameters["a"].Values, .. weights.Parameters["b"].Values];
}
