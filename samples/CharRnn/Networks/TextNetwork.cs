using CharRnn.Sampling;
using Sinter;

namespace CharRnn.Networks;

/// <summary>Predicts: windows of characters in, the logits of what follows each of them out.</summary>
internal delegate void Forward(ReadOnlySpan<int> characters, Span<float> logits);

/// <summary>Learns from one batch of windows and returns its mean loss in nats per character.</summary>
internal delegate float Step(ReadOnlySpan<int> characters, ReadOnlySpan<int> following);

/// <summary>
/// A model with its weights, of whichever network. Compiled networks share no base class on purpose (their calls are
/// typed by their own inputs), so what the sample needs of them is captured here in delegates.
/// </summary>
/// <param name="CreateSession">From the largest batch and the number of threads.</param>
/// <param name="CreateTrainer">From optimizer, largest batch, threads and seed.</param>
/// <param name="CreateReader">Reads characters one by one, with the weights as they are now.</param>
internal sealed record TextModel(
    Func<int, int, (IDisposable Session, Forward Forward)> CreateSession,
    Func<Optimizer, int, int, ulong, (TrainingSession Trainer, Step Step)> CreateTrainer,
    Func<ICharacterReader> CreateReader);

/// <summary>A network that can be asked for by name.</summary>
/// <param name="Context">Characters of a window.</param>
/// <param name="Batch">Windows of a training step, unless the command line says otherwise.</param>
/// <param name="LearningRate">The highest learning rate, unless the command line says otherwise.</param>
internal sealed record TextNetwork(string Name, NetworkInfo Info, int Context, int Batch, float LearningRate, Func<ulong, TextModel> Create);
