namespace Digits.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Batches done in this epoch.</param>
/// <param name="Steps">Batches of an epoch.</param>
/// <param name="Loss">The mean over the last batches.</param>
/// <param name="Remaining">Until the last epoch ends, at the speed so far.</param>
internal readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, float Loss, double ImagesPerSecond, TimeSpan Remaining)
{
    public bool IsEndOfEpoch => Step == Steps;
}
