using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Outputs of one row and one vector of channels whose windows lie inside of the image from left to right.</summary>
internal unsafe struct DepthwiseWindows
{
    /// <summary>The first element the first window reads.</summary>
    public FloatPointer Image;

    /// <summary>Floats from one row of a window to the next, from one column to the next, and from one window to the next.</summary>
    public long RowStep;
    public long ColumnStep;
    public long Advance;

    /// <summary>The first row of the weight that is used, and the floats from one element of the weight to the next.</summary>
    public FloatPointer Weight;
    public long WeightStep;

    public FloatBuffer Output;
    public long OutputStep;
    public int Count;

    /// <summary>The first output, as the epilogue counts rows and columns.</summary>
    public long Pixel;
    public int Channel;

    /// <summary>Goes on to the channels behind these.</summary>
    public void Move(int channels)
    {
        Image += channels;
        Weight += channels;
        Output = Output.At(channels);
        Channel += channels;
    }
}

/// <summary>
/// Depthwise windows of 3 x 3, by far the most frequent. All nine weights stay in registers while a row of outputs goes by, and an output
/// is finished in its register: where channels are many and rows short, setting up register tiles would take longer than the sums.
/// </summary>
internal static unsafe class DepthwiseWindow
{
    public const int Side = 3;

    /// <summary>Computes outputs that use so many rows of the window; those above or below the image are left out.</summary>
    public static void Multiply<V, TEpilogue>(in DepthwiseWindows windows, int rows, ReadOnlySpan<FloatBuffer> operands)
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        if (rows == 3) Multiply<V, TEpilogue, Three>(windows, operands);
        else if (rows == 2) Multiply<V, TEpilogue, Two>(windows, operands);
        else if (rows == 1) Multiply<V, TEpilogue, One>(windows, operands);
        else MultiplyPart<V, TEpilogue>(windows, 0, 0, operands);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<V, TEpilogue, TRows>(in DepthwiseWindows windows, ReadOnlySpan<FloatBuffer> operands)
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
        where TRows : struct, IConstant
    {
        var weight = windows.Weight;
        var step = windows.WeightStep;
        V w00 = At<V>(weight), w01 = At<V>(weight + step), w02 = At<V>(weight + (2 * step));
        V w10 = default, w11 = default, w12 = default, w20 = default, w21 = default, w22 = default;
        if (TRows.Value > 1)
        {
            weight += Side * step;
            (w10, w11, w12) = (At<V>(weight), At<V>(weight + step), At<V>(weight + (2 * step)));
        }

        if (TRows.Value > 2)
        {
            weight += Side * step;
            (w20, w21, w22) = (At<V>(weight), At<V>(weight + step), At<V>(weight + (2 * step)));
        }

        var row0 = windows.Image;
        var row1 = row0 + windows.RowStep;
        var row2 = row1 + windows.RowStep;
        var columnStep = windows.ColumnStep;
        var advance = windows.Advance;
        var output = windows.Output;
        for (var i = 0; i < windows.Count; i++)
        {
            var sum = V.MultiplyAdd(At<V>(row0), w00, V.Fill(0f));
            sum = V.MultiplyAdd(At<V>(row0 + columnStep), w01, sum);
            sum = V.MultiplyAdd(At<V>(row0 + (2 * columnStep)), w02, sum);
            row0 += advance;
            if (TRows.Value > 1)
            {
                sum = V.MultiplyAdd(At<V>(row1), w10, sum);
                sum = V.MultiplyAdd(At<V>(row1 + columnStep), w11, sum);
                sum = V.MultiplyAdd(At<V>(row1 + (2 * columnStep)), w12, sum);
                row1 += advance;
            }

            if (TRows.Value > 2)
            {
                sum = V.MultiplyAdd(At<V>(row2), w20, sum);
                sum = V.MultiplyAdd(At<V>(row2 + columnStep), w21, sum);
                sum = V.MultiplyAdd(At<V>(row2 + (2 * columnStep)), w22, sum);
                row2 += advance;
            }

            V.Store(TEpilogue.Apply(sum, operands, windows.Pixel + i, windows.Channel), output, 0);
            output = output.At(windows.OutputStep);
        }
    }

    /// <summary>Outputs that use a part of the window: so many rows and columns, of which Image and Weight are the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyPart<V, TEpilogue>(in DepthwiseWindows windows, int rows, int columns, ReadOnlySpan<FloatBuffer> operands)
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        for (var i = 0; i < windows.Count; i++)
        {
            var sum = V.Fill(0f);
            for (var row = 0; row < rows; row++)
            {
                var pixel = windows.Image + (i * windows.Advance) + (row * windows.RowStep);
                var weight = windows.Weight + (row * Side * windows.WeightStep);
                for (var column = 0; column < columns; column++)
                    sum = V.MultiplyAdd(At<V>(pixel + (column * windows.ColumnStep)), At<V>(weight + (column * windows.WeightStep)), sum);
            }

            V.Store(TEpilogue.Apply(sum, operands, windows.Pixel + i, windows.Channel), windows.Output, i * windows.OutputStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V At<V>(FloatPointer place)
        where V : struct, ISimd<V> => V.Load(new FloatBuffer(place), 0);
}
