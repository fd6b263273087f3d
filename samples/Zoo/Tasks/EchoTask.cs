namespace Zoo.Tasks;

/// <summary>Says of each word which it was three words ago, so that there is something to remember: the word itself modulo 17.</summary>
internal sealed class EchoTask : LearningTask
{
    private const int Steps = 24, Delay = 3, Words = 17;

    public override string Description => $"what each of {Steps} words was {Delay} words ago";

    public override int[] Symbols => [Steps];

    public override int Batch => 32;

    public override Array[] Draw(Random random, int batch)
    {
        var (words, tags) = (new int[batch * Steps], new int[batch * Steps]);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = random.Next(Words);
            tags[i] = i % Steps < Delay ? 0 : words[i - Delay];
        }

        return [words, tags];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[1], output);
}
