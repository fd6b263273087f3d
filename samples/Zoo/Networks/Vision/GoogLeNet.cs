using Sinter;

namespace Zoo.Networks;

/// <summary>GoogLeNet with batch normalisations, as torchvision's <c>googlenet</c>: two auxiliary classifiers see what is known halfway, for training alone.</summary>
/// <remarks>Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke and Rabinovich, "Going Deeper with Convolutions", 2014.</remarks>
[Network]
internal sealed partial class GoogLeNet
{
    private static (Tensor Logits, Tensor Aux2, Tensor Aux1) Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = Unit(image, "conv1", 64, kernel: 7, stride: 2).MaxPool2d(3, stride: 2, ceilMode: true);
        x = Unit(Unit(x, "conv2", 64), "conv3", 192, kernel: 3).MaxPool2d(3, stride: 2, ceilMode: true);
        x = Inception(x, "inception3a", 64, 96, 128, 16, 32, 32);
        x = Inception(x, "inception3b", 128, 128, 192, 32, 96, 64).MaxPool2d(3, stride: 2, ceilMode: true);
        x = Inception(x, "inception4a", 192, 96, 208, 16, 48, 64);
        var aux1 = Auxiliary(x, "aux1");
        x = Inception(x, "inception4b", 160, 112, 224, 24, 64, 64);
        x = Inception(x, "inception4c", 128, 128, 256, 24, 64, 64);
        x = Inception(x, "inception4d", 112, 144, 288, 32, 64, 64);
        var aux2 = Auxiliary(x, "aux2");
        x = Inception(x, "inception4e", 256, 160, 320, 32, 128, 128).MaxPool2d(2, ceilMode: true);
        x = Inception(x, "inception5a", 256, 160, 320, 32, 128, 128);
        x = Inception(x, "inception5b", 384, 192, 384, 48, 128, 128);
        return (x.GlobalAvgPool2d().Dropout(0.2f).Linear(1000, name: "fc"), aux2, aux1);
    }

    // Windows of 1, 3, 3 (where the paper has 5) and a pool, side by side.
    private static Tensor Inception(Tensor x, string name, int ones, int threesIn, int threes, int fivesIn, int fives, int pooled) => x.Scope(name, i => Tensor.Concat(
    [
        Unit(i, "branch1", ones),
        Unit(Unit(i, "branch2.0", threesIn), "branch2.1", threes, kernel: 3),
        Unit(Unit(i, "branch3.0", fivesIn), "branch3.1", fives, kernel: 3),
        Unit(i.MaxPool2d(3, stride: 1, padding: 1), "branch4.1", pooled),
    ]));

    private static Tensor Auxiliary(Tensor x, string name) => x.Scope(name, a => Unit(a.AdaptiveAvgPool2d(4), "conv", 128)
        .Flatten().Linear(1024, name: "fc1").Relu().Dropout(0.7f).Linear(1000, name: "fc2"));

    private static Tensor Unit(Tensor x, string name, int channels, int kernel = 1, int stride = 1) => x.Scope(name, u => u
        .Conv2d(channels, kernel, stride, padding: kernel / 2, bias: false, name: "conv").BatchNorm2d(epsilon: 0.001f, name: "bn").Relu());

    private static Tensor Loss(Tensor logits, Tensor aux2, Tensor aux1, [Shape] Tokens label) =>
        logits.CrossEntropy(label) + (0.3f * (aux1.CrossEntropy(label) + aux2.CrossEntropy(label)));
}
