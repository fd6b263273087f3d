namespace Sinter.Golden.Layers;

// Pools. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class MaxPool2dCase
{
    private static Tensor Define([Shape(3, 6, 8)] Tensor x) => x.Probe(3, 6, 8).MaxPool2d(2);

    private static Tensor Loss(Tensor y, [Shape(3, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxPool2dOverlapCase
{
    private static Tensor Define([Shape(3, 7, 8)] Tensor x) => x.Probe(3, 7, 8).MaxPool2d(3, stride: 2, padding: 1);

    private static Tensor Loss(Tensor y, [Shape(3, 4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxPool2dTiesCase
{
    private static Tensor Define([Shape(3, 7, 7)] Tensor x) => x.Probe(3, 7, 7).MaxPool2d(3, stride: 1, padding: 1);

    private static Tensor Loss(Tensor y, [Shape(3, 7, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxPool2dRemainderCase
{
    private static Tensor Define([Shape(2, 7, 5)] Tensor x) => x.Probe(2, 7, 5).MaxPool2d(2);

    private static Tensor Loss(Tensor y, [Shape(2, 3, 2)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxPool2dDilationCase
{
    private static Tensor Define([Shape(2, 7, 6)] Tensor x) => x.Probe(2, 7, 6).MaxPool2d(2, stride: 1, dilation: 2);

    private static Tensor Loss(Tensor y, [Shape(2, 5, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxPool2dCeilCase
{
    private static Tensor Define([Shape(2, 7, 6)] Tensor x) => x.Probe(2, 7, 6).MaxPool2d(3, stride: 2, ceilMode: true);

    private static Tensor Loss(Tensor y, [Shape(2, 3, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool2dCase
{
    private static Tensor Define([Shape(3, 6, 8)] Tensor x) => x.Probe(3, 6, 8).AvgPool2d(2);

    private static Tensor Loss(Tensor y, [Shape(3, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool2dOverlapCase
{
    private static Tensor Define([Shape(3, 7, 8)] Tensor x) => x.Probe(3, 7, 8).AvgPool2d(3, stride: 2, padding: 1);

    private static Tensor Loss(Tensor y, [Shape(3, 4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class AvgPool2dWithoutPaddingCase
{
    private static Tensor Define([Shape(3, 7, 8)] Tensor x) => x.Probe(3, 7, 8).AvgPool2d(3, stride: 2, padding: 1, countIncludePad: false);

    private static Tensor Loss(Tensor y, [Shape(3, 4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GlobalAvgPool2dCase
{
    private static Tensor Define([Shape(5, 4, 3)] Tensor x) => x.Probe(5, 4, 3).GlobalAvgPool2d();

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.ToLoss(target);
}
