using System.Text;

namespace Sinter.Golden;

/// <summary>
/// The numbers that eng/goldens/formula.py makes, made again: inputs, labels and large weights are not stored.
/// The formula stands in that file.
/// </summary>
internal static class Formula
{
    /// <summary>Numbers in [low, high): worked out in double precision, rounded once.</summary>
    public static float[] Uniform(string name, long count, double low, double high) =>
        Fill<float>(name, count, unit => (float)(low + ((high - low) * unit)));

    /// <summary>Integers from 0 to <paramref name="choices"/> - 1.</summary>
    public static int[] Choices(string name, long count, int choices) =>
        Fill<int>(name, count, unit => (int)Math.Floor(unit * choices));

    /// <summary>A parameter: ±1/√(fan in) for two axes or more, else ±1/4.</summary>
    public static float[] Weight(string name, ReadOnlySpan<int> shape)
    {
        long fanIn = 1;
        for (var axis = 1; axis < shape.Length; axis++) fanIn *= shape[axis];
        var bound = shape.Length >= 2 ? 1 / Math.Sqrt(fanIn) : 0.25;
        return Uniform(name, fanIn * (shape.Length == 0 ? 1 : shape[0]), -bound, bound);
    }

    private static T[] Fill<T>(string name, long count, Func<double, T> value)
    {
        var (key, numbers) = (Key(name), new T[count]);
        for (var i = 0; i < numbers.Length; i++) numbers[i] = value((Mix(((uint)i * 0x9E3779B9u) + key) >> 8) * (1.0 / (1 << 24)));
        return numbers;
    }

    private static uint Key(string name)
    {
        var hash = 0x811C9DC5u;
        foreach (var letter in Encoding.UTF8.GetBytes(name)) hash = (hash ^ letter) * 0x01000193u;
        return hash;
    }

    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7FEB352Du;
        x ^= x >> 15;
        x *= 0x846CA68Bu;
        return x ^ (x >> 16);
    }
}
