namespace Zoo.Tasks;

/// <summary>Says of every pixel of a drawn image whether the figure covers it.</summary>
internal sealed class PixelsTask(int height, int width) : LearningTask
{
    private const int Channels = 3;

    public override string Description => $"which pixels of images of {height} x {width} a drawn figure covers";

    public override int Batch => 4;

    public override int Tests => 16;

    public override Array[] Draw(Random random, int batch)
    {
        var pixels = height * width;
        var (images, masks) = (new float[batch * Channels * pixels], new int[batch * pixels]);
        for (var sample = 0; sample < batch; sample++)
        {
            var image = images.AsSpan(sample * Channels * pixels, Channels * pixels);
            Figures.Paint(random, random.Next(Figures.Kinds), Channels, height, width, image, masks.AsSpan(sample * pixels, pixels));
        }

        return [images, masks];
    }

    // Scores lie in planes, a class each.
    public override double Accuracy(Array[] samples, float[] output)
    {
        var (right, pixels, hits) = ((int[])samples[1], height * width, 0);
        for (var i = 0; i < right.Length; i++)
        {
            var first = (2 * (i / pixels) * pixels) + (i % pixels);
            if ((output[first + pixels] > output[first] ? 1 : 0) == right[i]) hits++;
        }

        return (double)hits / right.Length;
    }
}
