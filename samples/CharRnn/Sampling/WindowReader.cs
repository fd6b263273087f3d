using CharRnn.Networks;

namespace CharRnn.Sampling;

/// <summary>Reads with a network of a whole window: the last characters of the text, as many as fit, are read anew for each of them.</summary>
internal sealed class WindowReader(IDisposable session, Forward forward, int context) : ICharacterReader
{
    private readonly int[] window = new int[context];
    private readonly float[] logits = new float[context * Sizes.Characters];
    private int count;

    public ReadOnlySpan<float> Read(int character)
    {
        if (count == context)
        {
            window.AsSpan(1).CopyTo(window);
            count--;
        }

        // What stands behind the last character is of no consequence: a causal network does not look ahead.
        window[count++] = character;
        forward(window, logits);
        return logits.AsSpan((count - 1) * Sizes.Characters, Sizes.Characters);
    }

    public void Dispose() => session.Dispose();
}
