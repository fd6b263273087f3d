using System.Text;

namespace Sinter.EndToEnd.Tests;

/// <summary>An ONNX file of one node and two weights, byte by byte: no other library's model is needed.</summary>
internal static class TinyOnnxModel
{
    /// <summary><c>y = x · Wᵀ + b</c> with W = [[1, 2, 3], [4, 5, 6]] and b = [10, 20], or another operator of the same inputs.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="bias">The bias; b if none is given.</param>
    /// <param name="external">The file that holds W instead, in the model's folder.</param>
    public static byte[] Bytes(string op = "Gemm", float[]? bias = null, string? external = null)
    {
        var node = Message(Text(1, "x"), Text(1, "fc.weight"), Text(1, "fc.bias"), Text(2, "y"), Text(3, "fc"), Text(4, op), Field(5, Message(Text(1, "transB"), Number(3, 1), Number(20, 2))));
        var graph = Message(
            Field(1, node), Text(2, "tiny"),
            Field(5, external is null ? Tensor("fc.weight", [2, 3], [1, 2, 3, 4, 5, 6]) : External("fc.weight", [2, 3], external)), Field(5, Tensor("fc.bias", [2], bias ?? [10, 20])),
            Field(11, Value("x", 3)), Field(12, Value("y", 2)));
        return Message(Number(1, 8), Field(7, graph), Field(8, Message(Number(2, 13))));
    }

    /// <summary>W as a file of its own holds it.</summary>
    public static byte[] WeightBytes(params float[] weight) => [.. weight.SelectMany(BitConverter.GetBytes)];

    private static byte[] Tensor(string name, long[] dims, float[] values) =>
        Message([.. dims.Select(dim => Number(1, dim)), Number(2, 1), Text(8, name), Field(9, [.. values.SelectMany(BitConverter.GetBytes)])]);

    private static byte[] External(string name, long[] dims, string file) =>
        Message([.. dims.Select(dim => Number(1, dim)), Number(2, 1), Text(8, name), Field(13, Message(Text(1, "location"), Text(2, file))), Number(14, 1)]);

    // The batch has a name, the features a number.
    private static byte[] Value(string name, long features) =>
        Message(Text(1, name), Field(2, Message(Field(1, Message(Number(1, 1), Field(2, Message(Field(1, Message(Text(2, "batch"))), Field(1, Message(Number(1, features))))))))));

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    private static byte[] Text(int number, string value) => Field(number, Encoding.UTF8.GetBytes(value));

    private static byte[] Field(int number, byte[] value) => [.. Varint((number << 3) | 2), .. Varint(value.Length), .. value];

    private static byte[] Number(int number, long value) => [.. Varint(number << 3), .. Varint(value)];

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7) bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
