using System.Numerics;

namespace Sinter.Runtime;

/// <summary>xoshiro256** (Blackman and Vigna 2018): the same numbers on every platform and in every version, unlike <see cref="Random"/>.</summary>
internal struct Xoshiro256
{
    private ulong s0, s1, s2, s3;

    /// <summary>Starts stream <paramref name="stream"/> of <paramref name="seed"/>.</summary>
    public Xoshiro256(ulong seed, ulong stream)
    {
        var state = seed ^ Mix(stream + Golden);
        s0 = Mix(state += Golden);
        s1 = Mix(state += Golden);
        s2 = Mix(state += Golden);
        s3 = Mix(state + Golden);
    }

    private const ulong Golden = 0x9E3779B97F4A7C15UL;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), with 53 bits.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by the polar method (Marsaglia 1962). One of each pair is dropped, which keeps the state to four words.</summary>
    public double NextNormal()
    {
        while (true)
        {
            var x = (2 * NextUniform()) - 1;
            var y = (2 * NextUniform()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
