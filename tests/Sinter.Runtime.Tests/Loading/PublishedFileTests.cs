using Sinter.Runtime;
using Sinter.Tests.Checkpoints;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Files of trained networks as others have published them, and what loading a large one costs.</summary>
public sealed class PublishedFileTests
{
    private const string SuperResolution = "onnx/espcn/superres_epoch100-44c6958e.pth", Digits = "onnx/burn-mnist/mnist.safetensors";

    /// <summary>A super-resolution network of PyTorch's tutorials, saved on a GPU in the form before version 1.6. The sums are PyTorch's.</summary>
    [SharedDataFact(SuperResolution)]
    public void A_file_of_PyTorch_is_read()
    {
        var weights = Target.Of(
            ("conv1.weight", [64, 1, 5, 5]), ("conv1.bias", [64]), ("conv2.weight", [64, 64, 3, 3]), ("conv2.bias", [64]),
            ("conv3.weight", [32, 64, 3, 3]), ("conv3.bias", [32]), ("conv4.weight", [9, 32, 3, 3]), ("conv4.bias", [9]));
        Assert.True(weights.Load(SharedDataFactAttribute.PathOf(SuperResolution), options: null).IsComplete);
        double[] sums = [17.2263394795591, 1.2217890579486266, -0.46991805512805307, 0.06640503960079513, 13.351660736066933, 0.08801086712628603, 7.108247886711524, 0.03384631127119064];
        foreach (var (parameter, sum) in weights.Parameters.Zip(sums)) Assert.Equal(sum, parameter.Values.ToArray().Sum(value => (double)value), 1e-9);
        Assert.Equal(-0.018043452873826027f, weights.Parameters["conv4.bias"].Values[^1]);
    }

    /// <summary>A network that Burn has trained and saved.</summary>
    [SharedDataFact(Digits)]
    public void A_file_of_another_framework_is_read()
    {
        var weights = Target.Of(
            ("conv1.weight", [8, 1, 3, 3]), ("conv1.bias", [8]), ("conv2.weight", [16, 8, 3, 3]), ("conv2.bias", [16]), ("conv3.weight", [24, 16, 3, 3]), ("conv3.bias", [24]),
            ("norm1.weight", [24]), ("norm1.bias", [24]), ("norm1.running_mean", [24]), ("norm1.running_var", [24]), ("norm1.num_batches_tracked", []),
            ("fc1.weight", [32, 11616]), ("fc1.bias", [32]), ("fc2.weight", [10, 32]), ("fc2.bias", [10]),
            ("norm2.weight", [10]), ("norm2.bias", [10]), ("norm2.running_mean", [10]), ("norm2.running_var", [10]), ("norm2.num_batches_tracked", []));
        Assert.True(weights.Load(SharedDataFactAttribute.PathOf(Digits), options: null).IsComplete);
    }

    [Theory]
    [InlineData("F32", 4)]
    [InlineData("BF16", 2)]
    [InlineData("F64", 8)]
    public void A_new_network_takes_its_weights_and_little_else(string type, int size)
    {
        const int Count = 3_000_000;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], Target.Safetensors(("w", type, [Count / 1000, 1000], new byte[Count * size])));
        var info = Target.Of(("w", [Count / 1000, 1000])).Info;
        Weights.Load(info, prepare: null, folder["a"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Weights.Load(info, prepare: null, folder["a"]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Count * 4, (Count * 4) + (10 << 20));
    }
}
