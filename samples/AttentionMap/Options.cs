namespace AttentionMap;

/// <summary>What the command line asked for.</summary>
/// <param name="Sentence">The sentence to show.</param>
/// <param name="Head">The head to show, counted from 1, or null for the one that looks at what pronouns stand for.</param>
/// <param name="Steps">Batches to learn from.</param>
/// <param name="Map">The SVG file of the map.</param>
internal sealed record Options(string Sentence, int? Head, int Steps, int Seed, int Threads, string Map);
