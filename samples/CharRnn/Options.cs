using CharRnn.Networks;
using CharRnn.Training;

namespace CharRnn;

/// <summary>What the command line asked for.</summary>
/// <param name="TextFile">The text to learn from, or null to look for it.</param>
/// <param name="Checkpoint">The file the run is saved to, or read from to resume or to generate.</param>
internal sealed record Options(
    TextNetwork Network, TrainingSettings Training, SampleSettings Sample, string? TextFile, string Checkpoint, bool Resume, bool Generate);

/// <summary>What to write once the network is trained.</summary>
internal sealed record SampleSettings(string Prompt, int Length, float Temperature);
