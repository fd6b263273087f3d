using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>
/// The gradient of a weight of a recurrence is one product over all steps: no step has a gradient of its own, as large as the weight.
/// </summary>
public sealed class RecurrentMemoryTests(ITestOutputHelper output)
{
    private const int Steps = 128, Features = 48, Weight = Features * Features;

    [Theory]
    [InlineData("x.Rnn(48).Outputs")]
    [InlineData("x.Lstm(48).Outputs")]
    [InlineData("x.Gru(48).Outputs")]
    [InlineData("x.Gru(48, layers: 2, bidirectional: true).Outputs.Linear(48)")]
    [InlineData("x.Gru(48, lengths: lengths).Outputs")]
    [InlineData("x.Gru(48, window: 16).Outputs")]
    [InlineData("x.Lstm(48, projection: 24, peephole: true).Outputs.Linear(48)")]
    [InlineData("x.Scan(x.Zeros(48), (step, h) => { var f = (step.Linear(48, name: \"wf\") + h.Linear(48, bias: false, name: \"uf\")).Sigmoid(); var c = (step.Linear(48, name: \"wh\") + (f * h).Linear(48, bias: false, name: \"uh\")).Tanh(); var n = h + f * (c - h); return (n, n); }).Outputs")]
    public void NoStep_HasAGradientOfAWeight(string outputs)
    {
        foreach (var extent in new[] { Steps.ToString(System.Globalization.CultureInfo.InvariantCulture), "\"T\"" })
        {
            var graph = Source.ReadNetwork(
                $"[Network] [Dim(\"T\", Max = {Steps})] public partial class Net {{ static Tensor Define([Shape({extent}, {Features})] Tensor x, [Shape] Tokens lengths) => {outputs}; static Tensor Loss(Tensor y, [Shape({extent}, {Features})] Tensor target) => y.MeanSquaredError(target); }}").Graph();
            var program = new NetworkCase("Net", graph, PassOptions.Default).Lower().Training!;
            var (largest, all) = (program.Buffers.Max(buffer => buffer.Length), program.BatchedLength + program.FixedLength + program.ScratchPerCall + program.ScratchPerWorker);
            output.WriteLine($"[{extent}, {Features}]: largest {largest:N0} floats, one sample {all:N0}");

            // A step keeps some vectors; a weight for each would be 48 of them for each of the two and more weights.
            Assert.InRange(largest, 1, (Steps * Weight / 4) - 1);
            Assert.InRange(all, 1, (Steps * Weight) - 1);
        }
    }
}
