using CharRnn.Data;

namespace CharRnn.Sampling;

/// <summary>Lets a network go on from a prompt.</summary>
internal static class Writing
{
    /// <summary>The characters that follow the prompt, one by one.</summary>
    /// <param name="prompt">What is read first; a line break if it is empty.</param>
    /// <param name="length">How many characters follow.</param>
    public static IEnumerable<char> Continue(ICharacterReader reader, string prompt, int length, Sampler sampler)
    {
        if (length == 0) yield break;
        var next = -1;
        var read = Alphabet.Encode(prompt.Length == 0 ? "\n" : prompt).Indices;
        for (var i = 0; i < read.Length - 1; i++) reader.Read(read[i]);
        for (var written = 0; written < length; written++)
        {
            next = sampler.Draw(reader.Read(next < 0 ? read[^1] : next));
            yield return Alphabet.CharacterOf(next);
        }
    }
}
