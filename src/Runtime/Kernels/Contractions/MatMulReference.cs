namespace Sinter.Runtime;

/// <summary>What <see cref="MatMul"/> computes, written as plainly as possible: the tests compare the kernels with it.</summary>
internal static class MatMulReference
{
    public static void Pack(FloatBuffer packed, FloatBuffer b, int count, int inner, int columns, bool transposed)
    {
        var length = MatMul.PackedLength(inner, columns);
        for (long i = 0; i < count * length; i++) packed[i] = 0;
        for (long matrix = 0; matrix < count; matrix++)
        for (long k = 0; k < inner; k++)
        for (long column = 0; column < columns; column++)
        {
            var source = (matrix * inner * columns) + (transposed ? (column * inner) + k : (k * columns) + column);
            packed[(matrix * length) + PackedIndex(k, column, inner)] = b[source];
        }
    }

    public static void Pack(FloatBuffer packed, FloatBuffer b, in PackView view)
    {
        var length = MatMul.PackedLength(view.Rows, view.Columns);
        for (long i = 0; i < view.Count * length; i++) packed[i] = 0;
        for (long matrix = 0; matrix < view.Count; matrix++)
        for (long k = 0; k < view.Rows; k++)
        for (long column = 0; column < view.Columns; column++)
        {
            var row = (k / view.Inner / view.Middle * view.OuterStride) + (k / view.Inner % view.Middle * view.MiddleStride) + (k % view.Inner * view.InnerStride);
            packed[(matrix * length) + PackedIndex(k, column, view.Rows)] = b[(matrix * view.CountStride) + row + (column * view.ColumnStride)];
        }
    }

    public static void Run<TEpilogue>(
        FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        var strideB = shape.SharedB ? 0 : shape.PackedB ? MatMul.PackedLength(shape.Inner, shape.Columns) : shape.Inner * shape.Columns;
        for (long matrix = 0; matrix < shape.Count; matrix++)
        for (long row = 0; row < shape.Rows; row++)
        for (var column = 0; column < shape.Columns; column++)
        {
            double sum = 0;
            for (long k = 0; k < shape.Inner; k++)
            {
                var indexA = (matrix * shape.Rows * shape.Inner) + (shape.TransposedA ? (k * shape.Rows) + row : (row * shape.Inner) + k);
                var indexB = (matrix * strideB) + (shape.PackedB ? PackedIndex(k, column, shape.Inner) : (k * shape.Columns) + column);
                sum += (double)a[indexA] * b[indexB];
            }
            var outputRow = (matrix * shape.Rows) + row;
            var value = TEpilogue.Apply(SimdScalar.Fill((float)sum), operands, outputRow, column);
            SimdScalar.Store(value, output, (outputRow * shape.Columns) + column);
        }
    }

    public static long PackedIndex(long k, long column, long inner) =>
        (column / MatMul.PanelWidth * MatMul.PanelWidth * inner) + (k * MatMul.PanelWidth) + (column % MatMul.PanelWidth);
}
