namespace Sinter.Generator.Tests.Graphs;

/// <summary>Every message that attention and the layers around it can cause, word by word.</summary>
public sealed class AttentionErrorTests
{
    private static readonly Dictionary<string, (string Id, string Message, Func<GraphFixture, object> Definition)> Cases = new()
    {
        // Attention.
        ["QueryRank"] = ("SNT2003", "Attention needs queries [Q, heads, size], keys [K, groups, size] and values [K, groups, width], but gets [B, 3, 8], [B, 3, 2, 4] and [B, 3, 2, 4]; insert Unsqueeze(1) before it for one head.", f => f.Input(3, 8).Attention(f.Input(3, 2, 4), f.Input(3, 2, 4))),
        ["ValueRank"] = ("SNT2003", "Attention needs queries [Q, heads, size], keys [K, groups, size] and values [K, groups, width], but gets [B, 3, 2, 4], [5, 2, 4] and [5, 8]; insert Unsqueeze(1) before it for one head.", f => f.Input(3, 2, 4).Attention(f.Input().Parameter("k", [5, 2, 4]), f.Input().Parameter("v", [5, 8]))),
        ["ValueLength"] = ("SNT2001", "Attention needs a value for every key, but gets 3 keys [B, 3, 2, 4] and 5 values [B, 5, 2, 4]; compute both from the same sequence.", f => f.Input(4, 2, 4).Attention(f.Input(3, 2, 4), f.Input(5, 2, 4))),
        ["ValueLengthShared"] = ("SNT2001", "Attention needs a value for every key, but gets 3 keys [3, 2, 4] and 5 values [B, 5, 2, 4]; compute both from the same sequence.", f => f.Input(4, 2, 4).Attention(f.Input().Parameter("k", [3, 2, 4]), f.Input(5, 2, 4))),
        ["ValueHeads"] = ("SNT2001", "Attention needs keys and values of the same heads, but gets [B, 3, 2, 4] and [B, 3, 1, 6]: 2 and 1; give both as many.", f => f.Input(3, 2, 4).Attention(f.Input(3, 2, 4), f.Input(3, 1, 6))),
        ["HeadSize"] = ("SNT2001", "Attention needs queries and keys of one size, but gets [B, 3, 2, 4] and [B, 3, 2, 6]: 4 and 6; give the heads of both the same number of features.", f => f.Input(3, 2, 4).Attention(f.Input(3, 2, 6), f.Input(3, 2, 6))),
        ["Groups"] = ("SNT2004", "Attention shares 3 groups of keys between 4 heads, which cannot be done evenly; use 2 or 4 groups.", f => f.Input(3, 4, 2).Attention(f.Input(3, 3, 2), f.Input(3, 3, 2))),
        ["GroupsMore"] = ("SNT2004", "Attention shares 4 groups of keys between 2 heads, which cannot be done evenly; use 2 groups.", f => f.Input(3, 2, 2).Attention(f.Input(3, 4, 2), f.Input(3, 4, 2))),
        ["Window"] = ("SNT2002", "Attention: a window of 3 keys looks back from the query; set causal: true.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), window: 3)),
        ["WindowNegative"] = ("SNT2002", "Attention: window is -1, but must be 0 or more.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), causal: true, window: -1)),
        ["Slopes"] = ("SNT2002", "Attention has 2 heads, but 3 slopes; give one for each head.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), slopes: [1, 2, 3])),
        ["SlopeNaN"] = ("SNT2002", "Attention: a slope is NaN, but must be a finite number.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), slopes: [1, float.NaN])),
        ["Scale"] = ("SNT2002", "Attention: scale is Infinity, but must be a finite number.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), scale: float.PositiveInfinity)),
        ["Dropout"] = ("SNT2002", "Attention: dropout is 1, but must be at least 0 and below 1.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), dropout: 1)),
        ["Bias"] = ("SNT2001", "Attention needs a bias that broadcasts to [2, 3, 5], with or without the batch, but gets [2, 4, 5]: of queries it has 4, where 3 or 1 would do.", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), bias: f.Input().Parameter("b", [2, 4, 5]))),
        ["BiasOfOtherKeys"] = ("SNT2001", "Attention needs a bias that broadcasts to [2, 3, 5], with or without the batch, but gets [3]: of keys it has 3, where 5 or 1 would do.", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), bias: f.Input().Parameter("b", [3]))),
        ["Padding"] = ("SNT2001", "Attention needs a keyPaddingMask [5], with or without the batch, one number for each key, but gets [B, 3].", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), keyPaddingMask: f.Input(3))),
        ["PaddingRank"] = ("SNT2001", "MultiHeadAttention needs a keyPaddingMask [3], with or without the batch, one number for each key, but gets [B, 3, 3].", f => f.Input(3, 8).MultiHeadAttention(2, keyPaddingMask: f.Input(3, 3))),
        ["BiasTransposed"] = ("SNT2001", "Attention needs a bias that broadcasts to [2, 3, 5], with or without the batch, but gets [B, 5, 3]; insert Transpose(-2, -1) after it: the queries come before the keys.", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), bias: f.Input(5, 3))),
        ["BiasHeads"] = ("SNT2001", "Attention needs a bias that broadcasts to [2, 3, 5], with or without the batch, but gets [4, 3, 5]: of heads it has 4, where 2 or 1 would do.", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), bias: f.Input().Parameter("b", [4, 3, 5]))),
        ["BiasAxes"] = ("SNT2001", "Attention needs a bias that broadcasts to [2, 3, 5], with or without the batch, but gets [7, 2, 3, 5], which has 4 axes besides the batch; leave 1 of them out.", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), bias: f.Input().Parameter("b", [7, 2, 3, 5]))),
        ["BiasScalar"] = ("SNT2001", "Attention needs a bias that broadcasts to [2, 3, 5], with or without the batch, but gets [B]; insert Unsqueeze(-1) after it for one number to all keys.", f => f.Input(3, 2, 2).Attention(f.Input(5, 2, 2), f.Input(5, 2, 2), bias: f.Input())),
        ["Lengths"] = ("SNT2003", "Attention needs one length for each sample, [B], but gets [B, 3]; declare them as [Shape] Tokens lengths.", f => f.Input(3, 2, 2).Attention(f.Input(3, 2, 2), f.Input(3, 2, 2), lengths: f.Tokens(3))),
        ["NullKey"] = ("SNT2009", "Attention: key is null; pass a value of the network.", f => f.Input(3, 2, 2).Attention(null!, f.Input(3, 2, 2))),

        // Several heads with their projections.
        ["HeadsRank"] = ("SNT2003", "MultiHeadAttention needs a sequence of vectors [T, features], but gets [B, 8]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 8].", f => f.Input(8).MultiHeadAttention(2)),
        ["HeadsZero"] = ("SNT2002", "MultiHeadAttention: heads is 0, but must be 1 or more.", f => f.Input(3, 8).MultiHeadAttention(0)),
        ["Heads"] = ("SNT2004", "MultiHeadAttention 'mix' cannot divide 8 features between 3 heads; use 2 or 4 heads, or 6 or 9 features.", f => f.Input(3, 8).MultiHeadAttention(3, name: "mix")),
        ["HeadsWithWeights"] = ("SNT2004", "MultiHeadAttention cannot divide 8 features between 3 heads; use 2 or 4 heads, or 6 or 9 features.", f => f.Input(3, 8).MultiHeadAttentionWithWeights(3)),
        ["MemoryRank"] = ("SNT2001", "MultiHeadAttention needs memory [K, width], but gets [B, 8]; insert Unsqueeze(0) after it for one place.", f => f.Input(3, 8).MultiHeadAttention(2, f.Input(8))),
        ["Mask"] = ("SNT2001", "MultiHeadAttention 'mix' needs a mask that broadcasts to [2, 3, 5], with or without the batch, but gets [3, 3]: of keys it has 3, where 5 or 1 would do.", f => f.Input(3, 8).MultiHeadAttention(2, f.Input(5, 8), mask: f.Input().Parameter("m", [3, 3]), name: "mix")),
        ["MaskWithWeights"] = ("SNT2001", "MultiHeadAttention needs a mask that broadcasts to [2, 3, 3], with or without the batch, but gets [2, 3, 4]: of keys it has 4, where 3 or 1 would do.", f => f.Input(3, 8).MultiHeadAttentionWithWeights(2, mask: f.Input().Parameter("m", [2, 3, 4]))),
        ["Values"] = ("SNT2001", "MultiHeadAttention needs a value for every place of the memory, but gets 5 places [B, 5, 6] and 4 values [B, 4, 6]; compute both from the same sequence.", f => f.Input(3, 8).MultiHeadAttention(2, f.Input(5, 6), values: f.Input(4, 6))),
        ["ValuesRank"] = ("SNT2001", "MultiHeadAttention needs values [K, width], but gets [B, 8]; insert Unsqueeze(0) after it for one place.", f => f.Input(3, 8).MultiHeadAttentionWithWeights(2, values: f.Input(8))),
        ["Linear"] = ("SNT2001", "LinearAttention needs queries and keys [T, heads, size] and values [T, heads, width], but gets [B, 3, 2, 4], [B, 5, 2, 4] and [B, 5, 2, 4]; compute all from one sequence.", f => f.Input(3, 2, 4).LinearAttention(f.Input(5, 2, 4), f.Input(5, 2, 4))),

        // Blocks.
        ["EncoderRank"] = ("SNT2003", "TransformerEncoderLayer needs a sequence of vectors [T, features], but gets [B, 2, 3, 4]; insert Flatten(1) before it: [B, 2, 12].", f => f.Input(2, 3, 4).TransformerEncoderLayer(2)),
        ["EncoderHeads"] = ("SNT2004", "TransformerEncoderLayer 'e' cannot divide 8 features between 3 heads; use 2 or 4 heads, or 6 or 9 features.", f => f.Input(3, 8).TransformerEncoderLayer(3, name: "e")),
        ["EncoderWidth"] = ("SNT2002", "TransformerEncoderLayer: feedForward is 0, but must be 1 or more.", f => f.Input(3, 8).TransformerEncoderLayer(2, 0)),
        ["EncoderMask"] = ("SNT2001", "MultiHeadAttention 'self_attn' needs a mask that broadcasts to [2, 3, 3], with or without the batch, but gets [B, 2, 4, 3]: of queries it has 4, where 3 or 1 would do.", f => f.Input(3, 8).TransformerEncoderLayer(2, mask: f.Input(2, 4, 3))),
        ["DecoderMemory"] = ("SNT2001", "TransformerDecoderLayer needs a memory [S, 8], but gets [B, 5, 6]; insert Linear(8) after it.", f => f.Input(3, 8).TransformerDecoderLayer(f.Input(5, 6), 2)),
        ["DecoderNull"] = ("SNT2009", "TransformerDecoderLayer: memory is null; pass a value of the network.", f => f.Input(3, 8).TransformerDecoderLayer(null!, 2)),
        ["GptHeads"] = ("SNT2004", "GptBlock cannot divide 8 features between 3 heads; use 2 or 4 heads, or 6 or 9 features.", f => f.Input(3, 8).GptBlock(3)),
        ["GptHeadsZero"] = ("SNT2002", "GptBlock: heads is 0, but must be 1 or more.", f => f.Input(3, 8).GptBlock(0)),
        ["BertHeads"] = ("SNT2004", "BertBlock cannot divide 8 features between 5 heads; use 4 or 8 heads, or 5 or 10 features.", f => f.Input(3, 8).BertBlock(5, 6)),
        ["LlamaHeads"] = ("SNT2004", "LlamaBlock cannot divide 8 features between 3 heads; use 2 or 4 heads, or 6 or 9 features.", f => f.Input(3, 8).LlamaBlock(3, 6)),
        ["LlamaGroups"] = ("SNT2004", "LlamaBlock 'b' shares 3 groups of keys between 4 heads, which cannot be done evenly; use 2 or 4 groups.", f => f.Input(3, 8).LlamaBlock(4, 6, groups: 3, name: "b")),
        ["LlamaGroupsZero"] = ("SNT2002", "LlamaBlock: groups is 0, but must be 1 or more.", f => f.Input(3, 8).LlamaBlock(4, 6, groups: 0)),
        ["LlamaOdd"] = ("SNT2002", "LlamaBlock: 4 heads of 12 features have 3 each, but rotary positions rotate pairs; use 3 or 6 heads.", f => f.Input(3, 12).LlamaBlock(4, 6)),

        ["LlamaHeadSize"] = ("SNT2002", "LlamaBlock: headSize is 5, but rotary positions rotate pairs; it must be even, such as 6.", f => f.Input(3, 12).LlamaBlock(4, 6, headSize: 5)),
        ["LlamaWindow"] = ("SNT2002", "LlamaBlock: window is -1, but must be 0 or more.", f => f.Input(3, 8).LlamaBlock(4, 6, window: -1)),

        // Positions.
        ["RopeFactor"] = ("SNT2002", "RopeScaling: factor is 0.5, but must be a finite number of 1 or more.", _ => RopeScaling.Linear(0.5f)),
        ["RopeBands"] = ("SNT2002", "RopeScaling: highFrequencyFactor is 1, but must be greater than lowFrequencyFactor, 4.", _ => RopeScaling.Llama3(8, 4, 1, 64)),
        ["RopeTurns"] = ("SNT2002", "RopeScaling: betaFast is 1, less than betaSlow, 32; exchange them.", _ => RopeScaling.Yarn(4, 64, betaFast: 1, betaSlow: 32)),
        ["RotaryRank"] = ("SNT2003", "RotaryPositions needs heads [T, heads, size], but gets [B, 3, 8]; insert Unsqueeze(1) before it for one head.", f => f.Input(3, 8).RotaryPositions()),
        ["RotaryOdd"] = ("SNT2002", "RotaryPositions rotates pairs of features, but the size of [B, 3, 2, 5] is 5; use heads of an even size.", f => f.Input(3, 2, 5).RotaryPositions()),
        ["RotaryOddInterleaved"] = ("SNT2002", "RotaryPositions rotates pairs of features, but the size of [B, 3, 2, 5] is 5; use heads of an even size.", f => f.Input(3, 2, 5).RotaryPositions(interleaved: true)),
        ["RotaryBase"] = ("SNT2002", "RotaryPositions: frequencyBase is 0, but must be a finite number above 0.", f => f.Input(3, 2, 4).RotaryPositions(0)),
        ["SinusoidalRank"] = ("SNT2003", "SinusoidalPositions needs a sequence of vectors [T, features], but gets [B, 8]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 8], or Unsqueeze(1) for one feature in each step.", f => f.Input(8).SinusoidalPositions()),
        ["LearnedLength"] = ("SNT2002", "LearnedPositions 'p': a sequence of 5 places needs 5 vectors, but length is 3; make length 5 or more.", f => f.Input(5, 8).LearnedPositions(length: 3, name: "p")),
        ["Alibi"] = ("SNT2002", "AlibiSlopes: heads is 0, but must be 1 or more.", _ => PositionLayers.AlibiSlopes(0)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mistake_IsExplained(string name)
    {
        var (id, message, definition) = Cases[name];
        GraphFixture.Fails(id, message, definition);
    }

    [Fact]
    public void MistakesInAttention_AreUnderlined()
    {
        var error = Frontend.Source.Error(Frontend.Source.ReadMembers("static Tensor Define([Shape(3, 6)] Tensor x) => x.Relu().TransformerEncoderLayer(heads: 4).Linear(2);"));
        Assert.Equal(
            ("SNT2004", "TransformerEncoderLayer(heads: 4)", "TransformerEncoderLayer cannot divide 6 features between 4 heads; use 3 or 6 heads, or 4 or 8 features."), error);
    }
}
