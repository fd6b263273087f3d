namespace CharRnn.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Loss">The mean over the batches since the last look at the validation text, in nats per character.</param>
/// <param name="Validation">The loss on text that is not trained on, when it was just measured.</param>
/// <param name="Remaining">Until the last step, at the speed so far.</param>
internal readonly record struct TrainingProgress(
    long Step, int Steps, float Loss, float? Validation, double CharactersPerSecond, TimeSpan Remaining);

/// <summary>What came of a training run.</summary>
/// <param name="Step">Steps done, those before a resumed checkpoint included.</param>
/// <param name="Elapsed">The time of the steps, without the measuring of losses.</param>
/// <param name="ProcessorTime">What the steps took of all cores together: the figure to compare on a machine that does other things as well.</param>
internal readonly record struct TrainingResult(long Step, TimeSpan Elapsed, TimeSpan ProcessorTime);
