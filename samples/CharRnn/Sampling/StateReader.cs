using CharRnn.Networks;

namespace CharRnn.Sampling;

/// <summary>One step of a recurrent network: a character and the states before it to logits and the states after it.</summary>
internal delegate void ForwardStep(ReadOnlySpan<int> character, float[][] states, Span<float> logits, float[][] next);

/// <summary>Reads with a network of one step, whose states carry all there was: every character costs the same, however long the text.</summary>
internal sealed class StateReader(IDisposable session, int stateLength, int states, ForwardStep forward) : ICharacterReader
{
    private readonly int[] character = new int[1];
    private readonly float[] logits = new float[Sizes.Characters];
    private float[][] now = Zeros(states, stateLength);
    private float[][] next = Zeros(states, stateLength);

    public ReadOnlySpan<float> Read(int character)
    {
        this.character[0] = character;
        forward(this.character, now, logits, next);
        (now, next) = (next, now);
        return logits;
    }

    public void Dispose() => session.Dispose();

    private static float[][] Zeros(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new float[length])];
}
