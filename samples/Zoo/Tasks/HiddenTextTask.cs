namespace Zoo.Tasks;

/// <summary>Finds characters of a text that are hidden, a seventh of them, by what stands before and behind.</summary>
internal sealed class HiddenTextTask : LearningTask
{
    private const int Steps = 64, HiddenOneIn = 7, Mask = 256, Seen = -100;

    private readonly PlainText text = new();

    public override string Description => $"hidden characters of {text.Name}";

    public override int[] Symbols => [Steps];

    public override int Batch => 8;

    public override Array[] Draw(Random random, int batch)
    {
        var (shown, hidden) = (new int[batch * Steps], new int[batch * Steps]);
        for (var sample = 0; sample < batch; sample++)
        {
            var excerpt = text.Excerpt(random, Steps);
            for (var i = 0; i < Steps; i++)
            {
                var place = (sample * Steps) + i;
                (shown[place], hidden[place]) = random.Next(HiddenOneIn) == 0 ? (Mask, (int)excerpt[i]) : (excerpt[i], Seen);
            }
        }

        return [shown, new int[shown.Length], Enumerable.Repeat(Steps, batch).ToArray(), hidden];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[3], output);
}
