using System.Globalization;
using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Passes;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>The memory of a Transformer grows with the length of its sequence, not with the square of it.</summary>
public sealed class AttentionMemoryTests(ITestOutputHelper output)
{
    private const int Layers = 2, Heads = 4;

    // Twice the length takes twice the memory. What does not grow at all, or grows with the square, stays outside.
    private const double LeastGrowth = 1.9, MostGrowth = 2.1;

    private static readonly int[] Lengths = [256, 512, 1024, 2048];

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void Encoder_TwiceTheLength_TakesTwiceTheMemory(int features)
    {
        var networks = Lengths.Select(length => Lower(length, features, x => x.TransformerEncoderLayer(Heads, 2 * features))).ToArray();
        output.WriteLine($"Encoder of {Layers} layers, {features} features, {Heads} heads, {2 * features} between the linear layers: bytes of the planned workspace.");
        Check("inference", networks.Select(network => network.Inference).ToArray());
        Check("training", networks.Select(network => network.Training).ToArray());
    }

    [Fact]
    public void RelativePositionsAndPadding_TakeNoMoreForASample()
    {
        var networks = Lengths.Take(2).Select(length => Lower(length, 64, x => x.TransformerEncoderLayer(Heads, 128, mask: x.BucketedPositionBias(Heads), keyPaddingMask: x.Select(1, 0).Greater(1)))).ToArray();
        foreach (var programs in new[] { networks.Select(network => network.Inference).ToArray(), networks.Select(network => network.Training).ToArray() })
            Assert.InRange((double)Sample(programs[1]) / Sample(programs[0]), LeastGrowth, MostGrowth);
    }

    [Fact]
    public void StoredWeights_AreSeen()
    {
        var networks = Lengths.TakeLast(2).Select(length => Lower(length, 64, x => x.MultiHeadAttentionWithWeights(Heads).Output)).ToArray();
        foreach (var programs in new[] { networks.Select(network => network.Inference).ToArray(), networks.Select(network => network.Training).ToArray() })
        {
            Assert.True((double)Sample(programs[1]) / Sample(programs[0]) > 3);
            Assert.Contains(programs[1].Buffers, buffer => buffer.Length >= (long)Lengths[^1] * Lengths[^1]);
        }
    }

    private void Check(string what, Program[] programs)
    {
        output.WriteLine("");
        output.WriteLine($"{what,-10} {"per sample",12} {"grows by",9} {"per place",10} {"whatever the batch",19} {"largest buffer",15} {"all scores",12}");
        for (var i = 0; i < programs.Length; i++)
        {
            var (length, sample, largest) = (Lengths[i], Sample(programs[i]), Largest(programs[i]));
            var growth = i == 0 ? double.NaN : (double)sample / Sample(programs[i - 1]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"T = {length,-6} {sample,12:N0} {growth,9:F3} {sample / length,10:N0} {Shared(programs[i]),19:N0} {sizeof(float) * largest,15:N0} {sizeof(float) * Heads * (long)length * length,12:N0}"));
            if (i > 0)
            {
                Assert.InRange(growth, LeastGrowth, MostGrowth);

                // Gradients of the weights do not grow, what a kernel keeps to itself does.
                Assert.InRange((double)Shared(programs[i]) / Shared(programs[i - 1]), 1, MostGrowth);
            }

            // While there are few places, what is as wide as a layer may have as many elements as there are scores.
            Assert.Equal(Largest(programs[^1]) / Lengths[^1], largest / length);
        }

        Assert.InRange(Largest(programs[^1]), 1, ((long)Lengths[^1] * Lengths[^1]) - 1);
    }

    private static (Program Inference, Program Training) Lower(int length, int features, Func<Tensor, Tensor> layer)
    {
        var definition = new SampleNetworks.Definition();
        var x = definition.Image(length, features);
        for (var i = 0; i < Layers; i++) x = layer(x);
        definition.Output("y", x);
        definition.Loss(x.MeanSquaredError(definition.Target(length, features)));
        var lowered = new NetworkCase("Encoder", definition.Builder.Build(), PassOptions.Default).Lower();
        Assert.Empty(lowered.Errors);
        return (lowered.Inference!, lowered.Training!);
    }

    /// <summary>Bytes of the part that is there once for each sample.</summary>
    private static long Sample(Program program) => sizeof(float) * program.BatchedLength;

    /// <summary>Bytes of the part that is there once, on one thread: sums over samples, and what kernels keep to themselves.</summary>
    private static long Shared(Program program) => sizeof(float) * (program.FixedLength + program.ScratchPerCall + program.ScratchPerWorker);

    // In floats. What does not depend on the sample is not among them: weights and their gradients.
    private static long Largest(Program program) => program.Buffers.Where(buffer => buffer.Storage == Storage.Batched).Max(buffer => buffer.Length);
}
