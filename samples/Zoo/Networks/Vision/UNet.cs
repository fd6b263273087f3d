using Sinter;

namespace Zoo.Networks;

/// <summary>Says of every pixel what it belongs to: down to the meaning and up again, with what was seen on the way down; with padding and batch normalisations, and the names of Pytorch-UNet.</summary>
/// <remarks>Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", 2015.</remarks>
[Network]
internal sealed partial class UNet
{
    private static Tensor Define([Shape(3, 128, 128)] Tensor image)
    {
        var seen = new Tensor[5];
        seen[0] = Twice(image, "inc", 64);
        for (var depth = 1; depth <= 4; depth++) seen[depth] = Twice(seen[depth - 1].MaxPool2d(2), $"down{depth}.maxpool_conv.1", 64 << depth);
        var x = seen[4];
        for (var step = 1; step <= 4; step++)
        {
            var width = 1024 >> step;
            var up = x.ConvTranspose2d(width, kernel: 2, stride: 2, name: $"up{step}.up");
            x = Twice(seen[4 - step].Concat(up), $"up{step}.conv", width);
        }

        return x.Conv2d(2, kernel: 1, name: "outc.conv");
    }

    private static Tensor Twice(Tensor x, string name, int width) => x.Scope($"{name}.double_conv", y => y
        .Conv2d(width, kernel: 3, padding: 1, bias: false, name: "0").BatchNorm2d(name: "1").Relu()
        .Conv2d(width, kernel: 3, padding: 1, bias: false, name: "3").BatchNorm2d(name: "4").Relu());

    private static Tensor Loss(Tensor scores, [Shape(128, 128)] Tokens mask) => scores.CrossEntropy(mask);
}
