using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Simd;

/// <summary>Every vector against the scalar one, lane by lane.</summary>
public class SimdTests
{
    private static readonly float[] Values =
    [
        0f, -0f, 1f, -1f, 0.5f, -2.5f, 3f, 1e-40f, -1e-40f, float.Epsilon, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 12345.678f, -0.99999994f, 0.70710677f, 0.7071068f, 1.4142135f, 1.4142137f, 16777216f, 7f,
    ];

    [Fact]
    public void LanesAgreeWithTheScalarVector() => Isa.ForEach<LaneCheck>();

    [Fact]
    public void PartialLoadsAndStoresTouchOnlyWhatTheyShould() => Isa.ForEach<PartialCheck>();

    [Fact]
    public void RandomNumbersDependOnThePositionAlone() => Isa.ForEach<UniformCheck>();

    [Fact]
    public void LaneReductionsCombineAllLanes() => Isa.ForEach<ReductionCheck>();

    [Fact]
    public void PowersOfTwoReachDenormalsAndInfinity() => Isa.ForEach<ScaleCheck>();

    internal static unsafe float[] Lanes<V>(V value)
        where V : struct, ISimd<V>
    {
        var lanes = new float[V.Count];
        fixed (float* p = lanes)
        {
            var place = new FloatBuffer(p);
            Planned.Limit(ref place, lanes.Length);
            V.Store(value, place, 0);
        }

        return lanes;
    }

    private struct LaneCheck : IVectorCheck
    {
        private static int names;

        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            names = 0;
            Same<V>(V.Abs, SimdScalar.Abs);
            Same<V>(V.Sign, SimdScalar.Sign);
            Same<V>(V.Sqrt, SimdScalar.Sqrt);
            Same<V>(V.Floor, SimdScalar.Floor);
            Same<V>(V.Ceil, SimdScalar.Ceil);
            Same<V>(V.Round, SimdScalar.Round);
            Same<V>(x => x + 3f, x => x + 3f);
            Same<V>(x => x - 3f, x => x - 3f);
            Same<V>(x => 3f - x, x => 3f - x);
            Same<V>(x => x * 3f, x => x * 3f);
            Same<V>(x => x / 3f, x => x / 3f);
            Same<V>(x => 3f / x, x => 3f / x);
            SameUpToZeroSign<V>((x, _) => V.Max(x, 0f), (x, _) => SimdScalar.Max(x, 0f));
            SameUpToZeroSign<V>((x, _) => V.Min(x, 2f), (x, _) => SimdScalar.Min(x, 2f));
            Same<V>((x, y) => V.MultiplyAdd(x, y, 0.3f), (x, y) => SimdScalar.MultiplyAdd(x, y, 0.3f));
            Same<V>((x, y) => V.MultiplyAdd(x, 0.3f, y), (x, y) => SimdScalar.MultiplyAdd(x, 0.3f, y));
            Same<V>(x => V.Polynomial(x, 1, 2, 3, 4), x => SimdScalar.Polynomial(x, 1, 2, 3, 4));
            Same<V>(x => V.Polynomial(x, 1, 2, 3, 4, 5), x => SimdScalar.Polynomial(x, 1, 2, 3, 4, 5));
            Same<V>(x => V.Polynomial(x, 1, 2, 3, 4, 5, 6, 7, 8), x => SimdScalar.Polynomial(x, 1, 2, 3, 4, 5, 6, 7, 8));
            Same<V>(x => V.Polynomial(x, 1, 2, 3, 4, 5, 6, 7, 8, 9), x => SimdScalar.Polynomial(x, 1, 2, 3, 4, 5, 6, 7, 8, 9));
            Same<V>(x => -x, x => -x);
            Same<V>((x, y) => x + y, (x, y) => x + y);
            Same<V>((x, y) => x - y, (x, y) => x - y);
            Same<V>((x, y) => x * y, (x, y) => x * y);
            Same<V>((x, y) => x / y, (x, y) => x / y);
            SameUpToZeroSign<V>(V.Max, SimdScalar.Max);
            SameUpToZeroSign<V>(V.Min, SimdScalar.Min);
            Same<V>(V.CopySign, SimdScalar.CopySign);
            Same<V>(V.Less, SimdScalar.Less);
            Same<V>(V.LessOrEqual, SimdScalar.LessOrEqual);
            Same<V>(V.Equal, SimdScalar.Equal);
            Same<V>((x, y) => V.MultiplyAdd(x, y, V.Fill(0.3f)), (x, y) => SimdScalar.MultiplyAdd(x, y, SimdScalar.Fill(0.3f)));
            Same<V>((x, y) => V.Select(x, y, V.Fill(3f)), (x, y) => SimdScalar.Select(x, y, SimdScalar.Fill(3f)));
            Same<V>((x, y) => V.SelectLess(x, y, x, V.Fill(3f)), (x, y) => SimdScalar.SelectLess(x, y, x, SimdScalar.Fill(3f)));
            SameUpToZeroSign<V>(
                (x, _) => V.Clamp(x, V.Fill(-1f), V.Fill(2f)), (x, _) => SimdScalar.Clamp(x, -1f, 2f));
            SameUpToZeroSign<V>((x, _) => V.Clamp(x, -1f, 2f), (x, _) => SimdScalar.Clamp(x, -1f, 2f));
            foreach (var value in Values)
            {
                if (!(value > 0f) || float.IsInfinity(value)) continue;
                var (mantissa, exponent) = (Lanes(V.Mantissa(V.Fill(value)))[0], Lanes(V.Exponent(V.Fill(value)))[0]);
                Assert.InRange(mantissa, 0.70710677f, 1.41421356f);
                Assert.Equal(value, Math.ScaleB((double)mantissa, (int)exponent));
            }

