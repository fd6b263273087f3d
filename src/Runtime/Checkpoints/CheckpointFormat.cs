namespace Sinter.Checkpoints;

/// <summary>What a file says it is: its <c>format</c> in the metadata.</summary>
internal static class CheckpointFormat
{
    /// <summary>The key of the metadata.</summary>
    public const string Key = "format";

    /// <summary>Weights and states, as PyTorch marks them.</summary>
    public const string Weights = "pt";

    /// <summary>A trainer's, in the version that is written and read.</summary>
    public const string Trainer = Trainers + "1";

    private const string Trainers = "sinter-trainer-";

    /// <summary>Whether a file is a trainer's, of whatever version.</summary>
    public static bool IsTrainer(HeaderMetadata metadata) => metadata.TryGetValue(Key, out var format) && format.StartsWith(Trainers, StringComparison.Ordinal);
}
