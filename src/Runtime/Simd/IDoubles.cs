using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>Vectors of doubles, in pairs that hold as many numbers as a vector of floats. Each operation rounds as that of a single double does.</summary>
internal unsafe interface IDoubles<T>
{
    /// <summary>Doubles in a vector: half of the floats of a pair.</summary>
    static abstract int Count { get; }

    /// <summary>The same number everywhere.</summary>
    static abstract T Fill(double value);

    /// <summary>Neighbouring floats as doubles.</summary>
    static abstract void Load(FloatPointer source, out T low, out T high);

    /// <summary>Stores a pair as neighbouring floats, rounded.</summary>
    static abstract void Store(FloatPointer target, T low, T high);

    static abstract T Add(T left, T right);

    static abstract T Subtract(T left, T right);

    static abstract T Multiply(T left, T right);

    /// <summary>Divides finite numbers by a constant, rounded once.</summary>
    static abstract T Quotient(T value, double divisor);
}

/// <summary>Eight doubles.</summary>
internal readonly unsafe struct Doubles512 : IDoubles<Vector512<double>>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 8; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Fill(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(FloatPointer source, out Vector512<double> low, out Vector512<double> high) =>
        (low, high) = (Avx512F.ConvertToVector512Double(Vector256.Load(source)), Avx512F.ConvertToVector512Double(Vector256.Load(source + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatPointer target, Vector512<double> low, Vector512<double> high)
    {
        Avx512F.ConvertToVector256Single(low).Store(target);
        Avx512F.ConvertToVector256Single(high).Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> left, Vector512<double> right) => Avx512F.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> left, Vector512<double> right) => Avx512F.Subtract(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) => Avx512F.Multiply(left, right);

    // The quotient by the rounded reciprocal is at most one place off, and what is left of the dividend says which way (Markstein 1990).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Quotient(Vector512<double> value, double divisor)
    {
        var reciprocal = Vector512.Create(1 / divisor);
        var quotient = Avx512F.Multiply(value, reciprocal);
        return Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAddNegated(Vector512.Create(divisor), quotient, value), reciprocal, quotient);
    }
}

/// <summary>Four doubles.</summary>
internal readonly unsafe struct Doubles256 : IDoubles<Vector256<double>>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 4; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Fill(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(FloatPointer source, out Vector256<double> low, out Vector256<double> high) =>
        (low, high) = (Avx.ConvertToVector256Double(Vector128.Load(source)), Avx.ConvertToVector256Double(Vector128.Load(source + 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatPointer target, Vector256<double> low, Vector256<double> high)
    {
        Avx.ConvertToVector128Single(low).Store(target);
        Avx.ConvertToVector128Single(high).Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> left, Vector256<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> left, Vector256<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Quotient(Vector256<double> value, double divisor)
    {
        var reciprocal = Vector256.Create(1 / divisor);
        var quotient = value * reciprocal;
        return Fma.MultiplyAdd(Fma.MultiplyAddNegated(Vector256.Create(divisor), quotient, value), reciprocal, quotient);
    }
}

/// <summary>Two doubles.</summary>
internal readonly unsafe struct Doubles128 : IDoubles<Vector128<double>>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 2; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Fill(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(FloatPointer source, out Vector128<double> low, out Vector128<double> high) => (low, high) = Vector128.Widen(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatPointer target, Vector128<double> low, Vector128<double> high) => Vector128.Narrow(low, high).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> left, Vector128<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> left, Vector128<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> left, Vector128<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Quotient(Vector128<double> value, double divisor) => value / Vector128.Create(divisor);
}

/// <summary>One double at a time.</summary>
internal readonly unsafe struct DoublesScalar : IDoubles<double>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 1; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fill(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(FloatPointer source, out double low, out double high) => (low, high) = (source[0], source[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatPointer target, double low, double high) => (target[0], target[1]) = ((float)low, (float)high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double left, double right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double left, double right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double left, double right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Quotient(double value, double divisor) => value / divisor;
}
