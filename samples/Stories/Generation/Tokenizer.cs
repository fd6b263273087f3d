using System.Globalization;
using System.Text;

namespace Stories.Generation;

/// <summary>Text to tokens and back: byte pair encoding by scores (SentencePiece), with a token for every byte as a last resort.</summary>
internal sealed class Tokenizer(byte[][] pieces, float[] scores)
{
    public const int Begin = 1, End = 2;

    /// <summary>Tokens 3 to 258 stand for single bytes.</summary>
    private const int FirstByte = 3;

    private readonly Dictionary<string, int> tokenOfPiece = Index(pieces);

    /// <summary>A tokenizer that knows single bytes only.</summary>
    public static Tokenizer OfBytes()
    {
        var pieces = Enumerable.Range(0, Stories260K.Vocabulary).Select(token =>
            token is >= FirstByte and < FirstByte + 256 ? Encoding.ASCII.GetBytes($"<0x{token - FirstByte:X2}>") : []).ToArray();
        return new Tokenizer(pieces, new float[pieces.Length]);
    }

    /// <summary>The tokens of a text, the beginning marked.</summary>
    public int[] Encode(string text)
    {
        var tokens = new List<int> { Begin };
        if (text.Length == 0) return [.. tokens];
        var parts = new List<int>();
        foreach (var rune in (" " + text).EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (tokenOfPiece.TryGetValue(Key(bytes), out var token)) parts.Add(token);
            else parts.AddRange(bytes.Select(value => value + FirstByte));
        }

        while (BestPair(parts) is { } pair)
        {
            parts[pair.Index] = pair.Token;
            parts.RemoveAt(pair.Index + 1);
        }

        return [.. tokens, .. parts];
    }

    /// <summary>The bytes that a token adds behind another.</summary>
    public ReadOnlySpan<byte> Decode(int token, int previous)
    {
        ReadOnlySpan<byte> piece = pieces[token];
        if (previous == Begin && piece is [(byte)' ', ..]) piece = piece[1..];
        return IsByte(piece, out var value) ? new byte[] { value } : piece;
    }

    private (int Index, int Token)? BestPair(List<int> parts)
    {
        (int Index, int Token)? best = null;
        for (var index = 0; index + 1 < parts.Count; index++)
        {
            byte[] joined = [.. pieces[parts[index]], .. pieces[parts[index + 1]]];
            if (!tokenOfPiece.TryGetValue(Key(joined), out var token)) continue;
            if (best is null || scores[token] > scores[best.Value.Token]) best = (index, token);
        }

        return best;
    }

    private static bool IsByte(ReadOnlySpan<byte> piece, out byte value)
    {
        value = 0;
        return piece is [(byte)'<', (byte)'0', (byte)'x', _, _, (byte)'>'] &&
            byte.TryParse(Encoding.ASCII.GetString(piece[3..5]), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
    }

    private static Dictionary<string, int> Index(byte[][] pieces)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var token = 0; token < pieces.Length; token++) index.TryAdd(Key(pieces[token]), token);
        return index;
    }

    // Bytes as characters of the same number: pieces need not be whole characters.
    private static string Key(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
