using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>Copies between managed spans and native memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Transfer
{
    /// <summary>Copies all of <paramref name="source"/>.</summary>
    public static void Copy(ReadOnlySpan<float> source, FloatBuffer destination) => source.CopyTo(Writable(destination.Pointer, source.Length));

    /// <summary>Copies all of <paramref name="source"/> as integers: what is read back with <see cref="FloatBuffer.AsIntegers"/>.</summary>
    public static void Copy(ReadOnlySpan<int> source, FloatBuffer destination) =>
        source.CopyTo(MemoryMarshal.Cast<float, int>(Writable(destination.Pointer, source.Length)));

    /// <summary>Copies a table most of whose numbers are 0.</summary>
    /// <param name="length">How many numbers it has.</param>
    /// <param name="places">Where the others are.</param>
    /// <param name="values">The others.</param>
    /// <param name="destination">Receives all of them.</param>
    public static void Copy(int length, ReadOnlySpan<int> places, ReadOnlySpan<float> values, FloatBuffer destination)
    {
        var table = Writable(destination.Pointer, length);
        table.Clear();
        for (var index = 0; index < places.Length; index++) table[places[index]] = values[index];
    }

    /// <summary>Fills all of <paramref name="destination"/>.</summary>
    public static void Copy(FloatBuffer source, Span<float> destination) => Readable(source.Pointer, destination.Length).CopyTo(destination);

    /// <summary>Fills all of <paramref name="destination"/> with whole numbers, without what is behind the point. NaN gives 0, what is out of range the nearest integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(FloatBuffer source, Span<int> destination)
    {
        var values = Readable(source.Pointer, destination.Length);
        for (var i = 0; i < values.Length; i++) destination[i] = (int)values[i];
    }

    /// <summary>Fills all of <paramref name="destination"/> from memory that integers have been copied to.</summary>
    public static void CopyIntegers(FloatBuffer source, Span<int> destination) =>
        MemoryMarshal.Cast<float, int>(Readable(source.Pointer, destination.Length)).CopyTo(destination);

    /// <summary>Native memory that is written as a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Span<float> Writable(FloatPointer place, int length)
    {
#if SINTER_CHECKED
        return new(place.Write(length), length);
#else
        return new(place, length);
#endif
    }

    /// <summary>Native memory that is read as a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<float> Readable(FloatPointer place, int length)
    {
#if SINTER_CHECKED
        return new(place.ReadExactly(length), length);
#else
        return new(place, length);
#endif
    }
}
