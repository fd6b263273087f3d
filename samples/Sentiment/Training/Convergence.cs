namespace Sentiment.Training;

/// <summary>What came of one epoch.</summary>
/// <param name="Loss">The mean over the epoch's batches.</param>
/// <param name="Accuracy">Of the reviews of the test set, as a fraction.</param>
/// <param name="Training">What the steps took, without the test.</param>
internal sealed record EpochResult(int Epoch, double Loss, double Accuracy, TimeSpan Training);

/// <summary>The mean loss of some batches, and where in the training they stood.</summary>
/// <param name="Epoch">Epochs done, with a fraction.</param>
internal readonly record struct LossPoint(double Epoch, double Loss);

/// <summary>How a network's training went.</summary>
internal sealed record Convergence(string Network, IReadOnlyList<LossPoint> Losses, IReadOnlyList<EpochResult> Epochs);
