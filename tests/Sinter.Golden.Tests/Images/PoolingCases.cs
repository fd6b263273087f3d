using Sinter.Golden.Layers;

namespace Sinter.Golden.Images;

// Pools. What each case is in PyTorch stands under its name in eng/goldens/images.py.

[Network]
public partial class AvgPool2dCeilCase
{
    private static Tensor Define([Shape(2, 6, 5)] Tensor x) => x.Probe(2, 6, 5).AvgPool2d(3, stride: 2, padding: 1, ceilMode: true);

    private static Tensor Loss(Tensor y, [Shape(2, 4, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool2dCeilInsideCase
{
    private static Tensor Define([Shape(2, 6, 8)] Tensor x) => x.Probe(2, 6, 8).AvgPool2d(3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false);

    private static Tensor Loss(Tensor y, [Shape(2, 4, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool2dCeilOblongCase
{
    private static Tensor Define([Shape(2, 7, 6)] Tensor x) => x.Probe(2, 7, 6).AvgPool2d((2, 4), stride: (2, 3), padding: (0, 2), ceilMode: true);

    private static Tensor Loss(Tensor y, [Shape(2, 4, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool2dDivisorCase
{
    private static Tensor Define([Shape(2, 6, 5)] Tensor x) => x.Probe(2, 6, 5).AvgPool2d(3, stride: 2, padding: 1, ceilMode: true, divisorOverride: 5);

    private static Tensor Loss(Tensor y, [Shape(2, 4, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool1dCeilCase
{
    private static Tensor Define([Shape(2, 8)] Tensor x) => x.Probe(2, 8).AvgPool1d(3, stride: 2, padding: 1, ceilMode: true);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveAvgPool2dCase
{
    private static Tensor Define([Shape(3, 8, 6)] Tensor x) => x.Probe(3, 8, 6).AdaptiveAvgPool2d((4, 3));

    private static Tensor Loss(Tensor y, [Shape(3, 4, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveAvgPool2dUnevenCase
{
    private static Tensor Define([Shape(3, 7, 8)] Tensor x) => x.Probe(3, 7, 8).AdaptiveAvgPool2d(5);

    private static Tensor Loss(Tensor y, [Shape(3, 5, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveAvgPool2dLargerCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).AdaptiveAvgPool2d((5, null));

    private static Tensor Loss(Tensor y, [Shape(2, 5, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveMaxPool2dCase
{
    private static Tensor Define([Shape(3, 13, 6)] Tensor x) => x.Probe(3, 13, 6).AdaptiveMaxPool2d((6, 2));

    private static Tensor Loss(Tensor y, [Shape(3, 6, 2)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveMaxPool2dTiesCase
{
    private static Tensor Define([Shape(3, 7, 8)] Tensor x) => x.Probe(3, 7, 8).AdaptiveMaxPool2d(5);

    private static Tensor Loss(Tensor y, [Shape(3, 5, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveAvgPool1dCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).AdaptiveAvgPool1d(5);

    private static Tensor Loss(Tensor y, [Shape(3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AdaptiveMaxPool1dCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).AdaptiveMaxPool1d(4);

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GlobalMaxPool2dCase
{
    private static Tensor Define([Shape(5, 4, 3)] Tensor x) => x.Probe(5, 4, 3).GlobalMaxPool2d();

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.ToLoss(target);
}
