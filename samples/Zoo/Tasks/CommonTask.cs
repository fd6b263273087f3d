namespace Zoo.Tasks;

/// <summary>
/// Finds what rows have in common: each is one of four patterns of the sample in louder noise, which only the mean over those that are alike
/// takes away. A prediction is right where it has the pattern's sign.
/// </summary>
internal sealed class CommonTask(int rows, int features) : LearningTask
{
    private const int Patterns = 4;

    public override string Description => $"the {Patterns} patterns of {features} numbers behind {rows} noisy rows";

    public override int Batch => 16;

    public override Array[] Draw(Random random, int batch)
    {
        var (noisy, clean) = (new float[batch * rows * features], new float[batch * rows * features]);
        for (var sample = 0; sample < batch; sample++)
        {
            var patterns = Enumerable.Range(0, Patterns * features).Select(_ => random.Next(2) == 0 ? -1f : 1f).ToArray();
            for (var row = 0; row < rows; row++)
            {
                var (pattern, first) = (random.Next(Patterns) * features, ((sample * rows) + row) * features);
                for (var i = 0; i < features; i++)
                {
                    clean[first + i] = patterns[pattern + i];
                    noisy[first + i] = patterns[pattern + i] + (5 * (random.NextSingle() - 0.5f));
                }
            }
        }

        return [noisy, clean];
    }

    public override double Accuracy(Array[] samples, float[] output) => output.Zip((float[])samples[1]).Average(pair => pair.First > 0 == pair.Second > 0 ? 1.0 : 0);
}
