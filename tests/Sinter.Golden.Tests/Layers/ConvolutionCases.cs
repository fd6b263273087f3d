namespace Sinter.Golden.Layers;

// Convolutions. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class Conv2dCase
{
    private static Tensor Define([Shape(3, 6, 7)] Tensor x) => x.Probe(3, 6, 7).Conv2d(4, kernel: 3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 4, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dPaddingCase
{
    private static Tensor Define([Shape(3, 6, 7)] Tensor x) => x.Probe(3, 6, 7).Conv2d(5, kernel: 3, padding: 1, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 6, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dStrideCase
{
    private static Tensor Define([Shape(3, 8, 7)] Tensor x) => x.Probe(3, 8, 7).Conv2d(4, kernel: 3, stride: 2, padding: 1, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dStrideOverCase
{
    private static Tensor Define([Shape(2, 9, 8)] Tensor x) => x.Probe(2, 9, 8).Conv2d(3, kernel: 2, stride: 3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 3, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dSameCase
{
    private static Tensor Define([Shape(2, 5, 6)] Tensor x) => x.Probe(2, 5, 6).Conv2d(3, kernel: 4, Padding.Same, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 5, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dDilationCase
{
    private static Tensor Define([Shape(2, 8, 9)] Tensor x) => x.Probe(2, 8, 9).Conv2d(3, kernel: 3, padding: 2, dilation: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 8, 9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dDilationStrideCase
{
    private static Tensor Define([Shape(2, 9, 9)] Tensor x) => x.Probe(2, 9, 9).Conv2d(3, kernel: 3, stride: 2, padding: 1, dilation: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dGroupsCase
{
    private static Tensor Define([Shape(6, 5, 5)] Tensor x) => x.Probe(6, 5, 5).Conv2d(4, kernel: 3, padding: 1, groups: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 5, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dDepthwiseCase
{
    private static Tensor Define([Shape(5, 6, 6)] Tensor x) => x.Probe(5, 6, 6).Conv2d(5, kernel: 3, padding: 1, groups: 5, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 6, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dDepthwiseStrideCase
{
    private static Tensor Define([Shape(5, 7, 6)] Tensor x) => x.Probe(5, 7, 6).Conv2d(5, kernel: 5, stride: 2, padding: 2, groups: 5, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 4, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dDepthwiseMultiplierCase
{
    private static Tensor Define([Shape(3, 5, 5)] Tensor x) => x.Probe(3, 5, 5).Conv2d(6, kernel: 3, padding: 1, groups: 3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(6, 5, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dPointwiseCase
{
    private static Tensor Define([Shape(5, 4, 3)] Tensor x) => x.Probe(5, 4, 3).Conv2d(7, kernel: 1, bias: false, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(7, 4, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dPointwiseStrideCase
{
    private static Tensor Define([Shape(3, 5, 5)] Tensor x) => x.Probe(3, 5, 5).Conv2d(4, kernel: 1, stride: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 3, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dOblongCase
{
    private static Tensor Define([Shape(2, 7, 9)] Tensor x) => x.Probe(2, 7, 9).Conv2d(3, kernel: (3, 5), stride: (2, 1), padding: (0, 2), name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 3, 9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dWidePaddingCase
{
    private static Tensor Define([Shape(2, 3, 3)] Tensor x) => x.Probe(2, 3, 3).Conv2d(3, kernel: 3, padding: 3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 7, 7)] Tensor target) => y.ToLoss(target);
}
