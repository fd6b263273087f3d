using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Runtime;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Samples of a batch do not know of one another at inference: one that is not a number anywhere changes no bit of its neighbours.</summary>
public sealed class SampleIsolationTests
{
    private static readonly string[] Definitions =
    [
        // Found by the fuzzer.
        "static Tensor Define([Shape(17, 1)] Tensor x) => x.Linear(5, bias: false).MultiHeadAttention(1, causal: true);",
        "static Tensor Define([Shape(17, 6)] Tensor x) => x.MultiHeadAttention(2);",
        "static Tensor Define([Shape(1, 6)] Tensor x) => x.MultiHeadAttention(3, bias: false);",
        "static Tensor Define([Shape(33, 4)] Tensor x) => x.MultiHeadAttention(1, causal: true, window: 3);",
        "static Tensor Define([Shape(5, 3)] Tensor x) => x.Linear(7).LayerNorm().Gelu().Linear(33).Softmax();",
        "static Tensor Define([Shape(3)] Tensor x) => x.Linear(5).Relu().Linear(1);",
        "static Tensor Define([Shape(5, 7, 9)] Tensor x) => x.Conv2d(6, kernel: 3, padding: 1).BatchNorm2d().Relu().MaxPool2d(2).Flatten().Linear(3);",
        "static Tensor Define([Shape(3, 9, 5)] Tensor x) => x.DepthwiseConv2d(kernel: 3, padding: 1).Silu().AvgPool2d(3, stride: 2, padding: 1).GlobalAvgPool2d();",
        "static Tensor Define([Shape(7, 3)] Tensor x) => x.Gru(5, bidirectional: true).Outputs;",
        "static Tensor Define([Shape(3, 5)] Tensor x) => x.Matmul(x.Transpose()).Mean(-1);",
        "static Tensor Define([Shape(13)] Tensor x) => (x - x.Max(-1, true)).Exp() / x.Abs().Sum(-1, true);",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ASampleThatIsNoNumber_ChangesNoOther(int threads)
    {
        var usual = Workers.WorkPerThread;
        Workers.WorkPerThread = 16;
        try
        {
            Compare(threads);
        }
        finally
        {
            Workers.WorkPerThread = usual;
        }
    }

    private static void Compare(int threads)
    {
        var graphs = Definitions.Select(definition => Source.ReadMembers(definition).Graph()).ToArray();
        using var assembly = NetworkAssembly.Load(graphs.Select((graph, i) => new NetworkCase("Net" + i, graph, PassOptions.Default)));
        for (var i = 0; i < graphs.Length; i++)
        {
            var network = assembly.Networks[i];
            var sample = new Sample(graphs[i], 3);
            var whole = network.Infer(sample, threads: threads).Items;
            for (var poisoned = 0; poisoned < 3; poisoned++)
            {
                var (at, length) = (0, sample.Count(network.Lowered!.Inputs[0].Shape) / 3);
                var changed = network.Infer(sample.WithInputs((_, value) => at++ / length == poisoned ? double.NaN : value), threads: threads).Items;
                for (var output = 0; output < whole.Count; output++)
                {
                    for (var element = 0; element < whole[output].Values.Length; element++)
                    {
                        if (element / (whole[output].Values.Length / 3) == poisoned) continue;
                        Assert.True(
                            BitConverter.SingleToInt32Bits(whole[output].Values[element]) == BitConverter.SingleToInt32Bits(changed[output].Values[element]),
                            $"{Definitions[i]}\nSample {poisoned} changes {whole[output].What}[{element}]: {whole[output].Values[element]} and {changed[output].Values[element]}");
                    }
                }
            }
        }
    }
}
