namespace Sinter.Claims.Convolution;

/// <summary>Images as arrays: channels, rows, columns.</summary>
internal static class Pixels
{
    /// <summary>The image moved down and to the right; what leaves it comes in at the other side.</summary>
    public static float[] Rolled(float[] image, int side, int down, int right) => Picked(image, side, side, (row, column) => ((row - down + side) % side, (column - right + side) % side));

    /// <summary>A square cut out of the image.</summary>
    public static float[] Cut(float[] image, int side, int top, int left, int size) => Picked(image, side, size, (row, column) => (row + top, column + left));

    private static float[] Picked(float[] image, int side, int size, Func<int, int, (int Row, int Column)> from)
    {
        var channels = image.Length / (side * side);
        var picked = new float[channels * size * size];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var row = 0; row < size; row++)
            {
                for (var column = 0; column < size; column++)
                {
                    var place = from(row, column);
                    picked[(((channel * size) + row) * size) + column] = image[(((channel * side) + place.Row) * side) + place.Column];
                }
            }
        }

        return picked;
    }
}
