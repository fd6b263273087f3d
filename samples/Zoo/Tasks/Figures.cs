namespace Zoo.Tasks;

/// <summary>Figures of ten kinds, of any size, at any place, in any colour, before noise.</summary>
internal static class Figures
{
    public const int Kinds = 10;

    /// <param name="image">The planes of an image, which are painted over.</param>
    /// <param name="covered">1 for every pixel of the figure, 0 for the others; or empty.</param>
    public static void Paint(Random random, int kind, int channels, int height, int width, Span<float> image, Span<int> covered)
    {
        float Between(float low, float high) => low + ((high - low) * random.NextSingle());
        var radius = Between(0.25f, 0.4f) * Math.Min(height, width);
        var (middleX, middleY) = (Between(radius, width - radius), Between(radius, height - radius));
        for (var channel = 0; channel < channels; channel++)
        {
            var (paper, ink) = (Between(-0.5f, 0), Between(0.5f, 1));
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var isInk = Covers(kind, (x - middleX) / radius, (y - middleY) / radius);
                    image[(((channel * height) + y) * width) + x] = (isInk ? ink : paper) + Between(-0.2f, 0.2f);
                    if (!covered.IsEmpty) covered[(y * width) + x] = isInk ? 1 : 0;
                }
            }
        }
    }

    /// <summary>Whether a figure around the origin, about one unit large, covers a point.</summary>
    private static bool Covers(int kind, float x, float y)
    {
        var (across, along, distance) = (Math.Abs(x), Math.Abs(y), MathF.Sqrt((x * x) + (y * y)));
        return kind switch
        {
            0 => distance < 1,                                          // a disc
            1 => distance is > 0.6f and < 1,                            // a ring
            2 => Math.Max(across, along) < 0.85f,                       // a square
            3 => Math.Max(across, along) is > 0.5f and < 0.85f,         // a frame
            4 => across + along < 1,                                    // a diamond
            5 => (across < 0.25f || along < 0.25f) && Math.Max(across, along) < 1, // a plus
            6 => Math.Abs(across - along) < 0.3f && distance < 1,       // a cross
            7 => y is > -0.8f and < 0.8f && across < (y + 0.8f) / 1.6f, // a triangle
            8 => along < 0.3f && across < 1,                            // a bar that lies
            _ => across < 0.3f && along < 1,                            // a bar that stands
        };
    }
}
