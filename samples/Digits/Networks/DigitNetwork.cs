using Sinter;

namespace Digits.Networks;

/// <summary>Predicts: images of 784 pixels each in, 10 logits each out.</summary>
internal delegate void Forward(ReadOnlySpan<float> images, Span<float> logits);

/// <summary>Learns from one batch and returns its mean loss.</summary>
internal delegate float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

/// <summary>
/// A model with its weights, of whichever network. Compiled networks share no base class on purpose (their calls are
/// typed by their own inputs), so what the sample needs of them is captured here in delegates.
/// </summary>
internal sealed record DigitModel(
    Action<string> Save,
    Func<int, int, (IDisposable Session, Forward Forward)> CreateSession,
    Func<Optimizer, int, int, ulong, (IDisposable Trainer, Step Step)> CreateTrainer);

/// <summary>A network that can be asked for by name.</summary>
internal sealed record DigitNetwork(string Name, NetworkInfo Info, Func<ulong, DigitModel> Create, Func<string, DigitModel> Load);
