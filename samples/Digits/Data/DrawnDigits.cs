namespace Digits.Data;

/// <summary>
/// Draws labelled digits where no data set is at hand: the strokes of a glyph under a random affine map, with shaky
/// points, a random pen and noise. The same seed gives the same images.
/// </summary>
internal static class DrawnDigits
{
    /// <summary>Draws <paramref name="count"/> images of digits in random order.</summary>
    public static DigitSet Draw(int count, int seed)
    {
        var pixels = new byte[count * DigitSet.Pixels];
        var labels = new byte[count];
        var random = new Random(seed);
        var canvas = new Canvas();
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)random.Next(DigitSet.Classes);
            DrawOne(canvas, labels[i], random);
            canvas.CopyTo(pixels.AsSpan(i * DigitSet.Pixels, DigitSet.Pixels), random, noise: 30);
        }
        return new DigitSet(pixels, labels);
    }

    private static void DrawOne(Canvas canvas, int digit, Random random)
    {
        var variants = Glyphs.Variants[digit];
        var map = Hand(random);
        var pen = Between(random, 0.7f, 1.8f);
        canvas.Clear();
        foreach (var stroke in variants[random.Next(variants.Length)])
        {
            var from = Shaken(map(stroke.Points[0]), random);
            foreach (var point in stroke.Points.AsSpan(1))
            {
                var to = Shaken(map(point), random);
                canvas.DrawLine(from, to, pen);
                from = to;
            }
        }
    }

    /// <summary>From the unit square to pixels: size, slant, rotation and place vary from writer to writer.</summary>
    private static Func<(float X, float Y), (float X, float Y)> Hand(Random random)
    {
        var (width, height) = (Between(random, 13, 23), Between(random, 16, 24));
        var slant = Between(random, -0.3f, 0.5f);
        var (sine, cosine) = MathF.SinCos(Between(random, -0.3f, 0.3f));
        var (left, top) = (Between(random, 11.5f, 15.5f), Between(random, 11.5f, 15.5f));
        return point =>
        {
            var y = (point.Y - 0.5f) * height;
            var x = (point.X - 0.5f) * width - slant * y;
            return (left + cosine * x - sine * y, top + sine * x + cosine * y);
        };
    }

    private static (float X, float Y) Shaken((float X, float Y) point, Random random) =>
        (point.X + Between(random, -0.8f, 0.8f), point.Y + Between(random, -0.8f, 0.8f));

    private static float Between(Random random, float low, float high) => low + (high - low) * random.NextSingle();
}
