using Sinter.Golden.Networks;
using Xunit.Abstractions;

namespace Sinter.Golden;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997) at length 200: the sum of two marked numbers out of 200, one of each half.
/// Whoever always answers with the mean is wrong by 1/6 in the mean square, which is chance. Gates carry the first number to the
/// end and its gradient back; a plain recurrent network does neither.
/// </summary>
public sealed class AddingProblemTests(ITestOutputHelper output)
{
    private const int Batch = 32, Window = 100, TestSequences = 1024;
#if SINTER_CHECKED
    // The checked build asks where steps read and write, which is the same in all of them, and not what is learned in hours.
    private const int MaxSteps = 20;
#else
    private const int MaxSteps = 6000;
#endif
    private const double Solved = 0.01, Chance = 1.0 / 6;

    private delegate double Training(float[] x, float[] target);

    private delegate void Prediction(float[] x, float[] sum);

    [Fact]
    public void GruAndLstm_SolveIt_AndInAllTheirTimeAPlainNetworkDoesNot()
    {
        var (gru, lstm, rnn) = (new AddingGru(1), new AddingLstm(1), new AddingRnn(1));
        using var gruTrainer = gru.CreateTrainer(Optimizer(), Batch, threads: 1);
        using var lstmTrainer = lstm.CreateTrainer(Optimizer(), Batch, threads: 1);
        using var rnnTrainer = rnn.CreateTrainer(Optimizer(), Batch, threads: 1);
        Parallel.Invoke(
            () => Train("LSTM", (x, target) => lstmTrainer.Step(x, target)),
            () =>
            {
                Train("GRU", (x, target) => gruTrainer.Step(x, target));
                Train("RNN", (x, target) => rnnTrainer.Step(x, target));
            });

        using var gruSession = gru.CreateSession(TestSequences);
        using var lstmSession = lstm.CreateSession(TestSequences);
        using var rnnSession = rnn.CreateSession(TestSequences);
        var (gruError, lstmError, rnnError) = (Error("GRU", (x, sum) => gruSession.Forward(x, sum)), Error("LSTM", (x, sum) => lstmSession.Forward(x, sum)), Error("RNN", (x, sum) => rnnSession.Forward(x, sum)));
        Assert.True(double.IsFinite(gruError + lstmError + rnnError));
#if !SINTER_CHECKED
        Assert.InRange(gruError, 0, Solved);
        Assert.InRange(lstmError, 0, Solved);
        Assert.InRange(rnnError, 0.9 * Chance, 2 * Chance);
#endif
    }

    private static Adam Optimizer() => new() { LearningRate = 1e-2, Clipping = GradientClipping.ByGlobalNorm(1) };

    // Until it is solved over a hundred steps, all on new sequences, or the steps are used up.
    private void Train(string name, Training step)
    {
        var random = new Random(1);
        var (x, target) = (new float[Batch * Adding.Steps * 2], new float[Batch]);
        var recent = 0.0;
        for (var done = 1; done <= MaxSteps; done++)
        {
            Fill(random, x, target);
            recent += step(x, target) / Window;
            if (done % Window != 0) continue;
            if (done % (5 * Window) == 0 || recent < Solved / 2) output.WriteLine($"{name,-4} step {done,5}: mean squared error {recent:F4}");
            if (recent < Solved / 2) return;
            recent = 0;
        }
    }

    private double Error(string name, Prediction forward)
    {
        var (x, target, sum) = (new float[TestSequences * Adding.Steps * 2], new float[TestSequences], new float[TestSequences]);
        Fill(new Random(2), x, target);
        forward(x, sum);
        var error = target.Zip(sum, (wanted, given) => Math.Pow(wanted - given, 2)).Average();
        output.WriteLine($"{name,-4} on {TestSequences:N0} new sequences: {error:F4}, chance is {Chance:F4}");
        return error;
    }

    // The mean of the sum, 1, is taken off.
    private static void Fill(Random random, float[] x, float[] target)
    {
        for (var sample = 0; sample < target.Length; sample++)
        {
            var (first, second) = (random.Next(Adding.Steps / 2), (Adding.Steps / 2) + random.Next(Adding.Steps / 2));
            target[sample] = -1;
            for (var step = 0; step < Adding.Steps; step++)
            {
                var at = ((sample * Adding.Steps) + step) * 2;
                var isMarked = step == first || step == second;
                x[at] = random.NextSingle();
                x[at + 1] = isMarked ? 1 : 0;
                if (isMarked) target[sample] += x[at];
            }
        }
    }
}
