namespace Sinter.Golden.Attentions;

// Blocks of GPT-2, BERT and LLaMA. What each case is there stands under its name in eng/goldens/record_attention.py.

[Network]
public partial class BlockOfGpt
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().GptBlock(2, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfBert
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().BertBlock(2, 12, dropout: 0, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfBertLengths
{
    private static Tensor Define([Shape(6, 8)] Tensor x, [Shape] Tokens lengths) => x.Probe().BertBlock(2, 12, dropout: 0, lengths: lengths, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfLlama
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().LlamaBlock(2, 12, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfLlamaGrouped
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().LlamaBlock(2, 12, groups: 1, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfLlamaInterleaved
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().LlamaBlock(2, 12, groups: 1, interleaved: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}
