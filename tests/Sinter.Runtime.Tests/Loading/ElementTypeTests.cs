using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Every type that a file may store numbers in.</summary>
public sealed class ElementTypeTests
{
    public static TheoryData<string, byte[], float[]> Types => new()
    {
        { "F64", Target.Bytes(1.5, -0.1, double.PositiveInfinity, double.NaN), [1.5f, -0.1f, float.PositiveInfinity, float.NaN] },
        { "F32", Target.Bytes(1.5f, -0.1f, float.Epsilon, float.NaN), [1.5f, -0.1f, float.Epsilon, float.NaN] },
        { "F16", Target.Bytes<ushort>(0x3C00, 0xC248, 0x0001, 0x7BFF), [1, -3.140625f, 5.9604645e-8f, 65504] },
        { "F16", Target.Bytes<ushort>(0x7C00, 0xFC00, 0x7E00, 0x8000), [float.PositiveInfinity, float.NegativeInfinity, float.NaN, -0f] },
        { "BF16", Target.Bytes<ushort>(0x3F80, 0xC049, 0x0001, 0x7F80), [1, -3.140625f, 9.1835e-41f, float.PositiveInfinity] },
        { "F8_E4M3", [0x38, 0x7E, 0x01, 0xFF], [1, 448, 0.001953125f, float.NaN] },
        { "F8_E4M3", [0xB9, 0x78, 0x80, 0x08], [-1.125f, 256, -0f, 0.015625f] },
        { "F8_E5M2", [0x3C, 0x7B, 0x01, 0xFC], [1, 57344, 1.52587890625e-5f, float.NegativeInfinity] },
        { "F8_E5M2", [0x7D, 0xBD, 0x04, 0x80], [float.NaN, -1.25f, 6.103515625e-5f, -0f] },
        { "I64", Target.Bytes(1L, -2L, 16_777_217L, long.MaxValue), [1, -2, 16_777_216, 9.223372e18f] },
        { "I32", Target.Bytes(1, -2, 16_777_217, int.MinValue), [1, -2, 16_777_216, -2147483648f] },
        { "I16", Target.Bytes<short>(1, -2, 32767, -32768), [1, -2, 32767, -32768] },
        { "I8", [1, 0xFE, 127, 128], [1, -2, 127, -128] },
        { "U64", Target.Bytes(1UL, ulong.MaxValue, 0UL, 3UL), [1, 1.8446744e19f, 0, 3] },
        { "U32", Target.Bytes(1u, uint.MaxValue, 0u, 3u), [1, 4294967296f, 0, 3] },
        { "U16", Target.Bytes<ushort>(1, 65535, 0, 3), [1, 65535, 0, 3] },
        { "U8", [1, 255, 0, 3], [1, 255, 0, 3] },
        { "BOOL", [1, 0, 1, 1], [1, 0, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_becomes_floats(string type, byte[] data, float[] expected)
    {
        var weights = Target.Of(("w", [2, 2]));
        weights.Load(Target.Safetensors(("w", type, [2, 2], data)));
        Bits.AssertSame(expected, weights.Parameters["w"].Values.ToArray());

        // A matrix that lies the other way round is gathered, whatever its type.
        weights.Load(Target.Safetensors(("w", type, [2, 2], data)), new LoadOptions { Transpose = ["w"] });
        Bits.AssertSame([expected[0], expected[2], expected[1], expected[3]], weights.Parameters["w"].Values.ToArray());
    }

    [Theory]
    [InlineData("C64", 8)]
    [InlineData("F8_E8M0", 1)]
    public void Types_that_are_no_numbers_of_a_network_are_named(string type, int size)
    {
        var weights = Target.Of(("w", [2]));
        Assert.Equal(
            $"the bytes: tensor 'w': its dtype is {type}, of which no float can be made; convert it before it is saved.",
            Target.Refusal(weights, Target.Safetensors(("w", type, [2], new byte[2 * size]))));
    }

    [Fact]
    public void A_number_that_no_float_is_near_is_named() => Assert.Equal(
        "the bytes: tensor 'w': value 1 is a number of 64 bits beyond the largest of 32.",
        Target.Refusal(Target.Of(("w", [3])), Target.Safetensors(("w", "F64", [3], Target.Bytes(1, 1e300, -1e300)))));

    [Fact]
    public void Many_chunks_arrive_in_order()
    {
        const int Count = (1 << 20) + 12_345;
        var weights = Target.Of(("w", [Count]));
        weights.Load(Target.Safetensors(("w", "I32", [Count], Target.Bytes(Enumerable.Range(0, Count).ToArray()))));
        Assert.Equal(Enumerable.Range(0, Count).Select(value => (float)value), weights.Parameters["w"].Values.ToArray());
    }

    [Theory]
    [InlineData("U8", new byte[] { 200 }, 200L)]
    [InlineData("I8", new byte[] { 200 }, null)]
    [InlineData("BOOL", new byte[] { 1 }, 1L)]
    [InlineData("F8_E4M3", new byte[] { 0x7E }, 448L)]
    [InlineData("F16", new byte[] { 0x00, 0x38 }, null)]
    [InlineData("U64", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, null)]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0x10, 0x40 }, 4L)]
    public void A_counter_takes_every_whole_number(string type, byte[] data, long? count)
    {
        var weights = Target.Of(("w", [1]), ("bn.num_batches_tracked", []));
        WeightSource source = Target.Safetensors(("bn.num_batches_tracked", type, [], data), Target.Floats("w", 1));
        if (count is null) Assert.StartsWith("the bytes: tensor 'bn.num_batches_tracked' counts, but is ", Target.Refusal(weights, source));
        else weights.Load(source);
        Assert.Equal(count ?? 0, weights.States[0].Counts[0]);
    }
}
