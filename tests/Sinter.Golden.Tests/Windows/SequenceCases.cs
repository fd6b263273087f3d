namespace Sinter.Golden.Windows;

/// <summary>A temporal convolutional network (Bai et al. 2018): it looks back only, twice as far in each block.</summary>
[Network, Dim("T", Max = 64)]
public partial class Temporal
{
    static Tensor Define([Shape(5, "T")] Tensor x)
    {
        x = x.Probe();
        for (var i = 0; i < 3; i++) x = x.Scope($"network.{i}", block => Block(block, channels: 6, dilation: 1 << i));
        return x.Conv1d(3, kernel: 1, name: "head");
    }

    static Tensor Block(Tensor x, int channels, int dilation)
    {
        var y = x.Conv1d(channels, kernel: 3, Padding.Causal, dilation: dilation, name: "conv1").Relu()
            .Conv1d(channels, kernel: 3, Padding.Causal, dilation: dilation, name: "conv2").Relu();
        return (y + (x.Shape[0] == channels ? x : x.Conv1d(channels, kernel: 1, name: "downsample"))).Relu();
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>As long as before, with windows of odd and of even length.</summary>
[Network, Dim("T", Max = 50)]
public partial class SameLength
{
    static Tensor Define([Shape(4, "T")] Tensor x) =>
        x.Probe().Conv1d(6, kernel: 5, Padding.Same, name: "odd").Tanh().Conv1d(3, kernel: 4, Padding.Same, dilation: 3, name: "even");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>The front end of Whisper (Radford et al. 2022): a vector for every second frame, whatever the number of frames.</summary>
[Network, Dim("T", Max = 40)]
public partial class SpeechEncoder
{
    static Tensor Define([Shape(16, "T")] Tensor x) => x.Probe()
        .Conv1d(24, kernel: 3, padding: 1, name: "conv1").Gelu()
        .Conv1d(24, kernel: 3, stride: 2, padding: 1, name: "conv2").Gelu()
        .Transpose().LayerNorm(name: "norm").MultiHeadAttention(heads: 3, name: "attention").Linear(5, name: "head");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>The front end of wav2vec 2.0 (Baevski et al. 2020) over samples of a wave, in strides of five, two and two.</summary>
[Network, Dim("T", Min = 30, Max = 240)]
public partial class WaveEncoder
{
    static Tensor Define([Shape(1, "T")] Tensor x) => x.Probe()
        .Conv1d(8, kernel: 10, stride: 5, bias: false, name: "conv0").Gelu()
        .Conv1d(8, kernel: 3, stride: 2, bias: false, name: "conv1").Gelu()
        .Conv1d(6, kernel: 2, stride: 2, name: "conv2");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>Windows of every channel alone, and over all channels of one step (Kriman et al. 2020).</summary>
[Network, Dim("T", Max = 33)]
public partial class Separable
{
    static Tensor Define([Shape(10, "T")] Tensor x) => x.Probe()
        .Conv1d(10, kernel: 5, Padding.Same, groups: 10, name: "depthwise1").Conv1d(12, kernel: 1, name: "pointwise1").BatchNorm1d(name: "norm").Relu()
        .Conv1d(12, kernel: 3, stride: 2, padding: 1, groups: 12, name: "depthwise2").Conv1d(4, kernel: 1, groups: 2, name: "pointwise2");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>The means over time of pools with and without what lies beyond the ends.</summary>
[Network, Dim("T", Min = 2, Max = 31)]
public partial class Pools
{
    static Tensor Define([Shape(3, "T")] Tensor x)
    {
        var y = x.Probe().Conv1d(4, kernel: 1, name: "conv");
        return Tensor.Concat(
        [
            y.MaxPool1d(3, stride: 2, padding: 1).Mean(1), y.MaxPool1d(2, dilation: 1, ceilMode: true).Mean(1), y.AvgPool1d(2).Mean(1),
            y.AvgPool1d(4, stride: 3, padding: 2).Mean(1), y.AvgPool1d(4, stride: 3, padding: 2, countIncludePad: false).Mean(1),
        ]);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>Borders of a number before windows that leave some of the last elements out.</summary>
[Network, Dim("T", Max = 29)]
public partial class Borders
{
    static Tensor Define([Shape(4, "T")] Tensor x) =>
        x.Probe().Pad(1, 4, 1, 0.5f).Conv1d(5, kernel: 4, name: "conv1").Tanh().Pad(1, 2, 0).Conv1d(3, kernel: 3, stride: 4, name: "conv2");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>Sound from a spectrogram: every frame becomes eight samples.</summary>
[Network, Dim("T", Max = 20)]
public partial class Vocoder
{
    static Tensor Define([Shape(6, "T")] Tensor x) => x.Probe()
        .ConvTranspose1d(4, kernel: 8, stride: 4, padding: 2, name: "up1").Tanh()
        .ConvTranspose1d(3, kernel: 3, stride: 2, padding: 2, outputPadding: 1, dilation: 2, name: "up2");

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>Longer and shorter, with what is at the ends continued in each of the ways there are.</summary>
[Network, Dim("T", Min = 3, Max = 20)]
public partial class Resampled
{
    static Tensor Define([Shape(4, "T")] Tensor x) => x.Probe()
        .Conv1d(5, kernel: 3, padding: 1, paddingMode: PaddingMode.Replicate, name: "conv").Tanh()
        .Upsample(scaleFactor: 2, mode: UpsampleMode.Linear).Pad([2, 1], PaddingMode.Reflect)
        .Upsample(scaleFactor: 3).AvgPool1d(2, stride: 3, padding: 1, ceilMode: true)
        .Conv1d(3, kernel: 5, padding: 2, paddingMode: PaddingMode.Circular, name: "head");

    static Tensor Loss(Tensor y) => y.ToLoss();
}
