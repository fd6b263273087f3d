using System.Runtime.InteropServices;
using Sinter;

namespace Stories.Files;

/// <summary>
/// Reads the format of llama2.c's first version: seven integers (features, width of the feed-forward layers, blocks, heads,
/// groups, vocabulary, length), then the weights of all blocks kind by kind, as 32-bit floats.
/// </summary>
internal static class Llama2Checkpoint
{
    private const int HeaderLength = 7 * sizeof(int);

    /// <summary>The weights of a block in the order of the file, with the network's names.</summary>
    private static readonly string[] Attention = ["input_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj"];

    private static readonly string[] FeedForward = ["post_attention_layernorm", "mlp.gate_proj", "mlp.down_proj", "mlp.up_proj"];

    /// <summary>Reads all weights, or none when the file does not fit.</summary>
    /// <exception cref="FileFormatException">The file is damaged or belongs to another network.</exception>
    public static void Load(string path, ParameterCollection parameters)
    {
        var bytes = File.ReadAllBytes(path);
        CheckHeader(path, bytes);
        var names = Names().ToArray();
        var expected = HeaderLength + (names.Sum(name => parameters[name].Length) * sizeof(float));

        // The tables of the rotary positions follow; the network computes its own.
        expected += Stories260K.MaxLength * (Stories260K.Features / Stories260K.Heads) * sizeof(float);
        if (bytes.Length != expected) throw new FileFormatException(path, $"has {bytes.Length:N0} bytes, but its header promises {expected:N0}.");
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeaderLength));
        foreach (var name in names)
        {
            var length = (int)parameters[name].Length;
            parameters[name].CopyFrom(values[..length]);
            values = values[length..];
        }
    }

    private static IEnumerable<string> Names()
    {
        static IEnumerable<string> OfBlocks(string kind) => Enumerable.Range(0, Stories260K.Blocks).Select(block => $"layers.{block}.{kind}.weight");
        return ["embed_tokens.weight", .. Attention.SelectMany(OfBlocks), .. FeedForward.SelectMany(OfBlocks), "norm.weight"];
    }

    private static void CheckHeader(string path, byte[] bytes)
    {
        if (bytes.Length < HeaderLength) throw new FileFormatException(path, $"has {bytes.Length} bytes, too few for a header of {HeaderLength}.");
        var header = MemoryMarshal.Cast<byte, int>(bytes.AsSpan(0, HeaderLength)).ToArray();
        int[] wanted = [Stories260K.Features, Stories260K.FeedForward, Stories260K.Blocks, Stories260K.Heads, Stories260K.Groups, Stories260K.Vocabulary, Stories260K.MaxLength];
        if (!header.SequenceEqual(wanted))
            throw new FileFormatException(path, $"holds a network of the sizes {string.Join(", ", header)}, but this program is compiled for {string.Join(", ", wanted)}.");
    }
}
