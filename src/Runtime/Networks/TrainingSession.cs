using Sinter.Checkpoints;
using Sinter.Optimizers;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The base of a generated <c>Trainer</c>: the workspace of training steps, the gradients and the optimizer's state.
/// While a trainer runs, no session of the same network may run on another thread.
/// </summary>
public abstract class TrainingSession : NetworkSession
{
    private readonly FrameArenas arenas;
    private readonly ParameterUpdate update;
    private bool hasGradients;

    /// <summary>Allocates the workspace, the gradients and the optimizer's state.</summary>
    /// <param name="weights">The values to train.</param>
    /// <param name="optimizer">The rule of the updates. It holds settings only, so several trainers may share one.</param>
    /// <param name="maxBatch">The largest batch a step may pass.</param>
    /// <param name="threads">The threads a step uses, the caller's among them; 0 for all cores. Results do not depend on it.</param>
    /// <param name="seed">Where random numbers of training (dropout) start.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> or <paramref name="threads"/> is out of range.</exception>
    protected TrainingSession(Weights weights, Optimizer optimizer, int maxBatch, int threads, ulong seed)
        : base(weights, PlanOf(weights), maxBatch, threads, ExtraLength(weights.Info))
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        Seed = seed;
        var gradients = new PinnedArena(weights.Info.ParameterLength);
        Gradients = ParameterCollection.OfParameters(weights.Info, gradients, changed: null);
        update = new ParameterUpdate(weights, gradients, optimizer);
        arenas = Arenas;
        arenas.NextStates = Extra;
        arenas.Keys = Extra.At(Round(weights.Info.StateLength));
        Planned.Limit(ref arenas.NextStates, weights.Info.StateLength, "next states");
        Planned.Limit(ref arenas.Keys, 2L * weights.Info.Training!.RandomStreams, "keys of random numbers");
        arenas.Gradients = gradients.Start;
    }

    /// <summary>The rule of the updates. Its learning rate may be changed between steps.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The gradients of the last step, before clipping, by the parameters' PyTorch names.</summary>
    public ParameterCollection Gradients { get; }

    /// <summary>The steps applied so far, those before a loaded checkpoint included.</summary>
    public long StepCount { get; private set; }

    /// <summary>Where the random numbers of training start; with <see cref="StepCount"/> it decides them all.</summary>
    public ulong Seed { get; private set; }

    /// <summary>
    /// The Euclidean norm of the gradients of all that is trained, together, in the last applied step and before clipping. Frozen parameters
    /// and groups with a learning rate scale of 0 do not count.
    /// </summary>
    public double GradientNorm { get; private set; }

    /// <summary>The learning rate of the next step: the optimizer's, after its schedule.</summary>
    public double LearningRate => Optimizer.RateAt(StepCount);

    private protected override string Description => "trainer";

    /// <summary>Updates the weights and states by the gradients of the step just computed.</summary>
    /// <exception cref="InvalidOperationException">No gradients have been computed since the last update.</exception>
    /// <exception cref="NonFiniteLossException">A gradient is infinite or not a number; nothing has changed.</exception>
    public void ApplyGradients()
    {
        Take();
        try
        {
            if (!hasGradients) throw new InvalidOperationException($"{Network}: there are no gradients to apply. Call ComputeGradients first.");
            hasGradients = false;
            GradientNorm = update.Apply(Workers, StepCount);
            var states = Weights.Info.StateLength;
            if (states > 0) Transfer.Copy(arenas.NextStates, Weights.StateArena.Span);
            Weights.MarkChanged();
            StepCount++;
        }
        finally
        {
            End();
        }
    }

    /// <summary>
    /// Writes weights, states, optimizer state, step and seed to one safetensors file, in place of an older one when it is complete.
    /// Settings of the optimizer are code, not state: they are not in it.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public void SaveCheckpoint(string path)
    {
        Take();
        try
        {
            TrainerCheckpoint.Save(path, Weights, Optimizer, update.Slots, StepCount, Seed);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Goes back to where <see cref="SaveCheckpoint"/> was called: the steps that follow give the same bits as they did then.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or belongs to another network or optimizer; nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read; nothing has changed.</exception>
    public void LoadCheckpoint(string path)
    {
        Take();
        try
        {
            (StepCount, Seed) = TrainerCheckpoint.Load(path, Weights, Optimizer, update.Slots);
            hasGradients = false;
            Weights.MarkChanged();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Starts a step, which <see cref="EndGradients"/> ends.</summary>
    /// <param name="name">The first input.</param>
    /// <param name="length">Its length.</param>
    /// <param name="perSample">Its length per sample.</param>
    /// <param name="symbols">The values of the network's symbols, in the order of <see cref="NetworkInfo.Dimensions"/>.</param>
    /// <exception cref="ArgumentException">The length is 0 or no multiple.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch is larger than <see cref="NetworkSession.MaxBatch"/>, or a symbol is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a call.</exception>
    protected Frame BeginStep(string name, int length, long perSample, ReadOnlySpan<int> symbols = default)
    {
        var sizes = Enter(name, length, perSample, symbols);
        hasGradients = false;
        if (Weights.Info.StateLength > 0) Transfer.Copy(Weights.StateArena.Span, arenas.NextStates);
        var streams = Weights.Info.Training!.RandomStreams;
        if (streams > 0) RandomKeys.Write(arenas.Keys, streams, Seed, StepCount);
        return new Frame(arenas, Workers, sizes);
    }

    /// <summary>Ends the computation of gradients.</summary>
    /// <param name="loss">The loss of the batch.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="NonFiniteLossException">The loss is infinite or not a number; nothing has changed.</exception>
    protected float EndGradients(float loss)
    {
        End();
        if (!float.IsFinite(loss)) throw NonFinite(loss);
        hasGradients = true;
        return loss;
    }

    private NonFiniteLossException NonFinite(float loss) =>
        new($"{Network}: the loss of step {StepCount + 1:N0} is {loss}. The step was not applied: the weights are as they were. " +
            "A lower learning rate, gradient clipping or a look at the input may help.", loss, StepCount + 1);

    private static ArenaPlan PlanOf(Weights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Info.Training ?? throw new InvalidOperationException($"{weights.Info.Name} has no loss and cannot be trained.");
    }

    private static long ExtraLength(NetworkInfo info) => Round(info.StateLength) + Round(2L * (info.Training?.RandomStreams ?? 0));
}
