namespace Sinter.Golden.Layers;

// Tables. What each case is in PyTorch stands under its name in eng/goldens/norms.py.

[Network]
public partial class EmbeddingPaddingCase
{
    private static Tensor Define([Shape(5)] Tokens x) => x.Embedding(4, 3, paddingIdx: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class EmbeddingMaxNormCase
{
    private static Tensor Define([Shape(5)] Tokens x) => x.Embedding(6, 3, maxNorm: 0.6f, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class EmbeddingMaxNormOfOneCase
{
    private static Tensor Define([Shape(5)] Tokens x) => x.Embedding(6, 3, paddingIdx: -1, maxNorm: 0.6f, normType: 1, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 3)] Tensor target) => y.ToLoss(target);
}
