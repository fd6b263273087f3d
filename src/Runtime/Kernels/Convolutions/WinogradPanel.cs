using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

/// <summary>
/// Transforms a panel of a packed weight where it is needed: to the same bits as <see cref="Convolution.TransformWeight"/> does, a row of
/// six positions at a time, which stays in a cache until it is used.
/// </summary>
internal static unsafe class WinogradPanel
{
    private const int Width = ScratchSizes.PanelWidth;
    private const double A = Winograd.A, B = Winograd.B;
    private const double ScaleA = 1 / (2 * A * A * ((A * A) - (B * B))), ScaleB = 1 / (2 * B * B * ((B * B) - (A * A)));

    /// <summary>Transforms one row of positions.</summary>
    /// <param name="target"><c>[channels][6][32]</c>: lines of a cache one after the other, for places a power of two apart have the same place in it.</param>
    /// <param name="panel"><c>[9][channels][32]</c>: a panel of the weight.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="row">Which of the six rows.</param>
    public static void TransformRow(FloatPointer target, FloatPointer panel, int channels, int row)
    {
        if (CpuFeatures.HasAvx512) TransformRow<Doubles512, Vector512<double>>(target, panel, channels, row);
        else if (CpuFeatures.HasAvx2) TransformRow<Doubles256, Vector256<double>>(target, panel, channels, row);
        else if (CpuFeatures.HasVector128) TransformRow<Doubles128, Vector128<double>>(target, panel, channels, row);
        else TransformRow<DoublesScalar, double>(target, panel, channels, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformRow<TDoubles, T>(FloatPointer target, FloatPointer panel, int channels, int row)
        where TDoubles : struct, IDoubles<T>
    {
        var length = (long)channels * Width;
        var point = row switch { 1 => A, 2 => -A, 3 => B, _ => -B };
        var (first, second, scale) = (TDoubles.Fill(point), TDoubles.Fill(point * point), TDoubles.Fill(row <= 2 ? ScaleA : ScaleB));
        for (var place = 0L; place < length; place += 2 * TDoubles.Count)
        {
            var window = panel + place;
            T low0, low1, low2, high0, high1, high2;
            if (row is 0 or 5)
            {
                // The polynomial at 0 is its first coefficient, at infinity its last.
                var line = window + (row == 0 ? 0 : 6 * length);
                TDoubles.Load(line, out low0, out high0);
                TDoubles.Load(line + length, out low1, out high1);
                TDoubles.Load(line + (2 * length), out low2, out high2);
                if (row == 0)
                {
                    (low0, low1, low2) = (AtZero<TDoubles, T>(low0), AtZero<TDoubles, T>(low1), AtZero<TDoubles, T>(low2));
                    (high0, high1, high2) = (AtZero<TDoubles, T>(high0), AtZero<TDoubles, T>(high1), AtZero<TDoubles, T>(high2));
                }
            }
            else
            {
                Column<TDoubles, T>(window, length, first, second, scale, out low0, out high0);
                Column<TDoubles, T>(window + length, length, first, second, scale, out low1, out high1);
                Column<TDoubles, T>(window + (2 * length), length, first, second, scale, out low2, out high2);
            }

            var output = target + ((place / Width * 6 * Width) + (place % Width));
            TDoubles.Store(output, AtZero<TDoubles, T>(low0), AtZero<TDoubles, T>(high0));
            Pair<TDoubles, T>(output + Width, A, ScaleA, low0, low1, low2, high0, high1, high2);
            Pair<TDoubles, T>(output + (3 * Width), B, ScaleB, low0, low1, low2, high0, high1, high2);
            TDoubles.Store(output + (5 * Width), low2, high2);
        }
    }

    // A column of the window at the point of the row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TDoubles, T>(FloatPointer window, long length, T first, T second, T scale, out T low, out T high)
        where TDoubles : struct, IDoubles<T>
    {
        TDoubles.Load(window, out var low0, out var high0);
        TDoubles.Load(window + (3 * length), out var low1, out var high1);
        TDoubles.Load(window + (6 * length), out var low2, out var high2);
        low = TDoubles.Multiply(TDoubles.Add(TDoubles.Add(low0, TDoubles.Multiply(first, low1)), TDoubles.Multiply(second, low2)), scale);
        high = TDoubles.Multiply(TDoubles.Add(TDoubles.Add(high0, TDoubles.Multiply(first, high1)), TDoubles.Multiply(second, high2)), scale);
    }

    // The polynomial at a point and at its negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<TDoubles, T>(FloatPointer target, double point, double scale, T low0, T low1, T low2, T high0, T high1, T high2)
        where TDoubles : struct, IDoubles<T>
    {
        var (first, second, factor) = (TDoubles.Fill(point), TDoubles.Fill(point * point), TDoubles.Fill(scale));
        var (lowOdd, highOdd) = (TDoubles.Multiply(first, low1), TDoubles.Multiply(first, high1));
        var (lowEven, highEven) = (TDoubles.Multiply(second, low2), TDoubles.Multiply(second, high2));
        TDoubles.Store(
            target, TDoubles.Multiply(TDoubles.Add(TDoubles.Add(low0, lowOdd), lowEven), factor),
            TDoubles.Multiply(TDoubles.Add(TDoubles.Add(high0, highOdd), highEven), factor));
        TDoubles.Store(
            target + Width, TDoubles.Multiply(TDoubles.Add(TDoubles.Subtract(low0, lowOdd), lowEven), factor),
            TDoubles.Multiply(TDoubles.Add(TDoubles.Subtract(high0, highOdd), highEven), factor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AtZero<TDoubles, T>(T value)
        where TDoubles : struct, IDoubles<T> => TDoubles.Quotient(value, A * A * B * B);
}
