namespace Zoo.Tasks;

/// <summary>Tells ten kinds of figures apart, which are drawn anew for every step: of any size, at any place, in any colour, before noise.</summary>
internal sealed class ShapesTask(int channels, int height, int width) : LearningTask
{
    public override string Description => $"ten kinds of figures, drawn with noise, {channels} x {height} x {width}";

    public override int Batch => height > 100 ? 8 : 32;

    public override Array[] Draw(Random random, int batch)
    {
        var (images, labels) = (new float[batch * channels * height * width], new int[batch]);
        for (var sample = 0; sample < batch; sample++)
        {
            labels[sample] = random.Next(Figures.Kinds);
            Figures.Paint(random, labels[sample], channels, height, width, images.AsSpan(sample * channels * height * width, channels * height * width), []);
        }

        return [images, labels];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[1], output);
}
