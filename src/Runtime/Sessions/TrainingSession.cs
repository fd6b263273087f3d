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
    /// <summary>The most steps of a trainer, 2^53: the doubles in which schedules and corrections are computed tell no more apart.</summary>
    internal const long MostSteps = 1L << 53;

    private readonly FrameArenas arenas;
    private readonly ParameterUpdate update;
    private readonly MovingStates movingStates;
    private long stepCount;
    private readonly long[] counts;
    private bool hasGradients;

    /// <summary>Allocates the workspace, the gradients and the optimizer's state.</summary>
    /// <param name="weights">The values to train.</param>
    /// <param name="optimizer">The rule of the updates. It holds settings only, so several trainers may share one.</param>
    /// <param name="maxBatch">The largest batch a step may pass.</param>
    /// <param name="threads">The threads a step uses, the caller's among them; 0 for all cores. Results do not depend on it.</param>
    /// <param name="seed">Where random numbers of training (dropout) start.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> or <paramref name="threads"/> is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for so large a workspace, the gradients or the optimizer's state.</exception>
    protected TrainingSession(Weights weights, Optimizer optimizer, int maxBatch, int threads, ulong seed)
        : base(weights, PlanOf(weights), $"a trainer with maxBatch: {maxBatch:N0}", maxBatch, threads, ExtraLength(weights.Info))
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        Seed = seed;
        weights.Plain.KeepForTraining();
        var gradients = PinnedArena.Create($"{Network}: the gradients", weights.Info.TrainedLength);
        Gradients = ParameterCollection.OfGradients(weights.Info, gradients);
        update = new ParameterUpdate(weights, gradients, optimizer);
        movingStates = new MovingStates(weights.Info, update.IsFrozen);
        counts = new long[weights.Info.States.Count];
        arenas = Arenas;
        arenas.NextStates = Extra;
        arenas.Keys = Extra.At(Round(weights.Info.StateLength));
        Planned.Limit(ref arenas.NextStates, weights.Info.StateLength, "next states");
        Planned.Limit(ref arenas.Keys, 2L * weights.Info.Training!.RandomStreams, "keys of random numbers");
        arenas.Gradients = gradients.Start;
    }

    /// <summary>The rule of the updates. Its learning rate may be changed between steps.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The gradients of the last step, before clipping, by the parameters' PyTorch names. What is declared frozen has none.</summary>
    public ParameterCollection Gradients { get; }

    /// <summary>The steps applied so far, those before a loaded checkpoint included.</summary>
    public long StepCount => Volatile.Read(ref stepCount);

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
    /// <exception cref="InvalidOperationException">No gradients have been computed since the last update, or another thread is in a call.</exception>
    /// <exception cref="NonFiniteLossException">A gradient is infinite or not a number; nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void ApplyGradients()
    {
        Take();
        try
        {
            if (!hasGradients) throw new InvalidOperationException($"{Network}: there are no gradients to apply. Call ComputeGradients first.");
            Apply();
        }
        finally
        {
            End();
        }
    }

    /// <summary>
    /// Writes weights, states, optimizer state, step and seed to one safetensors file, in place of an older one when it is complete.
    /// Settings of the optimizer are code, not state: they are not in it. Modes and symbolic links are kept, as <see cref="Weights.Save(string)"/> does.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, or there is a directory, a pipe or a device; an older file is as it was.</exception>
    /// <exception cref="ArgumentException">The path is null, empty or holds a NUL.</exception>
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

    /// <summary>
    /// Goes back to where <see cref="SaveCheckpoint"/> was called: the steps that follow give the same bits as they did then. Where weights
    /// have been frozen since, what the optimizer kept for them is passed over; where some are trained that were not, the checkpoint is
    /// refused: a rule that counts steps cannot begin for some of them anew.
    /// </summary>
    /// <exception cref="CheckpointException">The file is damaged, or belongs to another network or optimizer; nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read; nothing has changed.</exception>
    /// <exception cref="ArgumentException">The path is null, empty or holds a NUL; nothing has changed.</exception>
    public void LoadCheckpoint(string path)
    {
        Take();
        try
        {
            var (step, seed) = TrainerCheckpoint.Load(path, Weights, Optimizer, update.Slots);
            Volatile.Write(ref stepCount, step);
            Seed = seed;
            hasGradients = false;
            Weights.MarkChanged();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Starts a step, which <see cref="NetworkSession.End"/> ends, whatever becomes of it. One that is refused has ended.</summary>
    /// <param name="fingerprint">What the code of the step was generated with.</param>
    /// <param name="name">The first input.</param>
    /// <param name="length">Its length.</param>
    /// <param name="perSample">Its length per sample.</param>
    /// <param name="symbols">The values of the network's symbols, in the order of <see cref="NetworkInfo.Dimensions"/>.</param>
    /// <exception cref="ArgumentException">The length is 0 or no multiple.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch is larger than <see cref="NetworkSession.MaxBatch"/>, or a symbol is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a call, or the network was changed while the program ran.</exception>
    protected Frame BeginStep(ulong fingerprint, string name, int length, long perSample, ReadOnlySpan<int> symbols = default)
    {
        Take();
        try
        {
            var sizes = Bind(fingerprint, name, length, perSample, symbols);
            if (stepCount >= MostSteps) throw new InvalidOperationException($"{Network}: the trainer has taken {stepCount:N0} steps, and can count no more. Make a new one.");
            return new Frame(arenas, Workers, sizes);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>States that the arguments are right and the gradients of the step before are about to be overwritten.</summary>
    protected void BeginGradients()
    {
        hasGradients = false;
        if (Weights.Info.StateLength > 0) Transfer.Copy(Weights.StateArena.Span, arenas.NextStates);
        var streams = Weights.Info.Training!.RandomStreams;
        if (streams > 0) RandomKeys.Write(arenas.Keys, streams, Seed, stepCount);
    }

    /// <summary>States that the gradients are computed.</summary>
    /// <inheritdoc cref="EndGradients(float, bool, ReadOnlySpan{long})"/>
    protected float EndGradients(float loss, bool applies) => EndGradients(loss, applies, []);

    /// <summary>States that the gradients of a step are computed that leaves some inputs out.</summary>
    /// <param name="loss">The loss of the batch.</param>
    /// <param name="applies">Whether to update the weights and states too.</param>
    /// <param name="added">What the step adds to each of the states that count; nothing where that is what the table of the network says.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="NonFiniteLossException">The loss, or a gradient to be applied, is infinite or not a number; nothing has changed.</exception>
    protected float EndGradients(float loss, bool applies, ReadOnlySpan<long> added)
    {
        if (!float.IsFinite(loss)) throw NonFinite(loss);
        for (var index = 0; index < counts.Length; index++) counts[index] = added.IsEmpty ? Weights.Info.States[index].PerStep : added[index];
        hasGradients = true;
        if (applies) Apply();
        return loss;
    }

    private void Apply()
    {
        hasGradients = false;
        GradientNorm = update.Apply(Workers, stepCount);
        movingStates.Move(arenas.NextStates, Weights.StateArena, counts);
        Weights.MarkChanged();
        Volatile.Write(ref stepCount, stepCount + 1);
    }

    private NonFiniteLossException NonFinite(float loss) =>
        new($"{Network}: the loss of step {stepCount + 1:N0} is {loss}. The step was not applied: the weights are as they were. " +
            "A lower learning rate, gradient clipping or a look at the input may help.", loss, stepCount + 1);

    private static ArenaPlan PlanOf(Weights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Info.Training ?? throw new InvalidOperationException($"{weights.Info.Name} has no loss and cannot be trained.");
    }

    private static long ExtraLength(NetworkInfo info) => Round(info.StateLength) + Round(2L * (info.Training?.RandomStreams ?? 0));

    private static long Round(long length) => (long)ArenaPlan.Round(length);
}
