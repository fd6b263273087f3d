namespace Sinter.Runtime;

/// <summary>Copies between managed spans and native memory.</summary>
public static unsafe class Transfer
{
    /// <summary>Copies all of <paramref name="source"/>.</summary>
    public static void Copy(ReadOnlySpan<float> source, FloatBuffer destination) =>
        source.CopyTo(new Span<float>(destination.Pointer, source.Length));

    /// <summary>Copies all of <paramref name="source"/> as integers: what is read back with <see cref="FloatBuffer.AsIntegers"/>.</summary>
    public static void Copy(ReadOnlySpan<int> source, FloatBuffer destination) =>
        source.CopyTo(new Span<int>(destination.Pointer, source.Length));

    /// <summary>Fills all of <paramref name="destination"/>.</summary>
    public static void Copy(FloatBuffer source, Span<float> destination) =>
        new ReadOnlySpan<float>(source.Pointer, destination.Length).CopyTo(destination);
}
