namespace Zoo.Tasks;

/// <summary>Says a sentence again, from its last word to its first: what a translator can only do by looking at the source.</summary>
internal sealed class CopyTask : LearningTask
{
    private const int Steps = 10, Words = 30, Begin = 1, First = 2;

    public override string Description => $"sentences of {Steps} words, said again from behind";

    public override int[] Symbols => [Steps, Steps];

    public override int Batch => 32;

    public override Array[] Draw(Random random, int batch)
    {
        var (source, before, after) = (new int[batch * Steps], new int[batch * Steps], new int[batch * Steps]);
        for (var sample = 0; sample < batch; sample++)
        {
            var words = source.AsSpan(sample * Steps, Steps);
            foreach (ref var word in words) word = random.Next(First, First + Words);
            var target = after.AsSpan(sample * Steps, Steps);
            words.CopyTo(target);
            target.Reverse();
            before[sample * Steps] = Begin;
            target[..^1].CopyTo(before.AsSpan((sample * Steps) + 1, Steps - 1));
        }

        return [source, Enumerable.Repeat(Steps, batch).ToArray(), before, after];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[3], output);
}
