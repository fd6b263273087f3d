using Sinter.Tests.Checkpoints;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Weights that are saved in 16 bits.</summary>
public sealed class PrecisionTests
{
    [Theory]
    [InlineData(WeightPrecision.Float16, new[] { 1.0009766f, -65504f, 5.9604645e-8f, 0.33325195f })]
    [InlineData(WeightPrecision.BFloat16, new[] { 1f, -65536f, 5.9604645e-8f, 0.33398438f })]
    [InlineData(WeightPrecision.Float32, new[] { 1.001f, -65504f, 5.9604645e-8f, 0.33333334f })]
    public void What_is_loaded_again_is_the_nearest(WeightPrecision precision, float[] expected)
    {
        using var folder = new TemporaryFolder();
        var weights = Target.Of(("w", [2, 2]), ("none", [3]), ("bn.num_batches_tracked", []));
        weights.Parameters["w"].CopyFrom([1.001f, -65504f, 5.9604645e-8f, 1f / 3]);
        weights.Parameters["none"].CopyFrom([float.NaN, float.PositiveInfinity, BitConverter.UInt32BitsToSingle(0x7F800001)]);
        weights.States[0].CopyCountsFrom([16_777_217]);
        weights.Save(folder["a"], precision);
        var again = Target.Of(("w", [2, 2]), ("none", [3]), ("bn.num_batches_tracked", []));
        Assert.True(again.Load(folder["a"], options: null).IsComplete);
        Bits.AssertSame(expected, again.Parameters["w"].Values.ToArray());
        Bits.AssertSame([float.NaN, float.PositiveInfinity, float.NaN], again.Parameters["none"].Values.ToArray());
        Assert.Equal(16_777_217, again.States[0].Counts[0]);
    }

    [Fact]
    public void What_16_bits_do_not_hold_is_refused()
    {
        using var folder = new TemporaryFolder();
        var weights = Target.Of(("w", [3]));
        weights.Save(folder["a"]);
        var before = File.ReadAllBytes(folder["a"]);
        weights.Parameters["w"].CopyFrom([1, 65520, 2]);
        Assert.Equal("'w': value 1 is 65520, beyond the largest that F16 holds; save as BFloat16 or Float32.", Assert.Throws<OverflowException>(() => weights.Save(folder["a"], WeightPrecision.Float16)).Message);
        weights.Parameters["w"].CopyFrom([1, 65519.9f, 2]);
        weights.Save(folder["b"], WeightPrecision.Float16);
        weights.Parameters["w"].CopyFrom([1, -float.MaxValue, 2]);
        Assert.Equal("'w': value 1 is -3.4028235E+38, beyond the largest that BF16 holds; save as Float32.", Assert.Throws<OverflowException>(() => weights.Save(folder["a"], WeightPrecision.BFloat16)).Message);
        Assert.Equal(before, File.ReadAllBytes(folder["a"]));
        Assert.Equal(["a", "b"], folder.Files);
    }
}
