using CharRnn.Networks;

namespace CharRnn.Data;

/// <summary>
/// Characters as numbers: the line break, then printable ASCII in its order. Fixed, because the extents of a network are settled when
/// it is compiled, and so that weights fit any text.
/// </summary>
internal static class Alphabet
{
    public const int LineBreak = 0;

    private const char First = ' ', Last = '~', Unknown = '?';

    /// <summary>The number of a character, or -1 if it has none.</summary>
    public static int IndexOf(char character) => character switch
    {
        '\n' => LineBreak,
        >= First and <= Last => character - First + 1,
        _ => -1,
    };

    public static char CharacterOf(int index) => index == LineBreak
        ? '\n'
        : index is > 0 and < Sizes.Characters ? (char)(First + index - 1) : throw new ArgumentOutOfRangeException(nameof(index), index, "There is no such character.");

    /// <summary>A text as numbers. Carriage returns go; what the alphabet does not have becomes a question mark and is counted.</summary>
    public static (int[] Indices, int Replaced) Encode(ReadOnlySpan<char> text)
    {
        var indices = new List<int>(text.Length);
        var replaced = 0;
        foreach (var character in text)
        {
            if (character == '\r') continue;
            var index = IndexOf(character == '\t' ? ' ' : character);
            if (index < 0) replaced++;
            indices.Add(index < 0 ? IndexOf(Unknown) : index);
        }
        return ([.. indices], replaced);
    }
}
