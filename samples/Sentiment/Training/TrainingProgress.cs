namespace Sentiment.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Batches done in this epoch.</param>
/// <param name="Steps">Batches of an epoch.</param>
/// <param name="Loss">The mean over the last batches.</param>
/// <param name="Accuracy">On the test set, once it was tested after the epoch's last step.</param>
/// <param name="Remaining">Until the last epoch ends, at the speed so far.</param>
internal readonly record struct TrainingProgress(
    string Network, int Epoch, int Epochs, int Step, int Steps, double Loss, double? Accuracy, double ReviewsPerSecond, TimeSpan Remaining)
{
    public bool IsEndOfEpoch => Accuracy is not null;
}
