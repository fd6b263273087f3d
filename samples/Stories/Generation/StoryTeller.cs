using System.Diagnostics;

namespace Stories.Generation;

/// <summary>Continues a prompt: the prompt in one call, then token by token.</summary>
internal static class StoryTeller
{
    /// <summary>Hands the bytes of the story to <paramref name="write"/> as they come.</summary>
    /// <returns>The tokens that were generated, and the time it took.</returns>
    public static (int Tokens, TimeSpan Elapsed) Tell(Stories260K.Decoder decoder, Tokenizer tokenizer, Sampler sampler, string prompt, int steps, Action<ReadOnlySpan<byte>> write)
    {
        var tokens = tokenizer.Encode(prompt);
        if (tokens.Length > steps) tokens = tokens[..steps];
        var logits = new float[tokens.Length * Stories260K.Vocabulary];
        for (var index = 1; index < tokens.Length; index++) write(tokenizer.Decode(tokens[index], tokens[index - 1]));

        var clock = Stopwatch.StartNew();
        decoder.Decode(tokens, logits);
        var last = tokens[^1];
        var generated = 0;
        Span<int> next = [0];
        while (true)
        {
            next[0] = sampler.Next(logits.AsSpan()[^Stories260K.Vocabulary..]);
            if (next[0] is Tokenizer.Begin or Tokenizer.End) break;
            generated++;
            write(tokenizer.Decode(next[0], last));
            last = next[0];
            if (decoder.Position >= steps) break;
            decoder.Decode(next, logits.AsSpan()[^Stories260K.Vocabulary..]);
        }

        return (generated, clock.Elapsed);
    }
}
