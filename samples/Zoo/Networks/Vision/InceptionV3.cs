using Sinter;

namespace Zoo.Networks;

/// <summary>Inception-v3, as torchvision's <c>inception_v3</c> with its auxiliary classifier, for training alone.</summary>
/// <remarks>Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception Architecture for Computer Vision", 2015.</remarks>
[Network]
internal sealed partial class InceptionV3
{
    private static (Tensor Logits, Tensor Aux) Define([Shape(3, 299, 299)] Tensor image)
    {
        var x = Unit(Unit(Unit(image, "Conv2d_1a_3x3", 32, 3, 3, 2, same: false), "Conv2d_2a_3x3", 32, 3, 3, same: false), "Conv2d_2b_3x3", 64, 3, 3).MaxPool2d(3, stride: 2);
        x = Unit(Unit(x, "Conv2d_3b_1x1", 80), "Conv2d_4a_3x3", 192, 3, 3, same: false).MaxPool2d(3, stride: 2);
        x = Small(Small(Small(x, "Mixed_5b", 32), "Mixed_5c", 64), "Mixed_5d", 64);
        x = x.Scope("Mixed_6a", i => Tensor.Concat(
            [Unit(i, "branch3x3", 384, 3, 3, 2, same: false), Unit(Double(i, 64, 96), "branch3x3dbl_3", 96, 3, 3, 2, same: false), i.MaxPool2d(3, stride: 2)]));
        x = Long(Long(Long(Long(x, "Mixed_6b", 128), "Mixed_6c", 160), "Mixed_6d", 160), "Mixed_6e", 192);
        var aux = x.Scope("AuxLogits", a => Unit(Unit(a.AvgPool2d(5, stride: 3), "conv0", 128), "conv1", 768, 5, 5, same: false).GlobalAvgPool2d().Linear(1000, name: "fc"));
        x = x.Scope("Mixed_7a", i => Tensor.Concat(
        [
            Unit(Unit(i, "branch3x3_1", 192), "branch3x3_2", 320, 3, 3, 2, same: false),
            Unit(Unit(Unit(Unit(i, "branch7x7x3_1", 192), "branch7x7x3_2", 192, 1, 7), "branch7x7x3_3", 192, 7), "branch7x7x3_4", 192, 3, 3, 2, same: false),
            i.MaxPool2d(3, stride: 2),
        ]));
        return (Wide(Wide(x, "Mixed_7b"), "Mixed_7c").GlobalAvgPool2d().Dropout().Linear(1000, name: "fc"), aux);
    }

    private static Tensor Small(Tensor x, string name, int pooled) => x.Scope(name, i => Tensor.Concat(
    [
        Unit(i, "branch1x1", 64), Unit(Unit(i, "branch5x5_1", 48), "branch5x5_2", 64, 5, 5), Unit(Double(i, 64, 96), "branch3x3dbl_3", 96, 3, 3), Pooled(i, pooled),
    ]));

    private static Tensor Long(Tensor x, string name, int width) => x.Scope(name, i => Tensor.Concat(
    [
        Unit(i, "branch1x1", 192),
        Unit(Unit(Unit(i, "branch7x7_1", width), "branch7x7_2", width, 1, 7), "branch7x7_3", 192, 7),
        Unit(Unit(Unit(Unit(Unit(i, "branch7x7dbl_1", width), "branch7x7dbl_2", width, 7), "branch7x7dbl_3", width, 1, 7), "branch7x7dbl_4", width, 7), "branch7x7dbl_5", 192, 1, 7),
        Pooled(i, 192),
    ]));

    private static Tensor Wide(Tensor x, string name) => x.Scope(name, i => Tensor.Concat(
        [Unit(i, "branch1x1", 320), Split(Unit(i, "branch3x3_1", 384), "branch3x3_2"), Split(Double(i, 448, 384), "branch3x3dbl_3"), Pooled(i, 192)]));

    private static Tensor Double(Tensor x, int first, int second) => Unit(Unit(x, "branch3x3dbl_1", first), "branch3x3dbl_2", second, 3, 3);

    private static Tensor Split(Tensor x, string name) => Unit(x, name + "a", 384, 1, 3).Concat(Unit(x, name + "b", 384, 3));

    private static Tensor Pooled(Tensor x, int channels) => Unit(x.AvgPool2d(3, stride: 1, padding: 1), "branch_pool", channels);

    private static Tensor Unit(Tensor x, string name, int channels, int height = 1, int width = 1, int stride = 1, bool same = true) => x.Scope(name, u => u
        .Conv2d(channels, (height, width), (stride, stride), same ? (height / 2, width / 2) : (0, 0), bias: false, name: "conv").BatchNorm2d(epsilon: 0.001f, name: "bn").Relu());

    private static Tensor Loss(Tensor logits, Tensor aux, [Shape] Tokens label) => logits.CrossEntropy(label) + (0.4f * aux.CrossEntropy(label));
}