            var iota = Lanes(V.Iota(-2f));
            for (var i = 0; i < V.Count; i++) Assert.Equal(i - 2f, iota[i]);
            Assert.True(V.AnyLess(V.Iota(0f), V.Fill(0.5f)));
            Assert.False(V.AnyLess(V.Iota(0f), V.Fill(0f)));
            Assert.False(V.AnyLess(V.Fill(float.NaN), V.Fill(0f)));
        }

        private static void Same<V>(Func<V, V> vector, Func<SimdScalar, SimdScalar> scalar)
            where V : struct, ISimd<V> => Same<V>((V x, V _) => vector(x), (SimdScalar x, SimdScalar _) => scalar(x));

        private static void Same<V>(Func<V, V, V> vector, Func<SimdScalar, SimdScalar, SimdScalar> scalar)
            where V : struct, ISimd<V> => Compare(vector, scalar, zeroSignMatters: true);

        private static void SameUpToZeroSign<V>(Func<V, V, V> vector, Func<SimdScalar, SimdScalar, SimdScalar> scalar)
            where V : struct, ISimd<V> => Compare(vector, scalar, zeroSignMatters: false);

        private static unsafe void Compare<V>(Func<V, V, V> vector, Func<SimdScalar, SimdScalar, SimdScalar> scalar, bool zeroSignMatters)
            where V : struct, ISimd<V>
        {
            names++;
            var x = new float[Values.Length + 16];
            Values.CopyTo(x, 0);
            fixed (float* p = x)
            {
                var place = new FloatBuffer(p);
                Planned.Limit(ref place, x.Length);
                foreach (var y in Values)
                {
                    for (var start = 0; start < Values.Length; start += V.Count)
                    {
                        var lanes = Lanes(vector(V.Load(place, start), V.Fill(y)));
                        for (var i = 0; i < V.Count; i++)
                        {
                            var expected = scalar(SimdScalar.Fill(x[start + i]), SimdScalar.Fill(y)).Raw;
                            Assert.True(
                                Bits.Same(expected, lanes[i]) || (!zeroSignMatters && expected == lanes[i]),
                                $"{typeof(V).Name}, function {names} of {x[start + i]:R} and {y:R}: expected {expected:R}, got {lanes[i]:R}");
                        }
                    }
                }
            }
        }
    }

    private struct PartialCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            using var source = GuardedBuffer.Random(V.Count);
            for (var count = 1; count < V.Count; count++)
            {
                using var destination = new GuardedBuffer(count);
                var loaded = V.LoadPartial(source.Start, 0, count, 7f);
                V.StorePartial(loaded, destination.Start, 0, count);
                destination.AssertGuards();
                Bits.AssertSame(source.ToArray().AsSpan(0, count), destination.ToArray());
                var lanes = Lanes(loaded);
                for (var i = count; i < V.Count; i++) Assert.Equal(7f, lanes[i]);

                Transfer.Copy(Enumerable.Range(-3, count).ToArray(), destination.Start);
                lanes = Lanes(V.LoadPartial(destination.Start.AsIntegers(), 0, count, -1f));
                for (var i = 0; i < V.Count; i++) Assert.Equal(i < count ? i - 3 : -1f, lanes[i]);
                lanes = Lanes(V.KeepFirst(V.Iota(0f), count, float.NaN));
                for (var i = 0; i < V.Count; i++) Assert.Equal(i < count ? i : float.NaN, lanes[i]);
            }
        }
    }

    private struct UniformCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            foreach (var index in new[] { 0L, 1, 17, uint.MaxValue - 20L, uint.MaxValue - 3L, uint.MaxValue, 1L << 40 })
            {
                var lanes = Lanes(V.Uniform(0x12345678, 0x9ABCDEF0, index));
                for (var i = 0; i < V.Count; i++)
                {
                    Assert.Equal(Reference(0x12345678, 0x9ABCDEF0, index + i), lanes[i]);
                    Assert.InRange(lanes[i], 0f, 0.99999994f);
                }
            }
        }

        private static float Reference(uint key0, uint key1, long index)
        {
            static uint Mix(uint x)
            {
                x ^= x >> 16;
                x *= 0x7feb352d;
                x ^= x >> 15;
                x *= 0x846ca68b;
                return x ^ (x >> 16);
            }

            var x = Mix(((uint)index * 0x9E3779B9u) + key0);
            x = Mix(x ^ key1 ^ (uint)(index >> 32));
            return (x >> 8) / 16777216f;
        }
    }

    private struct ReductionCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            Assert.Equal(V.Count * (V.Count - 1) / 2f, V.SumLanes(V.Iota(0f)));
            for (var i = 0; i < V.Count; i++)
            {
                var one = V.Equal(V.Iota(0f), V.Fill(i));
                Assert.Equal(1f, V.SumLanes(one));
                Assert.Equal(1f, V.MaxLanes(one));
                Assert.Equal(-1f, V.MaxLanes(-one - V.Fill(1f)) - (V.Count == 1 ? -1f : 0f));
                Assert.Equal(float.NaN, V.MaxLanes(V.Select(one, V.Fill(float.NaN), V.Fill(5f))));
            }
        }
    }

    private struct ScaleCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            foreach (var value in new[] { 1f, 1.5f, 0.70710677f, 1.9999999f, -1.2345678f })
            {
                for (var exponent = -160; exponent <= 130; exponent++)
                {
                    var scaled = Lanes(V.ScaleByPowerOfTwo(V.Fill(value), V.Fill(exponent)))[0];
                    Assert.Equal((float)Math.ScaleB(value, exponent), scaled);
                }
            }
        }
    }
}
