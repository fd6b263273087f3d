using Sinter.Golden.Layers;

namespace Sinter.Golden.Images;

// What stands beyond the edges, and convolutions with it. What each case is in PyTorch stands under its name in eng/goldens/images.py.

[Network]
public partial class PadReflectCase
{
    private static Tensor Define([Shape(2, 5, 6)] Tensor x) => x.Probe(2, 5, 6).Pad([1, 2, 3, 0], PaddingMode.Reflect);

    private static Tensor Loss(Tensor y, [Shape(2, 8, 9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PadReplicateCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Pad([2, 0, 1, 3], PaddingMode.Replicate);

    private static Tensor Loss(Tensor y, [Shape(2, 7, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PadCircularCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Pad([1, 4, 2, 3], PaddingMode.Circular);

    private static Tensor Loss(Tensor y, [Shape(2, 8, 9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PadConstantCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Pad([1, 0, 0, 2, 1, 1], value: 0.5f);

    private static Tensor Loss(Tensor y, [Shape(4, 5, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ReflectionPad2dCase
{
    private static Tensor Define([Shape(2, 4, 5)] Tensor x) => x.Probe(2, 4, 5).ReflectionPad2d((1, 3, 2, 0));

    private static Tensor Loss(Tensor y, [Shape(2, 6, 9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ReplicationPad1dCase
{
    private static Tensor Define([Shape(2, 4)] Tensor x) => x.Probe(2, 4).ReplicationPad1d(3);

    private static Tensor Loss(Tensor y, [Shape(2, 10)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dReflectCase
{
    private static Tensor Define([Shape(3, 6, 7)] Tensor x) => x.Probe(3, 6, 7).Conv2d(4, kernel: (3, 3), stride: (2, 2), padding: (1, 2), paddingMode: PaddingMode.Reflect, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dSameReplicateCase
{
    private static Tensor Define([Shape(2, 5, 6)] Tensor x) => x.Probe(2, 5, 6).Conv2d(3, kernel: 4, Padding.Same, paddingMode: PaddingMode.Replicate, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 5, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv1dCircularCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).Conv1d(4, kernel: 3, padding: 2, dilation: 2, paddingMode: PaddingMode.Circular, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class DepthwiseConv2dReflectCase
{
    private static Tensor Define([Shape(4, 5, 6)] Tensor x) => x.Probe(4, 5, 6).DepthwiseConv2d((3, 2), (2, 1), (1, 2), multiplier: 2, paddingMode: PaddingMode.Reflect, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(8, 3, 9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class DepthwiseConv2dOblongCase
{
    private static Tensor Define([Shape(4, 5, 6)] Tensor x) => x.Probe(4, 5, 6).DepthwiseConv2d((1, 5), Padding.Same, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 5, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dWeightCase
{
    private static Tensor Define([Shape(4, 5, 6)] Tensor x) => x.Probe(4, 5, 6).Conv2d(x.Parameter("weight", [6, 2, 3, 2]), x.Parameter("offset", [6]), stride: (2, 1), padding: (0, 2), dilation: (1, 2), groups: 2);

    private static Tensor Loss(Tensor y, [Shape(6, 2, 8)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Conv2dWeightSameCase
{
    private static Tensor Define([Shape(2, 5, 6)] Tensor x) => x.Probe(2, 5, 6).Conv2d(x.Parameter("weight", [3, 2, 3, 4]), bias: null, Padding.Same, dilation: (2, 1));

    private static Tensor Loss(Tensor y, [Shape(3, 5, 6)] Tensor target) => y.ToLoss(target);
}

// TensorFlow's padding, which PyTorch is given as numbers.
[Network]
public partial class Conv2dSameStrideCase
{
    private static Tensor Define([Shape(2, 6, 7)] Tensor x) => x.Probe(2, 6, 7).Conv2d(x.Parameter("weight", [3, 2, 3, 3]), bias: null, Padding.Same, stride: (2, 2));

    private static Tensor Loss(Tensor y, [Shape(3, 3, 4)] Tensor target) => y.ToLoss(target);
}
