using Zoo.Catalog;

namespace Zoo.Tasks;

/// <summary>Predicts the next character of a text.</summary>
internal sealed class TextTask(Species species) : LearningTask
{
    private const int Steps = 64;

    private readonly PlainText text = new();

    public override string Description => $"the next character of {text.Name}";

    public override int[] Symbols { get; } = [.. species.Info.Dimensions.Select(_ => Steps)];

    public override int Batch => 8;

    public override Array[] Draw(Random random, int batch)
    {
        var (before, next) = (new int[batch * Steps], new int[batch * Steps]);
        for (var sample = 0; sample < batch; sample++)
        {
            var excerpt = text.Excerpt(random, Steps + 1);
            for (var i = 0; i < Steps; i++) (before[(sample * Steps) + i], next[(sample * Steps) + i]) = (excerpt[i], excerpt[i + 1]);
        }

        return [before, next];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[1], output);
}
