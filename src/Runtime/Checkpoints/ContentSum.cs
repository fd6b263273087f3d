using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Checkpoints;

/// <summary>A number that stands for the bits of values, so that others are noticed: no defence against those who want to deceive.</summary>
internal struct ContentSum
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    private ulong first;
    private ulong second;
    private ulong third;
    private ulong fourth;

    /// <summary>The number for all that was added.</summary>
    public readonly ulong Value => BitOperations.RotateLeft(first, 7) ^ BitOperations.RotateLeft(second, 23) ^ BitOperations.RotateLeft(third, 41) ^ fourth;

    /// <summary>Adds values. Where they are added in parts, the parts have to be the same to come to the same number.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        // Four chains, for one would wait for each of its products.
        var words = MemoryMarshal.Cast<float, ulong>(values);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            first = Mix(first, words[i]);
            second = Mix(second, words[i + 1]);
            third = Mix(third, words[i + 2]);
            fourth = Mix(fourth, words[i + 3]);
        }

        for (; i < words.Length; i++) first = Mix(first, words[i]);
        if (values.Length % 2 != 0) second = Mix(second, BitConverter.SingleToUInt32Bits(values[^1]));
    }

    // Every step can be undone, so that two values that differ once stay different.
    private static ulong Mix(ulong sum, ulong word) => BitOperations.RotateLeft((sum ^ word) * Factor, 29) + 1;
}
