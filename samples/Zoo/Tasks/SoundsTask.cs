namespace Zoo.Tasks;

/// <summary>Says of every frame of a drawn spectrum which sound it is part of: each has two bands of its own, and lasts as long as it likes, in noise.</summary>
internal sealed class SoundsTask(int bands, int sounds) : LearningTask
{
    private const int Frames = 60, Shortest = 4, Longest = 12;

    public override string Description => $"which of {sounds} sounds each of {Frames} frames belongs to";

    public override int[] Symbols => [Frames];

    public override int Batch => 8;

    public override Array[] Draw(Random random, int batch)
    {
        var (frames, right) = (new float[batch * Frames * bands], new int[batch * Frames]);
        for (var sample = 0; sample < batch; sample++)
        {
            for (var (frame, end, sound) = (0, 0, 0); frame < Frames; frame++)
            {
                if (frame == end) (end, sound) = (frame + random.Next(Shortest, Longest), random.Next(sounds));
                right[(sample * Frames) + frame] = sound;
                var row = frames.AsSpan(((sample * Frames) + frame) * bands, bands);
                foreach (ref var band in row) band = random.NextSingle() - 0.5f;
                row[sound * bands / sounds] += 1;
                row[((sound * 7) + 3) % sounds * bands / sounds] += 1;
            }
        }

        return [frames, Enumerable.Repeat(Frames, batch).ToArray(), right];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[2], output);
}
