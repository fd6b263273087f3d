namespace Sinter.Golden.Windows;

/// <summary>A classifier of spectrograms as long as they are.</summary>
[Network, Dim("T", Min = 4, Max = 64)]
public partial class Spectrogram
{
    static Tensor Define([Shape(1, 16, "T")] Tensor x) => x
        .Conv2d(8, kernel: 3, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "norm1").Relu().MaxPool2d(2)
        .Conv2d(12, kernel: 3, stride: 2, padding: 1, name: "conv2").Relu()
        .Conv2d(12, kernel: (4, 3), padding: (0, 1), name: "conv3").Relu().AvgPool2d((1, 3), stride: (1, 2), padding: (0, 1))
        .GlobalAvgPool2d().Linear(5, name: "head");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>Images of any height and width, with windows that Winograd's filtering computes.</summary>
[Network, Dim("T", Min = 3, Max = 21), Dim("W", Min = 3, Max = 21)]
public partial class Photograph
{
    static Tensor Define([Shape(3, "T", "W")] Tensor x) => x
        .Conv2d(32, kernel: 3, padding: 1, name: "conv1").Relu().Conv2d(32, kernel: 3, padding: 1, name: "conv2").Relu().MaxPool2d(3, stride: 2, padding: 1)
        .Conv2d(16, kernel: 3, dilation: 2, padding: 2, name: "conv3").Relu().Mean([1, 2]).Linear(4, name: "head");

    static Tensor Loss(Tensor y) => y.ToLoss();
}
