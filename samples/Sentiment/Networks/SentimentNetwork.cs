using Sinter;

namespace Sentiment.Networks;

/// <summary>Predicts: reviews of so many steps in, two logits each out.</summary>
internal delegate void Forward(ReadOnlySpan<int> reviews, ReadOnlySpan<int> lengths, int steps, Span<float> logits);

/// <summary>Learns from one batch and returns its mean loss.</summary>
internal delegate float Step(ReadOnlySpan<int> reviews, ReadOnlySpan<int> lengths, ReadOnlySpan<int> labels, int steps);

/// <summary>
/// A model with its weights, of whichever network. Compiled networks share no base class on purpose (their calls are
/// typed by their own inputs), so what the sample needs of them is captured here in delegates.
/// </summary>
internal sealed record SentimentModel(
    Action<string> Save,
    Func<int, int, (IDisposable Session, Forward Forward)> CreateSession,
    Func<Optimizer, int, int, ulong, (IDisposable Trainer, Step Step)> CreateTrainer);

/// <summary>A network that can be asked for by name.</summary>
/// <param name="LearningRate">The rate it learns well with.</param>
/// <param name="WarmupSteps">How many steps it takes to get there; 0 to start with it.</param>
internal sealed record SentimentNetwork(string Name, NetworkInfo Info, double LearningRate, int WarmupSteps, Func<ulong, SentimentModel> Create);
