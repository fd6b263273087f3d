namespace Stories;

/// <summary>What the command line asked for.</summary>
/// <param name="Checkpoint">A checkpoint of llama2.c, or null to look for one.</param>
/// <param name="Tokenizer">The tokenizer that belongs to it, or null to look for one.</param>
/// <param name="Steps">The most tokens of a story, the prompt's included.</param>
/// <param name="Temperature">0 takes the likeliest token every time.</param>
/// <param name="TopP">Only the likeliest tokens that make up this probability are drawn from.</param>
internal sealed record Options(string? Checkpoint, string? Tokenizer, string Prompt, int Steps, float Temperature, float TopP, int Seed, int Threads);
