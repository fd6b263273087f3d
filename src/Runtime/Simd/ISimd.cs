using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// A vector of float lanes. Kernels and generated steps are written once over <typeparamref name="V"/> and compiled for every width:
/// <see cref="Simd512"/>, <see cref="Simd256"/>, <see cref="Simd128"/> and <see cref="SimdScalar"/>.
/// </summary>
/// <remarks>
/// Partial loads may read a whole vector and drop the lanes that were not asked for; partial stores never write more than asked.
/// Operands that are one number for all lanes may be given as such: it is the same as <see cref="Fill"/> but cheaper to compile, for the
/// JIT stops inlining in methods of several hundred calls. Functions of lanes follow IEEE 754 and PyTorch: <c>Max</c> and <c>Min</c>
/// return NaN where either side is NaN.
/// </remarks>
/// <typeparam name="V">The implementing vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<V>
    where V : struct, ISimd<V>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Count { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract V Fill(float value);

    /// <summary><paramref name="start"/>, <paramref name="start"/> + 1, and so on.</summary>
    static abstract V Iota(float start);

    /// <summary>Reads <see cref="Count"/> floats beginning at <paramref name="index"/>.</summary>
    static abstract V Load(FloatBuffer source, long index);

    /// <summary>Reads <see cref="Count"/> integers beginning at <paramref name="index"/> and converts them to float.</summary>
    static abstract V Load(IntBuffer source, long index);

    /// <summary>Reads <paramref name="count"/> floats (1 to Count - 1); the other lanes become <paramref name="fill"/>.</summary>
    static abstract V LoadPartial(FloatBuffer source, long index, int count, float fill);

    /// <summary>Reads and converts <paramref name="count"/> integers; the other lanes become <paramref name="fill"/>.</summary>
    static abstract V LoadPartial(IntBuffer source, long index, int count, float fill);

    /// <summary>Writes all lanes beginning at <paramref name="index"/>.</summary>
    static abstract void Store(V value, FloatBuffer destination, long index);

    /// <summary>Writes the first <paramref name="count"/> lanes (1 to <see cref="Count"/> - 1) and nothing else.</summary>
    static abstract void StorePartial(V value, FloatBuffer destination, long index, int count);

    /// <summary>The first <paramref name="count"/> lanes of <paramref name="value"/>; the others become <paramref name="fill"/>.</summary>
    static abstract V KeepFirst(V value, int count, float fill);

    /// <summary>The sum.</summary>
    static abstract V operator +(V left, V right);

    /// <summary>The difference.</summary>
    static abstract V operator -(V left, V right);

    /// <summary>The product.</summary>
    static abstract V operator *(V left, V right);

    /// <summary>The quotient.</summary>
    static abstract V operator /(V left, V right);

    /// <summary>
    /// The quotient within 0.51 ULP, or 1 ULP where it is denormal, faster than the exactly rounded one where dividing is slow. Only for
    /// divisors from 1 to 1e30, and dividends of at most 1e30. A dividend of zero may lose its sign.
    /// </summary>
    static abstract V Quotient(V left, V right);

    /// <summary>The sum with one number.</summary>
    static abstract V operator +(V left, float right);

    /// <summary>The difference to one number.</summary>
    static abstract V operator -(V left, float right);

    /// <summary>The difference from one number.</summary>
    static abstract V operator -(float left, V right);

    /// <summary>The product with one number.</summary>
    static abstract V operator *(V left, float right);

    /// <summary>The quotient by one number.</summary>
    static abstract V operator /(V left, float right);

    /// <summary>The quotient of one number.</summary>
    static abstract V operator /(float left, V right);

    /// <summary>The value with the other sign, zero included.</summary>
    static abstract V operator -(V value);

    /// <summary>The larger; NaN where either is NaN.</summary>
    static abstract V Max(V left, V right);

    /// <summary>The smaller; NaN where either is NaN.</summary>
    static abstract V Min(V left, V right);

    /// <summary>The larger, where <paramref name="right"/> is not NaN; NaN stays NaN.</summary>
    static abstract V Max(V left, float right);

    /// <summary>The smaller, where <paramref name="right"/> is not NaN; NaN stays NaN.</summary>
    static abstract V Min(V left, float right);

    /// <summary>The nearest value within [<paramref name="low"/>, <paramref name="high"/>], which are not NaN; NaN stays NaN.</summary>
    static abstract V Clamp(V value, V low, V high);

    /// <summary>The nearest value within [<paramref name="low"/>, <paramref name="high"/>], which are not NaN; NaN stays NaN.</summary>
    static abstract V Clamp(V value, float low, float high);

    /// <summary>The value without its sign.</summary>
    static abstract V Abs(V value);

    /// <summary>-1, 0 or 1; 0 for NaN.</summary>
    static abstract V Sign(V value);

    /// <summary>The size of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>The square root, correctly rounded.</summary>
    static abstract V Sqrt(V value);

    /// <summary>The largest integer not above the value.</summary>
    static abstract V Floor(V value);

    /// <summary>The smallest integer not below the value.</summary>
    static abstract V Ceil(V value);

    /// <summary>The nearest integer, the even one of two.</summary>
    static abstract V Round(V value);

    /// <summary><c>left * right + addend</c>, rounded once where the processor has fused multiply-add.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);

    /// <summary><c>left * right + addend</c> with one addend.</summary>
    static abstract V MultiplyAdd(V left, V right, float addend);

    /// <summary><c>left * right + addend</c> with one factor.</summary>
    static abstract V MultiplyAdd(V left, float right, V addend);

    /// <summary>c0 + c1 x + c2 x^2 + c3 x^3.</summary>
    static abstract V Polynomial(V x, float c0, float c1, float c2, float c3);

    /// <summary>c0 + c1 x + ... + c4 x^4.</summary>
    static abstract V Polynomial(V x, float c0, float c1, float c2, float c3, float c4);

    /// <summary>c0 + c1 x + ... + c7 x^7.</summary>
    static abstract V Polynomial(V x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7);

    /// <summary>c0 + c1 x + ... + c8 x^8.</summary>
    static abstract V Polynomial(V x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7, float c8);

    /// <summary>1 where <paramref name="left"/> is less, else 0.</summary>
    static abstract V Less(V left, V right);

    /// <summary>1 where <paramref name="left"/> is less or equal, else 0.</summary>
    static abstract V LessOrEqual(V left, V right);

    /// <summary>1 where both are equal, else 0.</summary>
    static abstract V Equal(V left, V right);

    /// <summary><paramref name="then"/> where the condition is not 0, else <paramref name="otherwise"/>.</summary>
    static abstract V Select(V condition, V then, V otherwise);

    /// <summary><paramref name="then"/> where <paramref name="left"/> is the lesser, else <paramref name="otherwise"/>.</summary>
    static abstract V SelectLess(V left, V right, V then, V otherwise);

    /// <summary>Whether <paramref name="left"/> is less than <paramref name="right"/> in any lane.</summary>
    static abstract bool AnyLess(V left, V right);

    /// <summary>
    /// <c>value * 2^exponent</c> for integral exponents from -252 to 254, right down to denormals and zero and up to infinity as long as
    /// <paramref name="value"/> lies between 2^-50 and 2^50.
    /// </summary>
    static abstract V ScaleByPowerOfTwo(V value, V exponent);

    /// <summary>The power of two in a positive finite number, denormals included: see <see cref="Mantissa"/>.</summary>
    static abstract V Exponent(V value);

    /// <summary><c>value * 2^-Exponent(value)</c>, which lies within [sqrt(1/2), sqrt(2)).</summary>
    static abstract V Mantissa(V value);

    /// <summary>
    /// Random numbers in [0, 1) with 24 bits: lane i belongs to <c>index + i</c>, whatever the width and wherever the vector begins.
    /// </summary>
    static abstract V Uniform(uint key0, uint key1, long index);

    /// <summary>The sum of all lanes; halves are added to each other until one lane is left.</summary>
    static abstract float SumLanes(V value);

    /// <summary>The largest of all lanes; NaN if any lane is NaN.</summary>
    static abstract float MaxLanes(V value);
}
