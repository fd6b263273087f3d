namespace Sinter.Golden.Layers;

// Layers that are matrix products. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class LinearCase
{
    private static Tensor Define([Shape(7)] Tensor x) => x.Probe(7).Linear(5, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LinearWithoutBiasCase
{
    private static Tensor Define([Shape(7)] Tensor x) => x.Probe(7).Linear(33, bias: false, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(33)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LinearOfRowsCase
{
    private static Tensor Define([Shape(3, 6)] Tensor x) => x.Probe(3, 6).Linear(4, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MatmulWeightCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6).Matmul(x.Parameter("weight", [6, 5]));

    private static Tensor Loss(Tensor y, [Shape(4, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MatmulBatchedCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6).ByItself();

    private static Tensor Loss(Tensor y, [Shape(4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MatmulHeadsCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Heads();

    private static Tensor Loss(Tensor y, [Shape(2, 3, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class EmbeddingCase
{
    private static Tensor Define([Shape(5)] Tokens x) => x.Embedding(9, 4, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 4)] Tensor target) => y.ToLoss(target);
}
