using Sinter.Golden.Networks;
using Xunit.Abstractions;

namespace Sinter.Golden;

/// <summary>
/// What the loss of alignments is for (Graves et al. 2006): a network of gated units in both directions learns to read drawn shapes of any
/// width, from strips and the shapes in their order alone.
/// </summary>
public sealed class TranscriptionTests(ITestOutputHelper output)
{
    private const int Batch = 32, Tested = 200;
#if SINTER_CHECKED
    private const int Steps = 5;
#else
    private const int Steps = 400;
#endif

    // Rows from top to bottom, a bit each: what every column of a shape has.
    private static readonly int[] Drawn = [0, 0b11111, 0b10001, 0b01110, 0b10100];

    [Fact]
    public void GruReadsDrawnShapes()
    {
        var model = new Transcriber(1);
        var random = new Random(1);
        using (var trainer = model.CreateTrainer(new Adam { LearningRate = 1e-2, Clipping = GradientClipping.ByGlobalNorm(5) }, Batch, threads: 1))
        {
            for (var step = 1; step <= Steps; step++)
            {
                var batch = Draw(random, Batch);
                var loss = trainer.Step(batch.Strips, batch.Labels, batch.Counts);
                if (step % 50 == 0) output.WriteLine($"step {step}: {loss:F3}");
            }
        }

        var (strips, labels, counts) = Draw(random, Tested);
        var scores = new float[Tested * Transcriber.Columns * (Transcriber.Shapes + 1)];
        using var session = model.CreateSession(Tested);
        session.Forward(strips, scores);
        var right = Enumerable.Range(0, Tested).Count(sample =>
            Read(scores.AsSpan(sample * Transcriber.Columns * (Transcriber.Shapes + 1))).SequenceEqual(labels.Skip(sample * Transcriber.Most).Take(counts[sample])));
        output.WriteLine($"{right} of {Tested} new strips are read without an error");
#if !SINTER_CHECKED
        Assert.InRange(right, 0.95 * Tested, Tested);
#endif
    }

    // One to four shapes, equal ones too, each two to five columns wide, with gaps of one or two, and noise on every dot.
    private static (float[] Strips, int[] Labels, int[] Counts) Draw(Random random, int samples)
    {
        var (strips, labels, counts) = (new float[samples * Transcriber.Columns * Transcriber.Rows], new int[samples * Transcriber.Most], new int[samples]);
        for (var sample = 0; sample < samples; sample++)
        {
            counts[sample] = random.Next(1, Transcriber.Most + 1);
            var column = random.Next(3);
            for (var place = 0; place < counts[sample]; place++)
            {
                var shape = labels[(sample * Transcriber.Most) + place] = random.Next(1, Transcriber.Shapes + 1);
                for (var width = random.Next(2, 6); width > 0; width--, column++)
                {
                    for (var row = 0; row < Transcriber.Rows; row++)
                        strips[(((sample * Transcriber.Columns) + column) * Transcriber.Rows) + row] = (Drawn[shape] >> row) & 1;
                }

                column += random.Next(1, 3);
            }
        }

        for (var i = 0; i < strips.Length; i++) strips[i] += (random.NextSingle() - 0.5f) * 0.6f;
        return (strips, labels, counts);
    }

    // The likeliest class of every step, equal neighbours once, without blanks.
    private static List<int> Read(ReadOnlySpan<float> scores)
    {
        var (read, before) = (new List<int>(), 0);
        for (var column = 0; column < Transcriber.Columns; column++)
        {
            var step = scores.Slice(column * (Transcriber.Shapes + 1), Transcriber.Shapes + 1);
            var best = 0;
            for (var shape = 1; shape < step.Length; shape++)
            {
                if (step[shape] > step[best]) best = shape;
            }

            if (best != 0 && best != before) read.Add(best);
            before = best;
        }

        return read;
    }
}
