using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Buffers and tied weights that PyTorch and Hugging Face store: passed over where they are what they seem, and only there.</summary>
public sealed class KnownTensorTests
{
    private static readonly (string, string, long[], byte[]) Weight = Target.Floats("w", 2, 3);

    public static TheoryData<string, string, long[], bool> Buffers => new()
    {
        { "embeddings.position_ids", "I64", [1, 8], true },
        { "embeddings.position_ids", "F32", [1, 8], false },
        { "embeddings.token_type_ids", "I64", [1, 8], true },
        { "features.1.0.attn.relative_position_index", "I64", [16], true },
        { "features.1.0.attn.relative_coords_table", "F32", [1, 3, 3, 2], true },
        { "h.0.attn.bias", "U8", [1, 1, 4, 4], true },
        { "h.0.attn.bias", "F32", [1, 1, 4, 4], true },
        { "h.0.attn.bias", "F32", [4], false },
        { "h.0.attn.bias", "F32", [1, 1, 4, 3], false },
        { "fc.bias", "F32", [1, 1, 4, 4], false },
        { "h.0.attn.attention.masked_bias", "F32", [], true },
        { "h.0.attn.masked_bias", "F32", [1], true },
        { "h.0.attn.masked_bias", "F32", [2], false },
        { "layers.0.self_attn.rotary_emb.inv_freq", "F32", [8], true },
        { "model.rotary_emb.inv_freq", "F16", [8], true },
        { "layers.0.inv_freq", "F32", [8], false },
        { "bn.num_batches_tracked", "I64", [], true },
        { "bn.num_batches_tracked", "I64", [3], false },
        { "position_ids_", "I64", [1], false },
    };

    [Theory]
    [MemberData(nameof(Buffers))]
    public void Known_buffers_need_no_place(string name, string type, long[] shape, bool isKnown)
    {
        var count = (int)shape.Aggregate(1L, (product, extent) => product * extent);
        var file = Target.Safetensors(Weight, (name, type, shape, new byte[count * (type == "I64" ? 8 : type == "U8" ? 1 : type == "F16" ? 2 : 4)]));
        var weights = Target.Of(("w", [2, 3]));
        if (isKnown) Assert.Equal([name], weights.Load(file).PassedOver);
        else Assert.StartsWith($"the bytes: the tensors are not those of Net: it has '{name}', which the network does not", Target.Refusal(weights, file));
    }

    [Theory]
    [InlineData("lm_head.weight", "wte.weight", true)]
    [InlineData("lm_head.weight", "transformer.wte.weight", true)]
    [InlineData("lm_head.weight", "model.embed_tokens.weight", true)]
    [InlineData("cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight", true)]
    [InlineData("cls.predictions.decoder.bias", "cls.predictions.bias", true)]
    [InlineData("encoder.embed_tokens.weight", "shared.weight", true)]
    [InlineData("lm_head.weight", "fc.weight", false)]
    [InlineData("head.weight", "wte.weight", false)]
    [InlineData("my_lm_head.weight", "wte.weight", false)]
    public void Tied_weights_are_passed_over_where_they_are_the_same(string copy, string original, bool isTied)
    {
        var weights = Target.Of((original, [2, 3]));
        var same = Target.Safetensors(Target.Floats(copy, 2, 3), Target.Floats(original, 2, 3));
        if (isTied) Assert.Equal([copy], weights.Load(same).PassedOver);
        else Assert.Contains($"it has '{copy}'", Target.Refusal(weights, same));

        var other = Target.Safetensors((copy, "F32", [2, 3], Target.Bytes<float>(1, 2, 3, 4, 5, 7)), Target.Floats(original, 2, 3));
        Assert.Contains($"it has '{copy}'", Target.Refusal(weights, other));
        Assert.Contains($"it has '{copy}'", Target.Refusal(weights, Target.Safetensors(Target.Floats(copy, 3, 2), Target.Floats(original, 2, 3))));
    }

    [Fact]
    public void A_tensor_that_the_network_has_is_never_passed_over()
    {
        var weights = Target.Of(("h.0.attn.bias", [1, 1, 2, 2]), ("lm_head.weight", [2, 3]), ("wte.weight", [2, 3]));
        var result = weights.Load(Target.Safetensors(Target.Floats("h.0.attn.bias", 1, 1, 2, 2), Target.Floats("lm_head.weight", 2, 3), Target.Floats("wte.weight", 2, 3)));
        Assert.Equal(3, result.Loaded.Count);
        Assert.Empty(result.PassedOver);
    }

    [Fact]
    public void Counters_that_an_old_file_lacks_begin_again()
    {
        var weights = Target.Of(("w", [2, 3]), ("bn.num_batches_tracked", []));
        weights.States[0].CopyCountsFrom([7]);
        Assert.Equal(["bn.num_batches_tracked"], weights.Load(Target.Safetensors(Weight)).Reset);
        Assert.Equal(0, weights.States[0].Counts[0]);
    }
}
