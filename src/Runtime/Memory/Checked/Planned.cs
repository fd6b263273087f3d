using System.Diagnostics;

namespace Sinter.Runtime;

/// <summary>
/// States what memory was planned for a place. The checked build holds every access against it; in any other build not one of these calls
/// is compiled, nor are its arguments.
/// </summary>
internal static unsafe class Planned
{
    /// <summary>The symbol of the checked build.</summary>
    public const string Symbol = "SINTER_CHECKED";

    /// <summary>The place holds so many floats from where it points to, and no kernel writes behind them.</summary>
    /// <param name="place">If it has a range already, the floats must lie within.</param>
    /// <param name="length">How many.</param>
    /// <param name="name">What an exception calls it; null for what it is called already.</param>
    [Conditional(Symbol)]
    public static void Limit(ref FloatPointer place, long length, string? name = null)
    {
#if SINTER_CHECKED
        place = place.Limited(length, name);
#endif
    }

    /// <inheritdoc cref="Limit(ref FloatPointer, long, string)"/>
    [Conditional(Symbol)]
    public static void Limit(ref FloatBuffer place, long length, string? name = null)
    {
#if SINTER_CHECKED
        place = new FloatBuffer(place.Pointer.Limited(length, name));
#endif
    }

    /// <summary>The range has moved with the place: it is that of another thread.</summary>
    /// <param name="place">Points <paramref name="offset"/> floats further on than it did.</param>
    /// <param name="offset">In floats.</param>
    [Conditional(Symbol)]
    public static void Follow(ref FloatBuffer place, long offset)
    {
#if SINTER_CHECKED
        place = new FloatBuffer(place.Pointer.Following(offset));
#endif
    }

    /// <summary>Nothing is written there.</summary>
    [Conditional(Symbol)]
    public static void ReadOnly(ref FloatBuffer place)
    {
#if SINTER_CHECKED
        place = new FloatBuffer(place.Pointer.With(PlaceTraits.ReadOnly));
#endif
    }

    /// <summary>No vector reads on behind the last float: what lies there is not ours, or nothing needs it.</summary>
    [Conditional(Symbol)]
    public static void ExactReads(ref FloatBuffer place, bool when = true)
    {
#if SINTER_CHECKED
        if (when) place = new FloatBuffer(place.Pointer.With(PlaceTraits.ExactReads));
#endif
    }

    /// <summary>A call begins.</summary>
    [Conditional(Symbol)]
    public static void Begin()
    {
#if SINTER_CHECKED
        CheckedCalls.Add();
#endif
    }

    /// <summary>So many floats are about to be written one by one.</summary>
    [Conditional(Symbol)]
    public static void Write(FloatPointer place, int count)
    {
#if SINTER_CHECKED
        place.Write(count);
#endif
    }

    /// <summary>What a call before has left there is gone: NaNs whoever reads it, as floats, and no index of any table.</summary>
    [Conditional(Symbol)]
    public static void Forget(FloatBuffer place, long length)
    {
#if SINTER_CHECKED
        const int SignalingNaN = 0x7FA0_DEAD;
        const int Part = 1 << 28;
        var words = place.AsIntegers().Pointer;
        for (; length > 0; length -= Part, words += Part)
        {
            var count = (int)Math.Min(Part, length);
            new Span<int>(words.Write(count), count).Fill(SignalingNaN);
        }
#endif
    }
}
