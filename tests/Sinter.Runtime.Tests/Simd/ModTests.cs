using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Simd;

/// <summary>The remainder, bit by bit, for pairs of what is exceptional and of random floats of every exponent.</summary>
public class ModTests
{
    private static readonly float[] Values =
    [
        0f, float.Epsilon, 3e-45f, 1e-40f, 1.17549435e-38f, 1e-30f, 0.1f, 0.3f, 0.5f, 0.99999994f, 1f, 1.0000001f, 1.5f, 2f, 2.5f, 3f, 5f, 7f, 10f, 255f,
        4_194_303f, 4_194_304f, 4_194_305f, 16_777_215f, 1e10f, 1e30f, 1.7e38f, float.MaxValue, float.PositiveInfinity, float.NaN,
    ];

    [Fact]
    public void RemainderHasTheSignOfTheDivisor() => Isa.ForEach<PairCheck>();

    /// <summary>What torch.remainder computes: the exact remainder of C, and one divisor more where its sign is the other one.</summary>
    private static float Exact(float left, float right)
    {
        var rest = left % right;
        return rest != 0f && rest < 0f != right < 0f ? rest + right : rest;
    }

    private struct PairCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            foreach (var left in Values)
            {
                foreach (var right in Values) Compare<V>(left, right);
            }

            var random = new Random(5);
            for (var i = 0; i < 50_000; i++)
            {
                // Quotients of up to 2^26, so that most go without the slow path.
                var right = MathF.ScaleB(1f + random.NextSingle(), random.Next(-120, 100));
                Compare<V>(MathF.ScaleB(right * (1f + random.NextSingle()), random.Next(-26, 26)), right);
                Compare<V>(right * random.Next(1 << 22), right);
            }
        }

        private static void Compare<V>(float left, float right)
            where V : struct, ISimd<V>
        {
            foreach (var (a, b) in new[] { (left, right), (-left, right), (left, -right), (-left, -right) })
            {
                var (expected, actual) = (Exact(a, b), SimdTests.Lanes(VectorMath.Mod(V.Fill(a), V.Fill(b)))[^1]);
                Assert.True(Bits.Same(expected, actual), $"{typeof(V).Name}: {a:R} mod {b:R} is {expected:R}, not {actual:R}.");
            }
        }
    }
}
