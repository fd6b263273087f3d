namespace Sentiment.Data;

/// <summary>A review as it was written.</summary>
/// <param name="IsPositive">Whether the writer liked the film.</param>
internal readonly record struct Review(string Text, bool IsPositive);
