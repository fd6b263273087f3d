using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>The end of a row, where fewer elements are left than a vector has lanes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lanes
{
    /// <summary>Writes all lanes, or only as many as <paramref name="remaining"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V value, FloatBuffer destination, long index, long remaining)
        where V : struct, ISimd<V>
    {
        if (remaining >= V.Count) V.Store(value, destination, index);
        else V.StorePartial(value, destination, index, (int)remaining);
    }

    /// <summary>Writes the first lane alone: the value of a whole row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne<V>(V value, FloatBuffer destination, long index)
        where V : struct, ISimd<V> => Store(value, destination, index, remaining: 1);

    /// <summary>The value with the lanes behind <paramref name="remaining"/> replaced by what a reduction passes over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Keep<V>(V value, long remaining, float fill)
        where V : struct, ISimd<V> => remaining >= V.Count ? value : V.KeepFirst(value, (int)remaining, fill);

    /// <summary>The random number of one element, where all lanes of a row share it.</summary>
    /// <param name="key0">The first word of the stream's key.</param>
    /// <param name="key1">The second word.</param>
    /// <param name="index">The element.</param>
    /// <returns>A number from 0 up to, and without, 1.</returns>
    public static float Uniform(uint key0, uint key1, long index) => CounterRandom.Uniform(key0, key1, index);
}
