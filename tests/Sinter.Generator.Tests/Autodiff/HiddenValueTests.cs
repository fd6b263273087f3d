using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Autodiff;

/// <summary>
/// What lies behind a sample's length, under a mask or at a label that is passed over may be anything: infinite, or not a number. It reaches
/// neither an output nor any gradient, through whatever layers.
/// </summary>
public sealed class HiddenValueTests
{
    private const string Sum = "static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => (y * target).Sum();";

    /// <summary>Networks of sequences <c>x [6, 4]</c> whose steps behind <c>lengths</c> are hidden; labels there are passed over.</summary>
    private static readonly Dictionary<string, string> Networks = new()
    {
        ["Rnn"] = Of("x.Rnn(4, lengths: lengths).Outputs.Sum(0)"),
        ["RnnRelu"] = Of("x.Rnn(4, relu: true, layers: 2, lengths: lengths).Hidden.Sum(0)"),
        ["RnnOfOne"] = Of("x.Rnn(1, lengths: lengths).Outputs.Sum(0) * x.Parameter(\"scale\", [4])"),
        ["Gru"] = Of("x.Gru(4, layers: 2, lengths: lengths).Outputs.Sum(0)"),
        ["GruBothWays"] = Of("x.Gru(2, layers: 2, bidirectional: true, dropout: 0.3f, lengths: lengths).Outputs.Sum(0)"),
        ["GruTruncated"] = Of("x.Gru(4, window: 2, lengths: lengths).Outputs.Sum(0)"),
        ["Lstm"] = Of("x.Lstm(4, bidirectional: true, lengths: lengths).Cell.Sum(0)"),
        ["LstmWithAll"] = Of("x.Lstm(5, layers: 2, projection: 4, peephole: true, dropout: 0.2f, lengths: lengths).Outputs.Sum(0)"),
        ["Mean"] = Of("(x + x.Parameter(\"probe\", [6, 4])).MeanOverSteps(lengths)"),
        ["LayersBefore"] = Of("(x.Linear(5).LayerNorm().Gelu().Linear(4) + x).Gru(4, lengths: lengths).Outputs.MeanOverSteps(lengths)"),
        ["FunctionsBefore"] = Of("((x * x.Parameter(\"a\", [4])).Exp() / (x.Square() + x.Parameter(\"b\", [4]).Square() + 1) + (x * x.Parameter(\"c\", [4])).Softmax().Max(1, true)).MeanOverSteps(lengths)"),
        ["ReshapesBefore"] = Of("x.Linear(8).Reshape(6, 2, 4).Permute(1, 0, 2).Tanh().Permute(1, 2, 0).Sum(2).MeanOverSteps(lengths)"),
        ["LargestStep"] = Of("x.StepMask(lengths).Where(x.Linear(4), -100).Max(0)"),
        ["Attention"] = Of("x.MultiHeadAttention(2, lengths: lengths).MeanOverSteps(lengths)"),
        ["AttentionWithAll"] = Of("x.MultiHeadAttention(2, causal: true, window: 3, lengths: lengths, slopes: [0.5f, 0.25f], dropout: 0.2f).MeanOverSteps(lengths)"),
        ["AttentionWeights"] = Of("x.MultiHeadAttentionWithWeights(2, lengths: lengths).Output.MeanOverSteps(lengths)"),
        ["AttentionWeightsCausal"] = Of("x.MultiHeadAttentionWithWeights(2, causal: true, lengths: lengths).Output.MeanOverSteps(lengths)"),
        ["AttentionWeightsWithAll"] = Of("x.MultiHeadAttentionWithWeights(2, causal: true, window: 3, lengths: lengths, slopes: [0.5f, 0.25f], dropout: 0.2f).Output.MeanOverSteps(lengths)"),
        ["AttentionWeightsUnderMask"] = Of("x.MultiHeadAttentionWithWeights(2, mask: x.StepMask(lengths).Where(x.Zeros(6, 6), float.NegativeInfinity).Transpose()).Output.MeanOverSteps(lengths)"),
        ["AttentionKeyPadding"] = Of("x.MultiHeadAttention(2, keyPaddingMask: x.StepMask(lengths).EqualTo(0).Flatten()).MeanOverSteps(lengths)"),
        ["AttentionItselfPadded"] = Of("Heads(x, \"q\").Attention(Heads(x, \"k\"), Heads(x, \"v\"), causal: true, bias: x.Parameter(\"mask\", [2, 6, 6]), keyPaddingMask: x.StepMask(lengths).EqualTo(0).Flatten()).Flatten(1).MeanOverSteps(lengths)", "static Tensor Heads(Tensor x, string name) => x.Linear(4, name: name).Reshape(6, 2, 2);"),
        ["AttentionWeightsPadded"] = Of("x.MultiHeadAttentionWithWeights(2, keyPaddingMask: x.StepMask(lengths).EqualTo(0).Flatten(), addZeroAttention: true).Output.MeanOverSteps(lengths)"),
        ["AttentionTrainedMask"] = Of("x.MultiHeadAttention(2, mask: x.Parameter(\"mask\", [6, 6]), lengths: lengths, addBiasKeyValue: true).MeanOverSteps(lengths)"),
        ["AttentionToMemory"] = Of("x.Parameter(\"queries\", [3, 4]).MultiHeadAttention(2, memory: x.Linear(4), lengths: lengths).Sum(0)"),
        ["AttentionItself"] = Of("Heads(x, \"q\").Attention(Heads(x, \"k\"), Heads(x, \"v\"), lengths: lengths).Flatten(1).MeanOverSteps(lengths)", "static Tensor Heads(Tensor x, string name) => x.Linear(4, name: name).Reshape(6, 2, 2);"),
        ["AttentionOfLargeNumbers"] = Of("Heads(x, \"a\").Attention(Heads(x, \"b\"), Heads(x, \"c\"), lengths: lengths).Flatten(1).MeanOverSteps(lengths)", "static Tensor Heads(Tensor x, string name) => (x + x.Parameter(name, [6, 4])).Reshape(6, 2, 2);"),
        ["AttentionUnderMask"] = Of("Heads(x, \"q\").Attention(Heads(x, \"k\"), Heads(x, \"v\"), bias: Hidden(x, lengths)).Flatten(1).MeanOverSteps(lengths)",
            "static Tensor Heads(Tensor x, string name) => x.Linear(4, name: name).Reshape(6, 2, 2); static Tensor Hidden(Tensor x, Tokens lengths) => x.StepMask(lengths).Where(x.Zeros(6, 6), float.NegativeInfinity).Transpose();"),
        ["Encoder"] = Of("x.TransformerEncoderLayer(2, 5, lengths: lengths).TransformerEncoderLayer(2, 5, normFirst: true, lengths: lengths).MeanOverSteps(lengths)"),
        ["EncoderBehindLayers"] = Of("x.Linear(4).TransformerEncoderLayer(2, 5, dropout: 0, lengths: lengths).LayerNorm().MeanOverSteps(lengths)"),
        ["Decoder"] = Of("x.Linear(4).TransformerDecoderLayer(x.Linear(4), 2, 5, lengths: lengths, memoryLengths: lengths).MeanOverSteps(lengths)"),
        ["Bert"] = Of("x.BertBlock(2, 5, lengths: lengths).MeanOverSteps(lengths)"),
        ["OwnCell"] = Of("ScanLayers.Scan([x, x.StepMask(lengths)], [x.Zeros(4)], (step, now) => { var next = (step[0].Linear(4) * now[0].Linear(4)).Tanh() + step[0]; return ([], [step[1].Where(next, now[0])]); }).States[0]"),
        ["Labels"] = Labels("x.Linear(5).Relu().Linear(4)"),
        ["LabelsBehindNorm"] = Labels("x.LayerNorm().Linear(4).LogSoftmax()"),
        ["LabelsByIndex"] = Labels("x.Linear(5).Sigmoid().Linear(4)", ", ignoreIndex: 2, labelSmoothing: 0.1f"),
        ["LabelsInOrder"] = "static Tensor Define([Shape(6, 4)] Tensor x) => x.LayerNorm().Linear(3).LogSoftmax();\nstatic Tensor Loss(Tensor y, [Shape(2)] Tokens classes, [Shape] Tokens lengths) => y.Ctc(classes, lengths, zeroInfinity: true);",
    };

