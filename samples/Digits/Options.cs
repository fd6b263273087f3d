using Digits.Networks;
using Digits.Training;

namespace Digits;

/// <summary>What the command line asked for.</summary>
/// <param name="DataFolder">Where the IDX files are, or null to look for them.</param>
/// <param name="Weights">The file the weights are saved to, or read from to predict.</param>
internal sealed record Options(DigitNetwork Network, TrainingSettings Training, string? DataFolder, string Weights, bool Sweep, bool Predict);
