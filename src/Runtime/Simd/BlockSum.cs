using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// A sum of any length in each lane. A loop adds up to <see cref="Steps"/> terms plainly and hands their sum over; what adding it rounds away
/// is kept and joins the next block (Kahan 1965, "Further remarks on reducing truncation errors"), so the error is that of a block, however
/// many blocks there are.
/// </summary>
/// <remarks>
/// In a block of 64 terms of one sign the relative error is at most 0.37 * 64 * 2^-24 = 1.4e-6 if all terms round the same way, as equal
/// terms do, and about 1e-7 if they do not.
/// </remarks>
/// <typeparam name="V">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct BlockSum<V>
    where V : struct, ISimd<V>
{
    /// <summary>The terms of a block in each lane.</summary>
    public const int Steps = 64;

    private V high;
    private V low;

    /// <summary>The elements of a block along the lanes.</summary>
    public static int Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Steps * V.Count;
    }

    /// <summary>The sum of all blocks; infinite or NaN where plain addition makes it so.</summary>
    public readonly V Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Join(high, low);
    }

    /// <summary>The sum of the lanes of <see cref="Total"/>.</summary>
    public readonly float OfLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.SumLanes(Total);
    }

    /// <summary>Behind the last element of the block along the lanes that begins at <paramref name="begin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long EndOfLanes(long begin, long end) => Math.Min(end, begin + Length);

    /// <summary>Behind the last row of the block of rows that begins at <paramref name="begin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long EndOfRows(long begin, long end) => Math.Min(end, begin + Steps);

    /// <summary>Adds the sum of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(V block) => Fold(block, ref high, ref low);

    // What is kept is exact where the sum so far is the larger side. Where it is not, what is lost is a rounding error of the block, which has
    // some itself. Nothing is kept of an infinity: it would be NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fold(V block, ref V high, ref V low)
    {
        block += low;
        var sum = high + block;
        low = V.SelectLess(V.Abs(sum), V.Fill(float.PositiveInfinity), block - (sum - high), V.Fill(0f));
        high = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Join(V high, V low) => high + low;
}
