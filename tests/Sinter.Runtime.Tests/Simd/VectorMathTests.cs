using System.Globalization;
using System.Xml.Linq;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Simd;

/// <summary>
/// The stated error bounds of <see cref="VectorMath"/>, over thousands of floats of every exponent and where the functions bend. The
/// benchmarks' mode <c>functions</c> does the same over all floats.
/// </summary>
public class VectorMathTests
{
    // A prime, so that the low bits of the floats that are tried run through all values.
    private const uint Stride = 4099;

    // What the functions treat in a way of their own begins and ends there.
    private static readonly float[] Bends =
    [
        0f, float.Epsilon, 1.17549435e-38f, 5.96046448e-8f, 0.34657359f, 0.5f, 0.70710678f, 0.78539816f, 1f, 1.41421356f, 1.57079633f, 2.35619449f,
        3.14159265f, 4f, 9.02f, 10f, 16.64f, 20f, 87.3f, 87.3365448f, 88.7228391f, 89f, 89.4159927f, 90f, 103.278929f, 103.972077f, 104f, 10_000f,
        8388607.5f, 1e30f, float.MaxValue, float.PositiveInfinity,
    ];

    [Fact]
    public void Exp() => Check<ExpFunction>();

    [Fact]
    public void ExpOfNegative() => Check<ExpOfNegativeFunction>();

    [Fact]
    public void Expm1() => Check<Expm1Function>();

    [Fact]
    public void Log() => Check<LogFunction>();

    [Fact]
    public void Log1p() => Check<Log1pFunction>();

    [Fact]
    public void Tanh() => Check<TanhFunction>();

    [Fact]
    public void Sigmoid() => Check<SigmoidFunction>();

    [Fact]
    public void Erf() => Check<ErfFunction>();

    [Fact]
    public void Sin() => Check<SinFunction>();

    [Fact]
    public void Cos() => Check<CosFunction>();

    [Fact]
    public void Rsqrt() => Check<RsqrtFunction>();

    [Fact]
    public void Tan() => Check<TanFunction>();

    [Fact]
    public void Atan() => Check<AtanFunction>();

    [Fact]
    public void Asin() => Check<AsinFunction>();

    [Fact]
    public void Acos() => Check<AcosFunction>();

    [Fact]
    public void Sinh() => Check<SinhFunction>();

    [Fact]
    public void Cosh() => Check<CoshFunction>();

    [Fact]
    public void Floor() => Sample<FloorFunction>();

    [Fact]
    public void Ceil() => Sample<CeilFunction>();

    [Fact]
    public void Round() => Sample<RoundFunction>();

    [Fact]
    public void OneByAny() => Sample<InverseFunction>();

    [Fact]
    public void QuotientOfOne() => Sample<ReciprocalFunction>();

    [Fact]
    public void QuotientOfDividends() => Sample<RatioFunction>();

    private static void Check<TFunction>()
        where TFunction : struct, IVectorFunction
    {
        Sample<TFunction>();
        AssertDocumented<TFunction>();
    }

    private static void Sample<TFunction>()
        where TFunction : struct, IVectorFunction
    {
        var check = new FunctionCheck<TFunction>();
        check.Take([.. Bends.SelectMany(Around), .. TFunction.Hardest.SelectMany(Around), float.NaN, -float.NaN]);
        AssertWithin<TFunction>(check);
        for (var first = 0L; first <= uint.MaxValue; first += (long)FunctionCheck<TFunction>.Length * Stride)
        {
            check.Take((uint)first, Stride, (int)Math.Min(FunctionCheck<TFunction>.Length, ((uint.MaxValue - first) / Stride) + 1));
            AssertWithin<TFunction>(check);
        }
    }

    private static void AssertWithin<TFunction>(FunctionCheck<TFunction> check)
        where TFunction : struct, IVectorFunction
    {
        if (CpuFeatures.HasAvx512) AssertWithin<TFunction, Simd512>(check);
        if (CpuFeatures.HasAvx2) AssertWithin<TFunction, Simd256>(check);
        if (CpuFeatures.HasVector128) AssertWithin<TFunction, Simd128>(check);
        AssertWithin<TFunction, SimdScalar>(check);
    }

    private static void AssertWithin<TFunction, V>(FunctionCheck<TFunction> check)
        where TFunction : struct, IVectorFunction
        where V : struct, ISimd<V>
    {
        var (error, at) = check.Worst<V>();
        Assert.True(
            error <= TFunction.Bound,
            $"{TFunction.Name} on {typeof(V).Name}: {error:F3} ULP at {at:R}, {TFunction.Bound} allowed; exact {TFunction.Exact(at):R}");
    }

    /// <summary>A float and its neighbours, with both signs.</summary>
    private static IEnumerable<float> Around(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(MathF.Abs(value));
        for (var near = Math.Max(0, bits - 8); near <= bits + 8; near++)
        {
            yield return BitConverter.Int32BitsToSingle(near);
            yield return -BitConverter.Int32BitsToSingle(near);
        }
    }

    private static void AssertDocumented<TFunction>()
        where TFunction : struct, IVectorFunction
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(VectorMath).Assembly.Location, ".xml"));
        var summary = documentation.Descendants("member")
            .Single(member => member.Attribute("name")!.Value == $"M:Sinter.Runtime.VectorMath.{TFunction.Name}``1(``0)").Element("summary")!.Value;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"within {TFunction.Bound} ULP"), summary, StringComparison.Ordinal);
    }
}
