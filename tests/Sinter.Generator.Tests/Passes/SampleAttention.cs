using Definition = Sinter.Generator.Tests.Passes.SampleNetworks.Definition;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Small networks with attention: each option, alone and together, and what is shared by all samples.</summary>
internal static class SampleAttention
{
    public static Dictionary<string, Action<Definition>> Definitions { get; } = new()
    {
        ["Attention"] = d => d.Classify(d.Image(4, 6).MultiHeadAttention(2, dropout: 0.2f).Flatten().Linear(4)),
        ["AttentionCausal"] = d => d.Classify(d.Image(5, 4).MultiHeadAttention(2, causal: true, window: 3, slopes: PositionLayers.AlibiSlopes(2)).Flatten().Linear(4)),
        ["AttentionLengths"] = d => d.Classify(d.Image(4, 4).TransformerEncoderLayer(2, 5, lengths: d.Lengths(4)).Flatten().Linear(4)),
        ["AttentionMask"] = d => d.Classify(d.Image(4, 4).MultiHeadAttention(2, mask: d.Image(4, 4), lengths: d.Lengths(4)).Flatten().Linear(4)),
        ["AttentionTrainedMask"] = d =>
        {
            var x = d.Image(4, 4);
            var masked = x.MultiHeadAttention(2, mask: x.Parameter("mask", [2, 4, 4]), keyPaddingMask: d.Image(4).Greater(0), addBiasKeyValue: true);
            d.Classify(masked.MultiHeadAttention(2, mask: x.BucketedPositionBias(2, buckets: 4, maxDistance: 3)).Flatten().Linear(4));
        },
        ["AttentionOtherWidths"] = d => d.Classify(d.Image(4, 4).MultiHeadAttention(2, memory: d.Image(3, 5), values: d.Image(3, 2), mask: d.Image(3)).Flatten().Linear(4)),
        ["AttentionWideValues"] = d =>
        {
            var x = d.Image(4, 2, 3);
            d.Classify(x.Attention(x.Sin(), x.Tanh().Concat(x, 2), causal: true, bias: x.Parameter("mask", [4, 4])).Flatten().Linear(4));
        },
        ["AttentionGroups"] = d =>
        {
            var x = d.Image(4, 8);
            var (q, k) = (x.Linear(8).Reshape(4, 4, 2), x.Linear(4).Reshape(4, 2, 2));
            d.Classify(q.RotaryPositions().Attention(k.RotaryPositions(interleaved: true), k.Tanh(), causal: true).Flatten().Linear(4));
        },
        ["AttentionCross"] = d => d.Classify(d.Image(3, 4).TransformerDecoderLayer(d.Tokens(5, 7).Embedding(7, 4), 2, 6, memoryLengths: d.Lengths(5)).Flatten().Linear(4)),
        ["AttentionQueries"] = d =>
        {
            var x = d.Image(5, 4);
            d.Classify(x.Parameter("queries", [3, 4]).TransformerDecoderLayer(x, 2, 6, causal: false).Flatten().Linear(4));
        },
        ["AttentionKeys"] = d =>
        {
            var x = d.Image(3, 2, 2);
            var keys = x.Parameter("keys", [4, 1, 2]);
            d.Classify(x.Attention(keys, keys.Tanh()).Flatten().Linear(4));
        },
        ["AttentionLinear"] = d =>
        {
            var x = d.Image(4, 2, 3);
            d.Classify((x.LinearAttention(x.Sin(), x.Cos(), causal: true) + x.LinearAttention(x.Sin(), x.Cos())).Flatten().Linear(4));
        },
        ["AttentionInScan"] = d =>
        {
            var x = d.Image(4, 4);
            var heads = x.Linear(4).Reshape(4, 2, 2);
            d.Classify(x.Scan(x.Zeros(4), (step, h) =>
            {
                var seen = (step + h).Reshape(1, 2, 2).Attention(heads, heads.Tanh()).Flatten();
                return (seen, (h.Linear(4) + seen).Tanh());
            }).Outputs.Flatten().Linear(4));
        },
    };
}
