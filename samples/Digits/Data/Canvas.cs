namespace Digits.Data;

/// <summary>A small grey image that lines are drawn on with a round, soft-edged pen.</summary>
internal sealed class Canvas
{
    private readonly float[] ink = new float[DigitSet.Pixels];

    public void Clear() => Array.Clear(ink);

    /// <summary>Draws a line; coordinates are in pixels, (0, 0) the centre of the upper left one.</summary>
    /// <param name="pen">Half the line's width in pixels.</param>
    public void DrawLine((float X, float Y) from, (float X, float Y) to, float pen)
    {
        var reach = pen + 0.5f;
        var (left, right) = Range(from.X, to.X, reach, DigitSet.Width);
        var (top, bottom) = Range(from.Y, to.Y, reach, DigitSet.Height);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var squaredLength = Math.Max(dx * dx + dy * dy, 1e-6f);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var along = Math.Clamp(((x - from.X) * dx + (y - from.Y) * dy) / squaredLength, 0, 1);
                var (offX, offY) = (x - from.X - along * dx, y - from.Y - along * dy);
                var squaredDistance = offX * offX + offY * offY;
                if (squaredDistance >= reach * reach) continue;
                ref var pixel = ref ink[y * DigitSet.Width + x];
                pixel = Math.Max(pixel, Math.Min(reach - MathF.Sqrt(squaredDistance), 1));
            }
        }
    }

    /// <summary>Writes the image as bytes, with a little noise everywhere.</summary>
    public void CopyTo(Span<byte> pixels, Random random, int noise)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp((int)(ink[i] * 255) + random.Next(-noise, noise + 1), 0, 255);
    }

    private static (int First, int Last) Range(float a, float b, float reach, int size) =>
        (Math.Max(0, (int)MathF.Floor(Math.Min(a, b) - reach)), Math.Min(size - 1, (int)MathF.Ceiling(Math.Max(a, b) + reach)));
}
