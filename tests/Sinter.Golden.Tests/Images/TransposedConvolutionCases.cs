using Sinter.Golden.Layers;

namespace Sinter.Golden.Images;

// Transposed convolutions. What each case is in PyTorch stands under its name in eng/goldens/images.py.

[Network]
public partial class ConvTranspose2dCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).ConvTranspose2d(4, kernel: 3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 6, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dStrideCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).ConvTranspose2d(5, kernel: 3, stride: 2, padding: 1, outputPadding: 1, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 8, 10)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dGroupsCase
{
    private static Tensor Define([Shape(4, 3, 4)] Tensor x) => x.Probe(4, 3, 4).ConvTranspose2d(6, kernel: 4, stride: 2, padding: 1, groups: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(6, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dDepthwiseCase
{
    private static Tensor Define([Shape(4, 3, 4)] Tensor x) => x.Probe(4, 3, 4).ConvTranspose2d(4, kernel: 3, stride: 2, padding: 1, groups: 4, bias: false, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 5, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dDilationCase
{
    private static Tensor Define([Shape(2, 4, 3)] Tensor x) => x.Probe(2, 4, 3).ConvTranspose2d(3, kernel: 3, stride: 3, padding: 2, outputPadding: 1, dilation: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 11, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dOblongCase
{
    private static Tensor Define([Shape(2, 4, 5)] Tensor x) => x.Probe(2, 4, 5).ConvTranspose2d(3, kernel: (3, 4), stride: (2, 1), padding: (1, 3), outputPadding: (1, 0), dilation: (1, 2), name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 8, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dCroppedCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).ConvTranspose2d(2, kernel: 2, stride: 2, padding: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(2, 4, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dPointwiseCase
{
    private static Tensor Define([Shape(3, 3, 4)] Tensor x) => x.Probe(3, 3, 4).ConvTranspose2d(4, kernel: 1, stride: 2, outputPadding: 1, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 6, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose2dWeightCase
{
    private static Tensor Define([Shape(4, 3, 4)] Tensor x) => x.Probe(4, 3, 4).ConvTranspose2d(x.Parameter("weight", [4, 3, 2, 3]), x.Parameter("offset", [6]), stride: (2, 3), padding: (1, 0), groups: 2);

    private static Tensor Loss(Tensor y, [Shape(6, 4, 12)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose1dCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).ConvTranspose1d(4, kernel: 4, stride: 2, padding: 1, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 14)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose1dGroupsCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6).ConvTranspose1d(6, kernel: 3, stride: 2, padding: 2, outputPadding: 1, groups: 2, bias: false, dilation: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(6, 12)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConvTranspose1dWeightCase
{
    private static Tensor Define([Shape(3, 5)] Tensor x) => x.Probe(3, 5).ConvTranspose1d(x.Parameter("weight", [3, 2, 4]), stride: 3, outputPadding: 2);

    private static Tensor Loss(Tensor y, [Shape(2, 18)] Tensor target) => y.ToLoss(target);
}
