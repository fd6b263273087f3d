namespace CharRnn.Data;

/// <summary>
/// Pieces of a text as batches: each character, and as its label the one that follows. The windows of a training step are a pure
/// function of seed and step, so that a resumed run sees what an uninterrupted one sees. The buffers are reused.
/// </summary>
internal sealed class Windows
{
    private readonly int[] text;
    private readonly int[] characters;
    private readonly int[] following;

    /// <param name="text">The text; longer than a window.</param>
    /// <param name="context">Characters of a window.</param>
    /// <param name="batch">Windows of a batch.</param>
    public Windows(int[] text, int context, int batch)
    {
        if (text.Length <= context) throw new ArgumentException($"A text of {text.Length} characters has no window of {context} and the one that follows.", nameof(text));
        (this.text, Context, Batch) = (text, context, batch);
        characters = new int[batch * context];
        following = new int[batch * context];
    }

    public int Context { get; }

    public int Batch { get; }

    /// <summary>How many windows stand side by side in the text.</summary>
    public int Count => (text.Length - 1) / Context;

    /// <summary>Windows at random places, the same for the same seed and step; the spans are valid until the next call.</summary>
    public void Draw(ulong seed, long step, out ReadOnlySpan<int> characters, out ReadOnlySpan<int> following)
    {
        var places = (ulong)(text.Length - Context);
        for (var row = 0; row < Batch; row++)
        {
            var bits = Mix(Mix(Mix(seed) + (ulong)step) + (ulong)row);
            Copy(row, (int)Math.BigMul(bits, places, out _));
        }
        characters = this.characters;
        following = this.following;
    }

    /// <summary>Windows side by side, from number <paramref name="first"/>; fewer at the end of the text.</summary>
    public void Take(int first, int count, out ReadOnlySpan<int> characters, out ReadOnlySpan<int> following)
    {
        var rows = Math.Min(Math.Min(Batch, count), Count - first);
        for (var row = 0; row < rows; row++) Copy(row, (first + row) * Context);
        characters = this.characters.AsSpan(0, rows * Context);
        following = this.following.AsSpan(0, rows * Context);
    }

    private void Copy(int row, int start)
    {
        text.AsSpan(start, Context).CopyTo(characters.AsSpan(row * Context, Context));
        text.AsSpan(start + 1, Context).CopyTo(following.AsSpan(row * Context, Context));
    }

    /// <summary>Spreads neighbouring numbers over all 64 bits (the finalizer of SplitMix64; Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
