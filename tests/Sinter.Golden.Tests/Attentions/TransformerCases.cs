namespace Sinter.Golden.Attentions;

// The layers of PyTorch's Transformer. What each case is there stands under its name in eng/goldens/record_attention.py.

[Network]
public partial class EncoderRelu
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().TransformerEncoderLayer(2, 12, dropout: 0, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class EncoderGelu
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().TransformerEncoderLayer(2, 12, dropout: 0, activation: TransformerActivation.Gelu, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class EncoderPreNormRelu
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().TransformerEncoderLayer(2, 12, dropout: 0, normFirst: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class EncoderPreNormGelu
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().TransformerEncoderLayer(2, 12, dropout: 0, activation: TransformerActivation.Gelu, normFirst: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class EncoderLengths
{
    private static Tensor Define([Shape(6, 8)] Tensor x, [Shape] Tokens lengths) => x.Probe().TransformerEncoderLayer(2, 12, dropout: 0, lengths: lengths, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class EncoderCausal
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().TransformerEncoderLayer(2, 12, dropout: 0, causal: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class DecoderRelu
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => y.TransformerDecoderLayer(memory, 2, 12, dropout: 0, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class DecoderGelu
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => y.TransformerDecoderLayer(memory, 2, 12, dropout: 0, activation: TransformerActivation.Gelu, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class DecoderPreNormRelu
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => y.TransformerDecoderLayer(memory, 2, 12, dropout: 0, normFirst: true, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class DecoderPreNormGelu
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => y.TransformerDecoderLayer(memory, 2, 12, dropout: 0, activation: TransformerActivation.Gelu, normFirst: true, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class DecoderLengths
{
    private static Tensor Define([Shape(11, 8)] Tensor x, [Shape] Tokens lengths) => Parts.Cross(x.Probe(), (y, memory) => y.TransformerDecoderLayer(memory, 2, 12, dropout: 0, memoryLengths: lengths, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}
