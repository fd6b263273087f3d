using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>Keys for the random numbers of one call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RandomKeys
{
    // Streams of one step are numbered from here, so that no two (step, stream) pairs of a run share a key.
    private const ulong StreamsPerStep = 0x100000;

    /// <summary>Writes a key of two raw 32-bit words for every stream: the arguments of <see cref="ISimd{V}.Uniform"/>.</summary>
    /// <param name="keys">Receives 2 * <paramref name="streams"/> words.</param>
    /// <param name="streams">How many independent sequences the network draws, at most 2^20.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="step">The number of the call, so that every one draws anew.</param>
    public static void Write(FloatBuffer keys, int streams, ulong seed, long step)
    {
        var words = keys.AsIntegers();
        for (var stream = 0; stream < streams; stream++)
        {
            var key = SplitMix64(seed ^ SplitMix64(((ulong)step * StreamsPerStep) + (ulong)stream));
            words[2L * stream] = (int)(uint)key;
            words[(2L * stream) + 1] = (int)(uint)(key >> 32);
        }
    }

    /// <summary>Scrambles 64 bits.</summary>
    internal static ulong SplitMix64(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
