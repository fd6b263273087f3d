using Sinter.Claims.Page;

namespace Sinter.Claims.Convolution;

/// <summary>How many parameters layers have.</summary>
public sealed class ParameterTests(ITestOutputHelper output) : ClaimTests(output)
{
    [Claim("A convolution needs a vanishing part of the parameters of a perceptron with the same outputs", "LeCun et al. 1989; Goodfellow et al. 2016, 9.2")]
    public void Sharing()
    {
        Assert.Equal(WindowsOnSmallImage.Info.Outputs[0].Length, PerceptronWithTheSameOutputs.Info.Outputs[0].Length);
        var (shared, dense) = (WindowsOnSmallImage.Info.ParameterCount, PerceptronWithTheSameOutputs.Info.ParameterCount);
        Assert.Equal((64 * 3 * 3 * 3) + 64, shared);
        Assert.Equal((3072L * 65_536) + 65_536, dense);
        Measured($"64 windows of 3x3 on 3x32x32: {shared:N0}; the perceptron with their 65,536 outputs: {dense:N0}");
    }

    [Claim("Its parameters do not depend on the size of the image", "LeCun et al. 1989")]
    public void AnyImage()
    {
        Assert.Equal(WindowsOnSmallImage.Info.ParameterCount, WindowsOnPhotograph.Info.ParameterCount);
        Measured($"{WindowsOnSmallImage.Info.ParameterCount:N0} on 32x32, {WindowsOnPhotograph.Info.ParameterCount:N0} on 224x224");
    }

    [Claim("150,528 numbers of a photograph into 1,024 units are 154 million weights before anything is learned", "Zhang et al. 2023, 7.1")]
    public void PerceptronOnAPhotograph()
    {
        Assert.Equal(150_528, PerceptronOnPhotograph.Info.Inputs[0].Length);
        Assert.Equal((150_528L * 1024) + 1024, PerceptronOnPhotograph.Info.ParameterCount);
        Measured($"{PerceptronOnPhotograph.Info.Inputs[0].Length:N0} inputs, {PerceptronOnPhotograph.Info.ParameterCount:N0} parameters");
    }

    [Claim("Three windows of 3x3 see what one of 7x7 sees, with 27/49 of its weights", "Simonyan and Zisserman 2014")]
    public void SmallWindows()
    {
        var (three, one) = (ThreeSmallWindows.Info, OneLargeWindow.Info);
        Assert.Equal(one.Layers[^1].ReceptiveField, three.Layers[^1].ReceptiveField);
        Assert.Equal(one.ParameterCount * 27, three.ParameterCount * 49);
        Measured($"both see {one.Layers[^1].ReceptiveField}x{one.Layers[^1].ReceptiveField}; with 64 channels {three.ParameterCount:N0} weights against {one.ParameterCount:N0}");
    }

    [Claim("Separable windows need 1/outputs + 1/k² of the weights and of the operations", "Howard et al. 2017")]
    public void Separable()
    {
        var (separable, full) = (SeparableWindows.Info, FullWindows.Info);
        Assert.Equal((1 / 64.0) + (1 / 9.0), separable.ParameterCount / (double)full.ParameterCount, 12);
        var operations = separable.Layers.Sum(layer => layer.Flops) / (double)full.Layers.Sum(layer => layer.Flops);
        Assert.Equal((1 / 64.0) + (1 / 9.0), operations, 1e-3);
        Measured($"{separable.ParameterCount:N0} weights of {full.ParameterCount:N0}, {100 * operations:F1} % of the operations");
    }
}
