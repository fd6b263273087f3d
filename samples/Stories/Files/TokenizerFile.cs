using System.Buffers.Binary;
using Stories.Generation;

namespace Stories.Files;

/// <summary>Reads llama2.c's tokenizer format: the length of the longest token, then for each a score, a length, and its bytes.</summary>
internal static class TokenizerFile
{
    /// <exception cref="FileFormatException">The file ends too early, or goes on after its last token.</exception>
    public static Tokenizer Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var place = sizeof(int);
        var pieces = new byte[Stories260K.Vocabulary][];
        var scores = new float[pieces.Length];
        for (var token = 0; token < pieces.Length; token++)
        {
            if (place + 8 > bytes.Length) throw Truncated(path, token);
            scores[token] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(place));
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place + 4));
            place += 8;
            if (length < 0 || place + length > bytes.Length) throw Truncated(path, token);
            pieces[token] = bytes[place..(place + length)];
            place += length;
        }

        if (place != bytes.Length) throw new FileFormatException(path, $"goes on for {bytes.Length - place:N0} bytes after its {pieces.Length} tokens: it belongs to another vocabulary.");
        return new Tokenizer(pieces, scores);
    }

    private static FileFormatException Truncated(string path, int token) =>
        new(path, $"ends within token {token}, but there must be {Stories260K.Vocabulary}: it is truncated or belongs to another vocabulary.");
}
