using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>
/// What the files of PyTorch and Hugging Face hold besides a network's weights, by names that mean nothing else, and by what they look like
/// where a name could.
/// </summary>
internal static class KnownTensors
{
    // Either side of a pair that language models tie: the head, and the table of words.
    private static readonly string[] Heads = ["lm_head.weight", "embed_out.weight", "predictions.decoder.weight", "vocab_projector.weight", "lm_head.decoder.weight", "output.weight"];

    private static readonly string[] Tables = ["wte.weight", "embed_tokens.weight", "word_embeddings.weight", "shared.weight", "embed_in.weight", "tok_embeddings.weight", "tokens_embed.weight", "embeddings.weight", "embedding.weight"];

    // Biases that are stored under two names.
    private static readonly (string Copy, string Original)[] Biases = [("predictions.decoder.bias", "predictions.bias"), ("lm_head.decoder.bias", "lm_head.bias")];

    /// <summary>Whether a tensor that the network does not know is a buffer that it needs no place for.</summary>
    public static bool IsBuffer(TensorSection section, int index)
    {
        var (parent, last) = Split(section.Names[index]);
        return last switch
        {
            // Batch normalisations that count nothing here.
            "num_batches_tracked" => section[index].Length == 1,

            // BERT and its kin, CLIP, Swin.
            "position_ids" or "token_type_ids" or "relative_position_index" => !section[index].Type.IsFloat,
            "relative_coords_table" => section[index].Shape is [.., 2],

            // Rotary positions.
            "inv_freq" or "cos_cached" or "sin_cached" => LastPart(parent) is "rotary_emb" or "rotary_pos_emb" or "rotary_embedding" or "rotary",

            // GPT-2, GPT-Neo and their kin: the triangle of what may be seen, and the number in the place of what may not.
            "bias" => IsAttention(parent) && section[index].Shape is [1, 1, var rows, var columns] && rows == columns,
            "masked_bias" => IsAttention(parent) && section[index].Length == 1,
            _ => false,
        };
    }

    /// <summary>Whether two names are those of weights that language models tie.</summary>
    public static bool AreTied(string name, string other)
    {
        if (Ends(name, Heads)) return Ends(other, Tables);
        if (Ends(name, Tables)) return Ends(other, Heads) || Ends(other, Tables);
        foreach (var (copy, original) in Biases)
        {
            if (IsPart(name, copy)) return IsPart(other, original);
        }

        return false;
    }

    /// <summary>Whether a key is a counter's that files from before PyTorch 0.4.1 lack.</summary>
    public static bool IsLateCounter(string key) => Split(key).Last is "num_batches_tracked";

    private static bool Ends(string name, string[] ends)
    {
        foreach (var end in ends)
        {
            if (IsPart(name, end)) return true;
        }

        return false;
    }

    private static bool IsPart(string name, string end) => name.EndsWith(end, StringComparison.Ordinal) && (name.Length == end.Length || name[^(end.Length + 1)] == '.');

    private static bool IsAttention(string parent) => LastPart(parent) is "attn" or "attention";

    private static string LastPart(string name) => Split(name).Last;

    private static (string Parent, string Last) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }
}
