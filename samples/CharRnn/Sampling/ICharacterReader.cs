namespace CharRnn.Sampling;

/// <summary>A trained network reading a text character by character.</summary>
internal interface ICharacterReader : IDisposable
{
    /// <summary>Reads one more character.</summary>
    /// <param name="character">Its number in the alphabet.</param>
    /// <returns>The logits of the character that follows; valid until the next call.</returns>
    ReadOnlySpan<float> Read(int character);
}
