using Sentiment.Networks;
using Sentiment.Training;

namespace Sentiment;

/// <summary>What the command line asked for.</summary>
/// <param name="Networks">The networks to train, one after the other.</param>
/// <param name="DataFolder">Where IMDB's two files are, or null to look for them.</param>
/// <param name="Limit">The most reviews to train on, and to test on.</param>
/// <param name="Weights">The folder the weights are saved to, or null for none.</param>
/// <param name="Chart">The SVG file of the chart.</param>
internal sealed record Options(IReadOnlyList<SentimentNetwork> Networks, TrainingSettings Training, string? DataFolder, int Limit, string? Weights, string Chart);
