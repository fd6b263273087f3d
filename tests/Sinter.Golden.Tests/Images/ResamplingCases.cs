using Sinter.Golden.Layers;

namespace Sinter.Golden.Images;

// Interpolation. What each case is in PyTorch stands under its name in eng/goldens/images.py.

[Network]
public partial class UpsampleNearestCase
{
    private static Tensor Define([Shape(3, 3, 4)] Tensor x) => x.Probe(3, 3, 4).Upsample(scaleFactor: 2);

    private static Tensor Loss(Tensor y, [Shape(3, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleNearestOblongCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Upsample(scaleFactor: (3, 2));

    private static Tensor Loss(Tensor y, [Shape(2, 9, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleNearestSizeCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Upsample((5, 7));

    private static Tensor Loss(Tensor y, [Shape(2, 5, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleNearestFractionCase
{
    private static Tensor Define([Shape(2, 4, 5)] Tensor x) => x.Probe(2, 4, 5).Upsample(scaleFactor: 1.7f);

    private static Tensor Loss(Tensor y, [Shape(2, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleNearestExactCase
{
    private static Tensor Define([Shape(2, 3, 7)] Tensor x) => x.Probe(2, 3, 7).Upsample((5, 3), UpsampleMode.NearestExact);

    private static Tensor Loss(Tensor y, [Shape(2, 5, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleNearestSequenceCase
{
    private static Tensor Define([Shape(3, 5)] Tensor x) => x.Probe(3, 5).Upsample(scaleFactor: 3);

    private static Tensor Loss(Tensor y, [Shape(3, 15)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBilinearCase
{
    private static Tensor Define([Shape(3, 3, 4)] Tensor x) => x.Probe(3, 3, 4).Upsample(scaleFactor: 2, mode: UpsampleMode.Bilinear);

    private static Tensor Loss(Tensor y, [Shape(3, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBilinearOblongCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Upsample(scaleFactor: (3, 4), UpsampleMode.Bilinear);

    private static Tensor Loss(Tensor y, [Shape(2, 9, 16)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBilinearCornersCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Upsample(scaleFactor: 2, mode: UpsampleMode.Bilinear, alignCorners: true);

    private static Tensor Loss(Tensor y, [Shape(2, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBilinearSizeCase
{
    private static Tensor Define([Shape(2, 3, 6)] Tensor x) => x.Probe(2, 3, 6).Upsample((7, 4), UpsampleMode.Bilinear);

    private static Tensor Loss(Tensor y, [Shape(2, 7, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBilinearFractionCase
{
    private static Tensor Define([Shape(2, 3, 5)] Tensor x) => x.Probe(2, 3, 5).Upsample(scaleFactor: 1.5f, mode: UpsampleMode.Bilinear);

    private static Tensor Loss(Tensor y, [Shape(2, 4, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBilinearRecomputeCase
{
    private static Tensor Define([Shape(2, 3, 5)] Tensor x) => x.Probe(2, 3, 5).Upsample(scaleFactor: 1.5f, mode: UpsampleMode.Bilinear, recomputeScaleFactor: true);

    private static Tensor Loss(Tensor y, [Shape(2, 4, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBicubicCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Upsample(scaleFactor: 2, mode: UpsampleMode.Bicubic);

    private static Tensor Loss(Tensor y, [Shape(2, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleBicubicCornersCase
{
    private static Tensor Define([Shape(2, 4, 5)] Tensor x) => x.Probe(2, 4, 5).Upsample((7, 3), UpsampleMode.Bicubic, alignCorners: true);

    private static Tensor Loss(Tensor y, [Shape(2, 7, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleLinearCase
{
    private static Tensor Define([Shape(3, 5)] Tensor x) => x.Probe(3, 5).Upsample(scaleFactor: 4, mode: UpsampleMode.Linear);

    private static Tensor Loss(Tensor y, [Shape(3, 20)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class UpsampleLinearCornersCase
{
    private static Tensor Define([Shape(3, 5)] Tensor x) => x.Probe(3, 5).Upsample(size: 8, mode: UpsampleMode.Linear, alignCorners: true);

    private static Tensor Loss(Tensor y, [Shape(3, 8)] Tensor target) => y.ToLoss(target);
}
