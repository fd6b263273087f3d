using System.Text.Json;

namespace Sinter.Checkpoints;

/// <summary>
/// The strings of a header by their places in it: a header may have millions of them, and an object for each would take many times the
/// memory of the file. A place is that of the first quotation mark.
/// </summary>
internal sealed class JsonStrings(ReadOnlyMemory<byte> json)
{
    private char[] buffer = new char[256];

    /// <summary>The string that a reader stands on, without escapes, until the next call.</summary>
    /// <exception cref="InvalidOperationException">It is not valid Unicode.</exception>
    public ReadOnlySpan<char> Read(scoped ref Utf8JsonReader reader)
    {
        if (buffer.Length < reader.ValueSpan.Length) buffer = new char[Math.Max(reader.ValueSpan.Length, 2 * buffer.Length)];
        return buffer.AsSpan(0, reader.CopyString(buffer));
    }

    /// <summary>The string at a place, likewise.</summary>
    public ReadOnlySpan<char> Read(int place)
    {
        var reader = ReaderAt(place);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>A reader of the value that begins at a place.</summary>
    public Utf8JsonReader ReaderAt(int place) => new(json.Span[place..], isFinalBlock: false, default);

    /// <summary>The first of some places, in the order of the list, whose string stands at another one too; -1 when all differ.</summary>
    /// <param name="places">Where strings are.</param>
    /// <param name="hashes">The hash of each; sorted on return.</param>
    public int Repeated(int[] places, int[] hashes)
    {
        Array.Sort(hashes, places);
        for (var i = 1; i < places.Length; i++)
        {
            for (var before = i - 1; before >= 0 && hashes[before] == hashes[i]; before--)
            {
                var text = Read(places[before]).ToString();
                if (Read(places[i]).SequenceEqual(text)) return places[i];
            }
        }

        return -1;
    }
}
