using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Simd;

/// <summary>The stated error bounds of <see cref="VectorMath"/>, over every exponent and densely where the functions bend.</summary>
public class VectorMathTests
{
    [Fact]
    public void Exp() => Isa.ForEach<ExpCheck>();

    [Fact]
    public void ExpOfNegative() => Isa.ForEach<ExpOfNegativeCheck>();

    [Fact]
    public void Expm1() => Isa.ForEach<Expm1Check>();

    [Fact]
    public void Log() => Isa.ForEach<LogCheck>();

    [Fact]
    public void Log1p() => Isa.ForEach<Log1pCheck>();

    [Fact]
    public void Tanh() => Isa.ForEach<TanhCheck>();

    [Fact]
    public void Sigmoid() => Isa.ForEach<SigmoidCheck>();

    [Fact]
    public void Erf() => Isa.ForEach<ErfCheck>();

    [Fact]
    public void Sin() => Isa.ForEach<SinCheck>();

    [Fact]
    public void Cos() => Isa.ForEach<CosCheck>();

    [Fact]
    public void Rsqrt() => Isa.ForEach<RsqrtCheck>();

    private struct ExpCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Exp", VectorMath.Exp, Math.Exp, 1.1, -110, 95);
    }

    private struct ExpOfNegativeCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            for (var x = -87.29f; x <= 0f; x += 0.013f)
                Assert.InRange(Bits.UlpError(Math.Exp(x), V.MaxLanes(VectorMath.ExpOfNegative(V.Fill(x)))), 0, 1.1);
            foreach (var x in (float[])[-87.4f, -103f, -1e5f, float.MinValue, float.NegativeInfinity])
                Assert.Equal(0f, V.MaxLanes(VectorMath.ExpOfNegative(V.Fill(x))));
            Assert.Equal(1f, V.MaxLanes(VectorMath.ExpOfNegative(V.Fill(0f))));
            Assert.True(float.IsNaN(V.MaxLanes(VectorMath.ExpOfNegative(V.Fill(float.NaN)))));
        }
    }

    private struct Expm1Check : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Expm1", VectorMath.Expm1, ExactFunctions.Expm1, 2, -25, 95);
    }

    private struct LogCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Log", VectorMath.Log, Math.Log, 2, 0.25, 4);
    }

    private struct Log1pCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Log1p", VectorMath.Log1p, ExactFunctions.Log1p, 2, -1, 4);
    }

    private struct TanhCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Tanh", VectorMath.Tanh, ExactFunctions.Tanh, 3, -10, 10);
    }

    private struct SigmoidCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Sigmoid", VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), 3, -105, 20);
    }

    private struct ErfCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Erf", VectorMath.Erf, ExactFunctions.Erf, 3, -4.5, 4.5);
    }

    private struct SinCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Sin", VectorMath.Sin, Math.Sin, 3, -10_000, 10_000);
    }

    private struct CosCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Cos", VectorMath.Cos, Math.Cos, 3, -10_000, 10_000);
    }

    private struct RsqrtCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V> => Check<V>("Rsqrt", VectorMath.Rsqrt, x => x == 0 ? double.CopySign(double.PositiveInfinity, x) : 1 / Math.Sqrt(x), 2, 0.5, 2);
    }

    private static unsafe void Check<V>(string name, Func<V, V> function, Func<double, double> exact, double bound, double low, double high)
        where V : struct, ISimd<V>
    {
        var (worst, worstAt) = (0.0, 0f);
        var inputs = stackalloc float[16];
        var outputs = stackalloc float[16];
        var filled = 0;
        foreach (var x in Samples(low, high).Append(0f))
        {
            inputs[filled++] = x;
            if (filled < V.Count) continue;
            filled = 0;
            V.Store(function(V.Load(new FloatBuffer(inputs), 0)), new FloatBuffer(outputs), 0);
            for (var i = 0; i < V.Count; i++)
            {
                var error = Bits.UlpError(exact(inputs[i]), outputs[i]);
                if (error > worst) (worst, worstAt) = (error, inputs[i]);
            }
        }

        Assert.True(worst <= bound, $"{name} on {typeof(V).Name}: {worst:F3} ULP at {worstAt:R}, {bound} allowed; exact {exact(worstAt):R}");
    }

    private static IEnumerable<float> Samples(double low, double high)
    {
        float[] special = [0f, -0f, 1f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon];
        foreach (var x in special) yield return x;

        var random = new Random(7);
        for (var exponent = 0; exponent < 255; exponent++)
        {
            for (var i = 0; i < 80; i++)
            {
                var bits = (exponent << 23) | random.Next(1 << 23);
                yield return BitConverter.Int32BitsToSingle(bits);
                yield return -BitConverter.Int32BitsToSingle(bits);
            }
        }

        for (var i = 0; i < 30_000; i++) yield return (float)(low + ((high - low) * random.NextDouble()));
    }
}
