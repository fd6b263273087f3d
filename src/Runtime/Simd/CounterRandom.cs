using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Random numbers computed from a key and a position alone, so that any lane of any thread can compute its own.</summary>
internal static class CounterRandom
{
    public const uint Weyl = 0x9E3779B9u;
    public const uint Multiplier0 = 0x7feb352du;
    public const uint Multiplier1 = 0x846ca68bu;
    public const float Scale = 1f / (1 << 24);

    /// <summary>The number in [0, 1) at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Uniform(uint key0, uint key1, long index)
    {
        var bits = Mix(((uint)index * Weyl) + key0);
        bits = Mix(bits ^ key1 ^ (uint)(index >> 32));
        return (int)(bits >> 8) * Scale;
    }

    /// <summary>Whether a vector of 16 positions has one upper half of its index in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LanesShareUpperHalf(long index) => (uint)index <= uint.MaxValue - 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint bits)
    {
        bits ^= bits >> 16;
        bits *= Multiplier0;
        bits ^= bits >> 15;
        bits *= Multiplier1;
        return bits ^ (bits >> 16);
    }
}
