namespace Zoo.Tasks;

/// <summary>Tells ten kinds of figures apart, which are drawn anew for every step: of any size, at any place, in any colour, before noise.</summary>
internal sealed class ShapesTask(int channels, int height, int width) : LearningTask
{
    private const int Kinds = 10;

    public override string Description => $"ten kinds of figures, drawn with noise, {channels} x {height} x {width}";

    public override int Batch => height > 100 ? 8 : 32;

    public override Array[] Draw(Random random, int batch)
    {
        var (images, labels) = (new float[batch * channels * height * width], new int[batch]);
        for (var sample = 0; sample < batch; sample++)
        {
            labels[sample] = random.Next(Kinds);
            Paint(random, labels[sample], images.AsSpan(sample * channels * height * width, channels * height * width));
        }

        return [images, labels];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[1], output);

    private void Paint(Random random, int kind, Span<float> image)
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
