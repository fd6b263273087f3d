namespace Sinter.Runtime;

/// <summary>
/// A vector of float lanes. Kernels and generated steps are written once over <typeparamref name="V"/> and compiled for every width:
/// <see cref="Simd512"/>, <see cref="Simd256"/>, <see cref="Simd128"/> and <see cref="SimdScalar"/>.
/// </summary>
/// <remarks>
/// Partial loads may read a whole vector and drop the lanes that were not asked for; partial stores never write more than asked.
/// Functions of lanes follow IEEE 754 and PyTorch: <see cref="Max"/> and <see cref="Min"/> return NaN where either side is NaN.
/// </remarks>
/// <typeparam name="V">The implementing vector.</typeparam>
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

    /// <summary>Reads <paramref name="count"/> floats (1 to <see cref="Count"/> - 1); the other lanes become <paramref name="fill"/>.</summary>
    static abstract V LoadPartial(FloatBuffer source, long index, int count, float fill);

    /// <summary>Reads and converts <paramref name="count"/> integers (1 to <see cref="Count"/> - 1); the other lanes become <paramref name="fill"/>.</summary>
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

    /// <summary>The value with the other sign, zero included.</summary>
    static abstract V operator -(V value);

    /// <summary>The larger; NaN where either is NaN.</summary>
    static abstract V Max(V left, V right);

    /// <summary>The smaller; NaN where either is NaN.</summary>
    static abstract V Min(V left, V right);

    /// <summary><paramref name="value"/> moved into [<paramref name="low"/>, <paramref name="high"/>], whose ends are not NaN; NaN stays NaN.</summary>
    static abstract V Clamp(V value, V low, V high);

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

    /// <summary><c>left * right + addend</c>, rounded once where the processor has fused multiply-add.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);

    /// <summary>1 where <paramref name="left"/> is less, else 0.</summary>
    static abstract V Less(V left, V right);

    /// <summary>1 where <paramref name="left"/> is less or equal, else 0.</summary>
    static abstract V LessOrEqual(V left, V right);

    /// <summary>1 where both are equal, else 0.</summary>
    static abstract V Equal(V left, V right);

    /// <summary><paramref name="then"/> where <paramref name="condition"/> is not 0 (NaN is not), else <paramref name="otherwise"/>.</summary>
    static abstract V Select(V condition, V then, V otherwise);

    /// <summary><paramref name="then"/> where <paramref name="left"/> is less than <paramref name="right"/>, else <paramref name="otherwise"/>.</summary>
    static abstract V SelectLess(V left, V right, V then, V otherwise);

    /// <summary>Whether <paramref name="left"/> is less than <paramref name="right"/> in any lane.</summary>
    static abstract bool AnyLess(V left, V right);

    /// <summary>
    /// <c>value * 2^exponent</c> for integral exponents from -252 to 254, right down to denormals and zero and up to infinity as long as
    /// <paramref name="value"/> lies between 2^-50 and 2^50.
    /// </summary>
    static abstract V ScaleByPowerOfTwo(V value, V exponent);

    /// <summary>The power of two to which a positive value is its <see cref="Mantissa"/>; denormals are fine, 0, infinity and NaN are not.</summary>
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
