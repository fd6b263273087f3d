namespace Sinter.Golden.Networks;

/// <summary>A causal network of all kinds of blocks and positions, which also continues a sequence call by call.</summary>
[Network, Dim("T", Max = 24), Decode(40)]
public partial class Writer
{
    private static Tensor Define([Shape("T")] Tokens text)
    {
        var x = text.Embedding(19, 24, name: "table").LearnedPositions(length: 40).SinusoidalPositions();
        x = x.GptBlock(3, name: "gpt").LlamaBlock(6, 20, groups: 2, name: "llama").LlamaBlock(2, 20, interleaved: true, name: "pairs");
        x = x.TransformerEncoderLayer(4, 16, causal: true, slopes: PositionLayers.AlibiSlopes(4), normFirst: true, name: "alibi");
        return (x + x.LayerNorm().MultiHeadAttention(2, causal: true, window: 5, name: "window")).Linear(19, name: "head");
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
