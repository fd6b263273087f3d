using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Simd;

/// <summary><see cref="BlockSum{V}"/> by itself: what blocks come to, and what it does to infinities.</summary>
public class BlockSumTests
{
    [Fact]
    public void AMillionBlocksAreExactToARounding() => Isa.ForEach<ManyBlocks>();

    [Fact]
    public void SmallBlocksBesideALargeSumAreKept() => Isa.ForEach<SmallBlocks>();

    [Fact]
    public void InfinityAndNaNStay() => Isa.ForEach<NonFinite>();

    private readonly struct ManyBlocks : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            var sum = default(BlockSum<V>);
            for (var i = 0; i < 1_000_000; i++) sum.Add(V.Fill(0.1f));
            var exact = 0.1f * 1e6;
            Assert.InRange((sum.OfLanes / V.Count - exact) / exact, -1.2e-7, 1.2e-7);
        }
    }

    private readonly struct SmallBlocks : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            // The small terms are below a rounding of the large one, and of either sign.
            var sum = default(BlockSum<V>);
            sum.Add(V.Fill(1e8f));
            for (var i = 0; i < 100_000; i++) sum.Add(V.Fill(i % 3 == 0 ? -1.5f : 1.5f));
            Assert.Equal((1e8 + 49_998) * V.Count, sum.OfLanes, 1e8 * V.Count * 1.2e-7);
        }
    }

    private readonly struct NonFinite : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            Assert.Equal(float.PositiveInfinity, Of<V>(1, float.PositiveInfinity, 2));
            Assert.Equal(float.NegativeInfinity, Of<V>(float.NegativeInfinity, 3));
            Assert.Equal(float.PositiveInfinity, Of<V>(float.MaxValue, float.MaxValue, 1));
            Assert.True(float.IsNaN(Of<V>(1, float.NaN, 2)));
            Assert.True(float.IsNaN(Of<V>(float.PositiveInfinity, float.NegativeInfinity)));
        }
    }

    private static float Of<V>(params float[] blocks)
        where V : struct, ISimd<V>
    {
        var sum = default(BlockSum<V>);
        foreach (var block in blocks) sum.Add(V.Fill(block));
        return V.MaxLanes(sum.Total);
    }
}