    [Fact]
    public void WhatIsHidden_MayBeAnything()
    {
        using var assembly = NetworkAssembly.Load(Networks.Select(network => new NetworkCase(network.Key, Source.ReadMembers(network.Value).Graph(), PassOptions.Default)));
        var problems = new List<string>();
        foreach (var network in assembly.Networks)
        {
            Assert.True(network.Failure is null, $"{network.Case.Name}: {network.Failure}");
            try
            {
                Check(network);
            }
            catch (Exception exception) when (exception is NonFiniteLossException or Xunit.Sdk.XunitException)
            {
                problems.Add($"{network.Case.Name}: {exception.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static void Check(CompiledNetwork network)
    {
        Results? inference = null, training = null;
        foreach (var hidden in new[] { 0.5, 0, 3e38f, double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var sample = Sample(network.Case, hidden);
            var (outputs, gradients) = (network.Infer(sample), network.Train(sample));
            if (!network.Case.Name.StartsWith("Labels", StringComparison.Ordinal)) AssertSame(network, hidden, inference ??= outputs, outputs);
            AssertSame(network, hidden, training ??= gradients, gradients);
        }
    }

    private static string Of(string output, string others = "") =>
        $"static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => {output};\n{Sum}\n{others}";

    private static string Labels(string logits, string options = "") =>
        $"static Tensor Define([Shape(6, 4)] Tensor x) => {logits};\nstatic Tensor Loss(Tensor y, [Shape(6)] Tokens label) => y.CrossEntropy(label, axis: -1{options});";

    // Lengths from none to all, and what lies behind them.
    private static Sample Sample(NetworkCase network, double hidden)
    {
        var sample = new Sample(network.Graph, batch: 4);
        int[] lengths = [2, 6, 0, 5];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (sample.Inputs.TryGetValue("lengths", out var given)) given[i] = lengths[i];
            sample.Inputs["x"].AsSpan(((i * 6) + lengths[i]) * 4, (6 - lengths[i]) * 4).Fill(hidden);
            if (sample.Inputs.TryGetValue("label", out var labels)) labels.AsSpan((i * 6) + lengths[i], 6 - lengths[i]).Fill(network.Name == "LabelsByIndex" ? 2 : -100);
        }

        return sample;
    }

    // Signs of zeros apart.
    private static void AssertSame(CompiledNetwork network, double hidden, Results expected, Results actual)
    {
        foreach (var ((what, values), (_, others)) in expected.Items.Zip(actual.Items))
        {
            for (var i = 0; i < values.Length; i++)
                Assert.True(float.IsFinite(values[i]) && values[i] == others[i], $"{network.Case.Name} with {hidden} hidden: {what}[{i}] is {others[i]:R}, and with ordinary numbers {values[i]:R}.");
        }
    }
}
