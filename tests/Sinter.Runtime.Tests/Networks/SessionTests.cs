using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Networks;

public class SessionTests
{
    private static readonly float[] X = [1, 2, 3, -1, 0.5f, 0];
    private static readonly float[] Target = [1, 0, 0, 1];
    private static readonly int[] Label = [3, -100];

    [Fact]
    public void Forward_reads_the_current_weights_and_prepares_them_once_per_version()
    {
        var model = new ToyNetwork(seed: 1);
        using var session = model.CreateSession(maxBatch: 2);
        var y = new float[4];
        var before = ToyNetwork.Preparations;
        session.Forward(X, y);
        session.Forward(X, y);
        Assert.Equal(before + 1, ToyNetwork.Preparations);

        model.Weights.Parameters["fc.weight"].CopyFrom([1, 0, 0, 0, 1, 0]);
        model.Weights.Parameters["fc.bias"].CopyFrom([10, 20]);
        session.Forward(X, y);
        Assert.Equal([21, 42, 19, 40.5f], y);
        Assert.Equal(before + 2, ToyNetwork.Preparations);
    }

    [Fact]
    public void Smaller_batches_use_the_same_session()
    {
        var model = new ToyNetwork(seed: 1);
        using var session = model.CreateSession(maxBatch: 4);
        var (both, one) = (new float[4], new float[2]);
        session.Forward(X, both);
        session.Forward(X.AsSpan(3), one);
        Assert.Equal(both[2..], one);
    }

