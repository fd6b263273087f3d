namespace Sinter.Generator.Tests.Interpreter;

/// <summary>The counter-based random numbers, in exact integer arithmetic.</summary>
internal static class UniformEvaluator
{
    public static (uint Key0, uint Key1) Keys(ulong seed, long step, int stream)
    {
        var key = SplitMix64(seed ^ SplitMix64(unchecked(((ulong)step * 0x100000) + (ulong)stream)));
        return ((uint)key, (uint)(key >> 32));
    }

    public static double Uniform((uint Key0, uint Key1) keys, long index)
    {
        unchecked
        {
            var x = ((uint)index * 0x9E3779B9u) + keys.Key0;
            x = Mix(x);
            x = Mix(x ^ keys.Key1 ^ (uint)(index >> 32));
            return (x >> 8) * (1.0 / (1 << 24));
        }
    }

    private static uint Mix(uint x)
    {
        unchecked
        {
            x ^= x >> 16;
            x *= 0x7feb352d;
            x ^= x >> 15;
            x *= 0x846ca68b;
            return x ^ (x >> 16);
        }
    }

    private static ulong SplitMix64(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
