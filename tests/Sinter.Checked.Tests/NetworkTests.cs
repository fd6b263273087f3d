using Sinter.Golden.Networks;
using Sinter.Tests;

namespace Sinter.Checked;

/// <summary>
/// Generated networks whose accesses are all tested, and whose memory holds NaNs before every call: what is read without having been written
/// shows in the results.
/// </summary>
public sealed class NetworkTests
{
    // Large, and so on the widest vectors alone.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Bands(int threads)
    {
        using var session = new Banded(1).CreateSession(threads: threads);
        Infer(8 * 56 * 56, output => session.Forward(Floats(8 * 112 * 112), output));
    }

    [Fact]
    public void Groups() => ForEach((threads, batch) =>
    {
        using var session = new Grouped(1).CreateSession(5 * batch, threads);
        Infer(5 * batch * 3, output => session.Forward(Floats(5 * batch * 4 * 64 * 64), Floats(5 * batch * 64 * 64), output));
    });

    [Fact]
    public void WinogradFiltering() => ForEach((threads, batch) =>
    {
        using var session = new Filtered(1).CreateSession(batch + 1, threads);
        Infer(batch * 6, output => session.Forward(Floats(batch * 16 * 9 * 13), output));
    });

    [Fact]
    public void LargerAndSmallerImages() => ForEach((threads, batch) =>
    {
        using var session = new Enlarging(1).CreateSession(batch + 1, threads);
        Infer(batch * 6, output => session.Forward(Floats(batch * 6 * 5 * 7), output));
        using var trainer = new Enlarging(1).CreateTrainer(new Sgd { LearningRate = 0.01 }, batch + 1, threads);
        Train(trainer, () => trainer.Step(Floats(batch * 6 * 5 * 7), Tokens(batch, 6)));
    });

    [Fact]
    public void BorrowedInputs() => ForEach((threads, batch) =>
    {
        using var session = new Borrowing(1).CreateSession(batch + 1, threads);
        Infer(batch * 5, output => session.Forward(Floats(batch * 301), output));
    });

    [Fact]
    public void PreparedWeights() => ForEach((threads, batch) =>
    {
        using var session = new Preparing(1).CreateSession(batch + 1, threads);
        Infer(batch * 24, output => session.Forward(Floats(batch * 24), output));
    });

    [Fact]
    public void SizesOfACall() => ForEach((threads, batch) =>
    {
        using var session = new Tagger(1).CreateSession(batch + 1, threads);
        foreach (var length in new[] { 24, 2, 6 }) Infer(batch * length * 5, output => session.Forward(Tokens(batch * length, 20), length, output));
    });

    [Fact]
    public void TrainingOfConvolutions() => ForEach((threads, batch) =>
    {
        using var trainer = new Filtered(1).CreateTrainer(new Sgd { LearningRate = 0.01 }, batch + 1, threads);
        Train(trainer, () => trainer.Step(Floats(batch * 16 * 9 * 13), Tokens(batch, 6)));
    });

    [Fact]
    public void TrainingOfBlocks() => ForEach((threads, batch) =>
    {
        using var trainer = new ResidualBlock(1).CreateTrainer(new AdamW { LearningRate = 0.01f }, batch + 1, threads);
        Train(trainer, () => trainer.Step(Floats(batch * 6 * 9 * 9), Tokens(batch, 10)));
    });

    // Gradients end where frozen weights begin.
    [Fact]
    public void TrainingBesideFrozenParts() => ForEach((threads, batch) =>
    {
        using var trainer = new FrozenBody(1).CreateTrainer(new Adam { LearningRate = 0.01f }, batch + 1, threads);
        Train(trainer, () => trainer.Step(Floats(batch * 3 * 9 * 9), Tokens(batch, 10)));
        using var other = new FrozenSequence(1).CreateTrainer(new Adam { LearningRate = 0.01f }, batch + 1, threads);
        Train(other, () => other.Step(Floats(batch * 7 * 6), Tokens(batch, 10)));
    });

    [Fact]
    public void TrainingOfRecurrences() => ForEach((threads, batch) =>
    {
        using var trainer = new Listener(1).CreateTrainer(new Adam { LearningRate = 0.01f }, batch + 1, threads);
        foreach (var length in new[] { 12, 1, 7 }) Train(trainer, () => trainer.Step(Floats(batch * length * 7), Tokens(batch * length, 3), length));
    });

    [Fact]
    public void TrainingOfWindows() => ForEach((threads, batch) =>
    {
        using var trainer = new Hearer(1).CreateTrainer(new Adam { LearningRate = 0.01f }, batch + 1, threads);
        using var session = new Hearer(1).CreateSession(batch + 1, threads);
        foreach (var length in new[] { 150, 2, 37 })
        {
            Train(trainer, () => trainer.Step(Floats(batch * 6 * length), Tokens(batch, 4), length));
            Infer(batch * 4, output => session.Forward(Floats(batch * 6 * length), length, output));
        }
    });

    [Fact]
    public void TrainingOfAttention() => ForEach((threads, batch) =>
    {
        using var trainer = new Writer(1).CreateTrainer(new Adam { LearningRate = 0.01f }, batch + 1, threads);
        foreach (var length in new[] { 24, 1, 9 }) Train(trainer, () => trainer.Step(Tokens(batch * length, 19), Tokens(batch * length, 19), length));
    });

    [Fact]
    public void TrainingOfBorrowedInputs() => ForEach((threads, batch) =>
    {
        using var trainer = new Borrowing(1).CreateTrainer(new Sgd { LearningRate = 0.01 }, batch + 1, threads);
        Train(trainer, () => trainer.Step(Floats(batch * 301), Tokens(batch, 5)));
    });

    // What is left out is read nowhere, and no call reads what another has left.
    [Fact]
    public void InputsThatAreLeftOut() => ForEach((threads, batch) =>
    {
        using var session = new Partial(1).CreateSession(batch + 1, threads);
        using var trainer = new Partial(1).CreateTrainer(new Sgd { LearningRate = 0.01 }, batch + 1, threads);
        var (x, mask, target, weight) = (Floats(batch * 6 * 8), Floats(batch * 6 * 6), Tokens(batch, 5), Floats(batch));
        foreach (var (hasMask, hasWeight) in new[] { (true, true), (false, true), (true, false), (false, false) })
        {
            Infer(batch * 5, output => session.Forward(x, hasMask ? mask : default, output));
            Train(trainer, () => trainer.Step(x, hasMask ? mask : default, target, hasWeight ? weight : default));
        }
    });

    [Fact]
    public void Decoding() => Isa.ForEach(() =>
    {
        using var decoder = new Writer(1).CreateDecoder(threads: 2);
        foreach (var places in new[] { 7, 1, 1, 5 }) Infer(places * 19, output => decoder.Decode(Tokens(places, 19), output));
    });

    private static void ForEach(Action<int, int> check) => Isa.ForEach(() =>
    {
        check(1, 1);
        check(3, 3);
    });

    private static void Infer(int length, Action<float[]> call)
    {
        var output = new float[length];
        call(output);
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
    }

    private static void Train(TrainingSession trainer, Func<float> step)
    {
        Assert.True(float.IsFinite(step()));
        foreach (var gradient in trainer.Gradients) Assert.True(gradient.Values.ToArray().All(float.IsFinite), gradient.Key);
    }

    private static float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(i => ((i * 37 % 101) - 50) / 64f)];

    private static int[] Tokens(int count, int limit) => [.. Enumerable.Range(0, count).Select(i => i * 37 % limit)];
}