    [Fact]
    public void Sessions_on_several_threads_share_weights()
    {
        var model = new ToyNetwork(seed: 1);
        var expected = new float[4];
        using (var session = model.CreateSession(maxBatch: 2)) session.Forward(X, expected);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            using var session = model.CreateSession(maxBatch: 2);
            var y = new float[4];
            for (var i = 0; i < 1000; i++) session.Forward(X, y);
            Assert.Equal(expected, y);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    [Fact]
    public void Forward_and_Step_allocate_nothing()
    {
        var model = new ToyNetwork(seed: 1);
        using var session = model.CreateSession(maxBatch: 2);
        foreach (var optimizer in new Optimizer[] { new Sgd(), new Sgd { Momentum = 0.9 }, new Adam(), new AdamW { Clipping = GradientClipping.ByGlobalNorm(1) } })
        {
            optimizer.Schedule = LearningRateSchedule.LinearWarmup(5, then: LearningRateSchedule.Cosine(50));
            using var trainer = model.CreateTrainer(optimizer, threads: 2);
            var y = new float[4];
            Assert.Equal(0, Golden.Allocation.Of(100, () =>
            {
                trainer.Step(X, Target, Label);
                session.Forward(X, y);
            }));
        }
    }

    [Theory]
    [InlineData(0, "Toy: 'x' is empty. Pass 3 values per sample [3].")]
    [InlineData(4, "Toy: 'x' has 4 values, which is no multiple of the 3 of one sample [3].")]
    [InlineData(9, "Toy: 'x' has 9 values, a batch of 3, but this session was made with maxBatch: 2.")]
    public void A_wrong_first_input_is_named(int length, string message)
    {
        using var session = new ToyNetwork().CreateSession(maxBatch: 2);
        var exception = Assert.ThrowsAny<ArgumentException>(() => session.Forward(new float[length], new float[2]));
        Assert.StartsWith(message, exception.Message);
        Assert.Equal("x", exception.ParamName);
        session.Forward(new float[3], new float[2]);
    }

    [Fact]
    public void A_wrong_output_is_named()
    {
        using var session = new ToyNetwork().CreateSession(maxBatch: 2);
        var exception = Assert.Throws<ArgumentException>(() => session.Forward(X, new float[3]));
        Assert.StartsWith("Toy: 'y' has 3 values, but this batch takes 4 [2, 2].", exception.Message);
        session.Forward(X, new float[4]);
    }

    [Fact]
    public void Wrong_arguments_of_a_step_leave_everything_as_it_was()
    {
        var model = new ToyNetwork(seed: 3);
        using var trainer = model.CreateTrainer(new Adam(), maxBatch: 2);
        trainer.Step(X, Target, Label);
        var before = model.Snapshot();
        Throws<ArgumentException>("Toy: 'target' has 3 values, but this batch takes 4 [2, 2].", () => trainer.Step(X, new float[3], Label));
        Throws<ArgumentException>("Toy: 'label' has 1 values, but this batch takes 2 [2].", () => trainer.Step(X, Target, [1]));
        Throws<ArgumentOutOfRangeException>("Toy: 'label[1]' is 4, but must be from 0 to 3 or -100 (ignored).", () => trainer.Step(X, Target, [0, 4]));
        Throws<ArgumentOutOfRangeException>("Toy: 'label[0]' is -1, but must be from 0 to 3 or -100 (ignored).", () => trainer.Step(X, Target, [-1, 0]));
        Throws<InvalidOperationException>("Toy: there are no gradients to apply.", trainer.ApplyGradients);
        Assert.Equal(1, trainer.StepCount);
        Assert.Equal(before, model.Snapshot());
        trainer.Step(X, Target, Label);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_everything_as_it_was()
    {
        var model = new ToyNetwork(seed: 3);
        using var trainer = model.CreateTrainer(new Adam(), maxBatch: 2);
        trainer.Step(X, Target, Label);
        var before = model.Snapshot();
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step([float.NaN, 0, 0], [0, 0], [0]));
        Assert.StartsWith("Toy: the loss of step 2 is NaN.", exception.Message);
        Assert.Equal((2L, true), (exception.Step, float.IsNaN(exception.Loss)));
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(1, trainer.StepCount);

        // The step after it is the one that would have been taken without it.
        trainer.Step(X, Target, Label);
        var twin = new ToyNetwork(seed: 3);
        using var other = twin.CreateTrainer(new Adam(), maxBatch: 2);
        other.Step(X, Target, Label);
        other.Step(X, Target, Label);
        Assert.Equal(twin.Snapshot(), model.Snapshot());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_leaves_everything_as_it_was()
    {
        var model = new ToyNetwork(seed: 3);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 2);
        trainer.ComputeGradients(X, Target, Label);
        trainer.Gradients["fc.bias"].CopyFrom([1, float.PositiveInfinity]);
        var before = model.Snapshot();
        Throws<NonFiniteLossException>("Toy: the gradients of step 1 have a norm of", trainer.ApplyGradients);
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(0, trainer.StepCount);
    }

    [Fact]
    public void Use_after_dispose_says_so()
    {
        var model = new ToyNetwork();
        var session = model.CreateSession();
        var trainer = model.CreateTrainer(new Sgd());
        session.Dispose();
        session.Dispose();
        trainer.Dispose();
        Throws<ObjectDisposedException>("Toy: this session has been disposed.", () => session.Forward([1, 2, 3], new float[2]));
        Throws<ObjectDisposedException>("Toy: this trainer has been disposed.", () => trainer.Step([1, 2, 3], [0, 0], [0]));
        Throws<ObjectDisposedException>("Toy: this trainer has been disposed.", trainer.ApplyGradients);
    }

    [Fact]
    public void A_second_call_during_a_call_says_so_and_disposal_waits_for_the_end()
    {
        var session = new Nested(new ToyNetwork().Weights);
        var first = session.Start();
        Throws<InvalidOperationException>("Toy: this session is in the middle of a call, on another thread or around this one.", () => session.Start());
        session.Dispose();
        var memory = first.Batched(0);
        memory[0] = 1;
        session.Finish();
        Throws<ObjectDisposedException>("Toy: this session has been disposed.", () => session.Start());
    }

    [Fact]
    public void Constructors_check_their_arguments()
    {
        var model = new ToyNetwork();
        Throws<ArgumentOutOfRangeException>("Toy: maxBatch must be at least 1.", () => model.CreateSession(maxBatch: 0));
        Throws<ArgumentOutOfRangeException>("Toy: threads must be within 1 to 255, or 0 for all cores.", () => model.CreateSession(threads: -1));
        Throws<ArgumentOutOfRangeException>("Toy: threads must be within 1 to 255, or 0 for all cores.", () => model.CreateSession(threads: 256));
        Throws<ArgumentNullException>("", () => model.CreateTrainer(null!));
        Throws<ArgumentException>("Nesterov momentum needs", () => model.CreateTrainer(new Sgd { Nesterov = true }));
        using var all = model.CreateSession(threads: 0);
        Assert.Equal(Environment.ProcessorCount, all.Threads);
    }

    private static void Throws<T>(string message, Action action)
        where T : Exception => Assert.StartsWith(message, Assert.Throws<T>(action).Message);

    private sealed class Nested(Weights weights) : InferenceSession(weights, 1, 1)
    {
        public Frame Start() => Begin(ToyNetwork.Info.Fingerprint, "x", ToyNetwork.Inputs, ToyNetwork.Inputs);

        public void Finish() => End();
    }
}
