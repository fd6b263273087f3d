using Sinter.Runtime;

namespace Sinter.Tests.Simd;

/// <summary>A vector function of one argument, and what its documentation says of it.</summary>
internal interface IVectorFunction
{
    static abstract string Name { get; }

    /// <summary>The largest error it may have on any path, in units in the last place of the exact result.</summary>
    static abstract double Bound { get; }

    /// <summary>Where its error was found to be largest, of all floats.</summary>
    static abstract float[] Hardest { get; }

    static abstract double Exact(float x);

    static abstract V Apply<V>(V x)
        where V : struct, ISimd<V>;

    /// <summary>Whether it is meant for an argument.</summary>
    static virtual bool Takes(float x) => true;
}

internal readonly struct ExpFunction : IVectorFunction
{
    public static string Name => "Exp";

    public static double Bound => 1.06;

    public static float[] Hardest => [-59.91054f];

    public static double Exact(float x) => Math.Exp(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Exp(x);
}

internal readonly struct ExpOfNegativeFunction : IVectorFunction
{
    public static string Name => "ExpOfNegative";

    public static double Bound => 1.06;

    public static float[] Hardest => [-59.91054f];

    public static double Exact(float x) => x < -87.3f ? 0 : Math.Exp(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.ExpOfNegative(x);

    public static bool Takes(float x) => !(x > 0);
}

internal readonly struct Expm1Function : IVectorFunction
{
    public static string Name => "Expm1";

    public static double Bound => 1.61;

    public static float[] Hardest => [0.38820446f];

    public static double Exact(float x) => ExactFunctions.Expm1(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Expm1(x);
}

internal readonly struct LogFunction : IVectorFunction
{
    public static string Name => "Log";

    public static double Bound => 0.87;

    public static float[] Hardest => [0.70676726f];

    public static double Exact(float x) => Math.Log(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Log(x);
}

internal readonly struct Log1pFunction : IVectorFunction
{
    public static string Name => "Log1p";

    public static double Bound => 1.44;

    public static float[] Hardest => [-8.940697E-08f];

    public static double Exact(float x) => ExactFunctions.Log1p(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Log1p(x);
}

internal readonly struct TanhFunction : IVectorFunction
{
    public static string Name => "Tanh";

    public static double Bound => 2.52;

    public static float[] Hardest => [-0.062353585f];

    public static double Exact(float x) => ExactFunctions.Tanh(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Tanh(x);
}

internal readonly struct SigmoidFunction : IVectorFunction
{
    public static string Name => "Sigmoid";

    public static double Bound => 2.41;

    public static float[] Hardest => [-4.157294f];

    public static double Exact(float x) => 1 / (1 + Math.Exp(-(double)x));

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Sigmoid(x);
}

internal readonly struct ErfFunction : IVectorFunction
{
    public static string Name => "Erf";

    public static double Bound => 1.87;

    public static float[] Hardest => [-0.22164546f];

    public static double Exact(float x) => ExactFunctions.Erf(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Erf(x);
}

internal readonly struct SinFunction : IVectorFunction
{
    public static string Name => "Sin";

    public static double Bound => 2.48;

    public static float[] Hardest => [-9201.475f];

    public static double Exact(float x) => Math.Sin(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Sin(x);
}

internal readonly struct CosFunction : IVectorFunction
{
    public static string Name => "Cos";

    public static double Bound => 2.39;

    public static float[] Hardest => [8656.911f];

    public static double Exact(float x) => Math.Cos(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Cos(x);
}

internal readonly struct RsqrtFunction : IVectorFunction
{
    public static string Name => "Rsqrt";

    public static double Bound => 1.5;

    public static float[] Hardest => [1.1827658E-38f];

    public static double Exact(float x) => x == 0 ? double.CopySign(double.PositiveInfinity, x) : 1 / Math.Sqrt(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Rsqrt(x);
}

internal readonly struct TanFunction : IVectorFunction
{
    public static string Name => "Tan";

    public static double Bound => 3.33;

    public static float[] Hardest => [8562.662f];

    public static double Exact(float x) => Math.Tan(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Tan(x);
}

internal readonly struct AtanFunction : IVectorFunction
{
    public static string Name => "Atan";

    public static double Bound => 1.32;

    public static float[] Hardest => [1.0095501f];

    public static double Exact(float x) => Math.Atan(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Atan(x);
}

internal readonly struct AsinFunction : IVectorFunction
{
    public static string Name => "Asin";

    public static double Bound => 2.05;

    public static float[] Hardest => [0.8406128f];

    public static double Exact(float x) => Math.Asin(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Asin(x);
}

internal readonly struct AcosFunction : IVectorFunction
{
    public static string Name => "Acos";

    public static double Bound => 1.21;

    public static float[] Hardest => [0.6054022f];

    public static double Exact(float x) => Math.Acos(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Acos(x);
}

internal readonly struct SinhFunction : IVectorFunction
{
    public static string Name => "Sinh";

    public static double Bound => 1.62;

    public static float[] Hardest => [1.4182405f];

    public static double Exact(float x) => ExactFunctions.Sinh(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Sinh(x);
}

internal readonly struct CoshFunction : IVectorFunction
{
    public static string Name => "Cosh";

    public static double Bound => 1.51;

    public static float[] Hardest => [4.5446525f];

    public static double Exact(float x) => Math.Cosh(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => VectorMath.Cosh(x);
}

internal readonly struct CeilFunction : IVectorFunction
{
    public static string Name => "Ceil";

    public static double Bound => 0.5;

    public static float[] Hardest => [];

    public static double Exact(float x) => Math.Ceiling(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => V.Ceil(x);
}

internal readonly struct RoundFunction : IVectorFunction
{
    public static string Name => "Round";

    public static double Bound => 0.5;

    public static float[] Hardest => [];

    public static double Exact(float x) => Math.Round((double)x, MidpointRounding.ToEven);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => V.Round(x);
}

internal readonly struct FloorFunction : IVectorFunction
{
    public static string Name => "Floor";

    public static double Bound => 0.5;

    public static float[] Hardest => [];

    public static double Exact(float x) => Math.Floor(x);

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => V.Floor(x);
}

/// <summary>One by every float.</summary>
internal readonly struct InverseFunction : IVectorFunction
{
    public static string Name => "1 / x";

    public static double Bound => 0.5;

    public static float[] Hardest => [];

    public static double Exact(float x) => 1.0 / x;

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => 1f / x;
}

/// <summary>The quotient of one by every divisor that it allows.</summary>
internal readonly struct ReciprocalFunction : IVectorFunction
{
    public static string Name => "Quotient of 1 and x";

    public static double Bound => 0.51;

    public static float[] Hardest => [];

    public static double Exact(float x) => 1.0 / x;

    public static V Apply<V>(V x)
        where V : struct, ISimd<V> => V.Quotient(V.Fill(1f), x);

    public static bool Takes(float x) => x is >= 1f and <= 1e30f;
}

/// <summary>The quotient of every dividend that it allows, by divisors that have little to do with it.</summary>
internal readonly struct RatioFunction : IVectorFunction
{
    private const float Scale = 977f;

    public static string Name => "Quotient of x and others";

    public static double Bound => 0.51;

    public static float[] Hardest => [];

    public static double Exact(float x)
    {
        var size = MathF.Abs(x);
        return x / (double)(((size - MathF.Floor(size)) * Scale) + 1f);
    }

    public static V Apply<V>(V x)
        where V : struct, ISimd<V>
    {
        var size = V.Abs(x);
        return V.Quotient(x, ((size - V.Floor(size)) * Scale) + 1f);
    }

    // The sign of a zero is not kept.
    public static bool Takes(float x) => MathF.Abs(x) <= 1e30f && !(x == 0 && float.IsNegative(x));
}
