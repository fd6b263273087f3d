namespace Sinter.Golden.Layers;

// Distances and losses of them. What each case is in PyTorch stands under its name in eng/goldens/losses.py.

[Network]
public partial class CosineEmbeddingCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6);

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.Select(0, 0).CosineEmbedding(y.Select(0, 1), target.Sign());
}

[Network]
public partial class CosineEmbeddingMarginCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6);

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.Select(0, 0).CosineEmbedding(y.Select(0, 1), -target.Abs().Sign(), margin: -0.5f, Reduction.Sum);
}

[Network]
public partial class TripletMarginCase
{
    private static Tensor Define([Shape(3, 6)] Tensor x) => x.Probe(3, 6);

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.Select(0, 0).TripletMargin(y.Select(0, 1), y.Select(0, 2)) + (0 * target.Sum());
}

[Network]
public partial class TripletMarginSwapCase
{
    private static Tensor Define([Shape(3, 6)] Tensor x) => x.Probe(3, 6);

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.Select(0, 0).TripletMargin(y.Select(0, 1), y.Select(0, 2), margin: 2.5f, p: 1, swap: true, reduction: Reduction.Sum) + (0 * target.Sum());
}

[Network]
public partial class TripletMarginNoneCase
{
    private static Tensor Define([Shape(3, 6)] Tensor x) => x.Probe(3, 6);

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => (y.Select(0, 0).TripletMargin(y.Select(0, 1), y.Select(0, 2), margin: 3, p: 3, reduction: Reduction.None) * target).Sum();
}

[Network]
public partial class MarginRankingCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6);

    private static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => y.Select(0, 0).MarginRanking(y.Select(0, 1), target.Sign(), margin: 0.3f);
}

[Network]
public partial class CosineSimilarityCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6).Apart((a, b) => a.CosineSimilarity(b));

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class CosineSimilarityOfLastAxisCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Apart((a, b) => a.CosineSimilarity(b, axis: -1, epsilon: 1e-3f));

    private static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PairwiseDistanceCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6).Apart((a, b) => a.PairwiseDistance(b));

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PairwiseDistanceOfOneCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Apart((a, b) => a.PairwiseDistance(b, p: 1, keepDims: true));

    private static Tensor Loss(Tensor y, [Shape(3, 1)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PairwiseDistanceOfInfinityCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6).Apart((a, b) => a.PairwiseDistance(b, p: float.PositiveInfinity));

    private static Tensor Loss(Tensor y, [Shape] Tensor target) => y.ToLoss(target);
}
