using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>A square of at most 4 x 4 outputs, and where it lies.</summary>
/// <param name="Output">Its first pixel, at the first channel of a panel.</param>
/// <param name="Channels">Channels of an output pixel.</param>
/// <param name="Pixel">The number of its first pixel, as the epilogue counts rows.</param>
/// <param name="Width">Pixels of an output row.</param>
/// <param name="Column">The first channel.</param>
/// <param name="Columns">Channels of the panel.</param>
/// <param name="Rows">Rows of the square that lie within the output.</param>
/// <param name="Across">Columns of the square that lie within the output.</param>
internal readonly record struct WinogradSquare(
    FloatBuffer Output, int Channels, long Pixel, int Width, int Column, int Columns, int Rows, int Across);

/// <summary>
/// The transforms of F(4 x 4, 3 x 3) with the points 0, ±a, ±b and infinity, for a = 5/8 and b = 3/2, over all channels of a pixel.
/// </summary>
/// <remarks>
/// From the Lagrange polynomials of the points (Toom 1963, Cook 1966). Pairs of points with opposite signs share the even and the odd
/// part of a polynomial: 12 multiply-adds transform six pixels.
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Rows and columns of the outputs of a tile.</summary>
    public const int Side = ConvolutionShape.WinogradSide;

    /// <summary>Rows and columns of the pixels under a tile.</summary>
    public const int Span = 6;

    /// <summary>What an error is at most, in units of the greatest error that the plain sum could have.</summary>
    public const float ErrorFactor = 4;

    public const float A = 0.625f, B = 1.5f;

    private const float A2 = A * A, B2 = B * B, Product = A2 * B2, Sum = A2 + B2;

    private const int Widest = ConvolutionShape.WinogradChannels;

    /// <summary>Whether a convolution can be computed this way.</summary>
    public static bool Suits(in ConvolutionShape shape) => shape.WinogradObstacle == WinogradObstacle.None;

    /// <summary>Transforms 6 x 6 pixels, whose channels lie side by side, along both axes.</summary>
    /// <param name="pixels">The pixels, row by row.</param>
    /// <param name="channels">Floats of a pixel, a multiple of 16.</param>
    /// <param name="target">The first position; the others follow at a distance.</param>
    /// <param name="stride">Floats from one position to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformPixels<V>(FloatPointer* pixels, int channels, FloatBuffer target, long stride)
        where V : struct, ISimd<V>
    {
        var room = stackalloc float[(ScratchSizes.WinogradPositions + 1) * Widest];
        var held = new FloatBuffer(Aligned(room));
        Planned.Limit(ref held, ScratchSizes.WinogradPositions * Widest, "pixels of a tile");
        for (var channel = 0; channel < channels; channel += V.Count)
        {
            for (var row = 0; row < Span; row++)
            {
                var line = pixels + (row * Span);
                var x0 = V.Load(new FloatBuffer(line[0]), channel);
                var x1 = V.Load(new FloatBuffer(line[1]), channel);
                var x2 = V.Load(new FloatBuffer(line[2]), channel);
                var x3 = V.Load(new FloatBuffer(line[3]), channel);
                var x4 = V.Load(new FloatBuffer(line[4]), channel);
                var x5 = V.Load(new FloatBuffer(line[5]), channel);
                StorePoints(x0, x1, x2, x3, x4, x5, held.At(row * V.Count), Span * V.Count);
            }

            for (var column = 0; column < Span; column++)
            {
                var line = held.At(column * Span * V.Count);
                var x0 = V.Load(line, 0);
                var x1 = V.Load(line, V.Count);
                var x2 = V.Load(line, 2 * V.Count);
                var x3 = V.Load(line, 3 * V.Count);
                var x4 = V.Load(line, 4 * V.Count);
                var x5 = V.Load(line, 5 * V.Count);
                StorePoints(x0, x1, x2, x3, x4, x5, target.At((column * stride) + channel), Span * stride);
            }
        }
    }

    // Where a vector of any width lies within one line of the cache.
    private static float* Aligned(float* room) => (float*)(((nuint)room + 63) & ~(nuint)63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePoints<V>(V x0, V x1, V x2, V x3, V x4, V x5, FloatBuffer target, long stride)
        where V : struct, ISimd<V>
    {
        var product = V.Fill(Product);
        var sum = V.Fill(-Sum);
        V.Store(V.MultiplyAdd(product, x0, V.MultiplyAdd(sum, x2, x4)), target, 0);
        var even = V.MultiplyAdd(V.Fill(-B2), x2, x4);
        var odd = V.MultiplyAdd(V.Fill(-B2), x1, x3);
        V.Store(V.MultiplyAdd(V.Fill(A), odd, even), target, stride);
        V.Store(V.MultiplyAdd(V.Fill(-A), odd, even), target, 2 * stride);
        even = V.MultiplyAdd(V.Fill(-A2), x2, x4);
        odd = V.MultiplyAdd(V.Fill(-A2), x1, x3);
        V.Store(V.MultiplyAdd(V.Fill(B), odd, even), target, 3 * stride);
        V.Store(V.MultiplyAdd(V.Fill(-B), odd, even), target, 4 * stride);
        V.Store(V.MultiplyAdd(product, x1, V.MultiplyAdd(sum, x3, x5)), target, 5 * stride);
    }

    /// <summary>Brings the sums of the 36 positions back to 4 x 4 outputs, and stores them behind the epilogue.</summary>
    /// <param name="sums">The first position; the others follow at a distance.</param>
    /// <param name="stride">Floats from one position to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishSums<V, TEpilogue>(FloatBuffer sums, long stride, in WinogradSquare square, ReadOnlySpan<FloatBuffer> operands)
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        var room = stackalloc float[((Side * Span) + 1) * Widest];
        var held = new FloatBuffer(Aligned(room));
        Planned.Limit(ref held, Side * Span * Widest, "sums of a tile");
        for (var channel = 0; channel < square.Columns; channel += V.Count)
        {
            for (var column = 0; column < Span; column++)
            {
                Interpolate(sums.At((column * stride) + channel), Span * stride, out V y0, out V y1, out V y2, out V y3);
                var line = held.At(column * V.Count);
                V.Store(y0, line, 0);
                V.Store(y1, line, Span * V.Count);
                V.Store(y2, line, 2 * Span * V.Count);
                V.Store(y3, line, 3 * Span * V.Count);
            }

            for (var row = 0; row < square.Rows; row++)
            {
                Interpolate(held.At(row * Span * V.Count), V.Count, out V y0, out V y1, out V y2, out V y3);
                var pixel = square.Pixel + ((long)row * square.Width);
                var output = square.Output.At(((long)row * square.Width * square.Channels) + channel);
                var place = square.Column + channel;
                V.Store(TEpilogue.Apply(y0, operands, pixel, place), output, 0);
                if (square.Across > 1) V.Store(TEpilogue.Apply(y1, operands, pixel + 1, place), output, square.Channels);
                if (square.Across > 2) V.Store(TEpilogue.Apply(y2, operands, pixel + 2, place), output, 2L * square.Channels);
                if (square.Across > 3) V.Store(TEpilogue.Apply(y3, operands, pixel + 3, place), output, 3L * square.Channels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interpolate<V>(FloatBuffer source, long stride, out V y0, out V y1, out V y2, out V y3)
        where V : struct, ISimd<V>
    {
        var x1 = V.Load(source, stride);
        var x2 = V.Load(source, 2 * stride);
        var x3 = V.Load(source, 3 * stride);
        var x4 = V.Load(source, 4 * stride);
        var (sumA, sumB) = (x1 + x2, x3 + x4);
        var (differenceA, differenceB) = (x1 - x2, x3 - x4);
        y0 = V.Load(source, 0) + sumA + sumB;
        y1 = V.MultiplyAdd(V.Fill(A), differenceA, V.Fill(B) * differenceB);
        y2 = V.MultiplyAdd(V.Fill(A2), sumA, V.Fill(B2) * sumB);
        y3 = V.MultiplyAdd(V.Fill(A * A2), differenceA, V.MultiplyAdd(V.Fill(B * B2), differenceB, V.Load(source, 5 * stride)));
    }
}
