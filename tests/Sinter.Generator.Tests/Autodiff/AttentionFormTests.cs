using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Autodiff;

/// <summary>Attention that stores its weights gives what attention gives that does not, whatever the options, and where a place sees nothing.</summary>
public sealed class AttentionFormTests
{
    // A query that sees nothing, and a key that only some do not see.
    private const string Rows = "static Tensor Mask(Tensor x) => Tensor.Concat([x.Zeros(2, 6) - 0.5f, x.Zeros(1, 6) + float.NegativeInfinity, x.Zeros(2, 6), x.Zeros(1, 5).Concat(x.Zeros(1, 1) + float.NegativeInfinity, 1)]);";

    private static readonly (string Name, string Options, string Others)[] Variants =
    [
        ("Plain", "", ""),
        ("Causal", ", causal: true", ""),
        ("Window", ", causal: true, window: 2", ""),
        ("Mask", ", mask: Mask(x)", Rows),
        ("MaskOfSamples", ", mask: x.StepMask(lengths).Where(x.Zeros(6, 6), float.NegativeInfinity).Transpose()", ""),
        ("Lengths", ", lengths: lengths", ""),
        ("Slopes", ", slopes: [0.5f, 0.25f]", ""),
        ("NoBias", ", bias: false", ""),
        ("KeyPadding", ", causal: true, keyPaddingMask: x.StepMask(lengths).EqualTo(0).Flatten()", ""),
        ("MaskOfKeys", ", mask: x.Select(1, 0), lengths: lengths", ""),
        ("TrainedMask", ", mask: x.Parameter(\"mask\", [2, 6, 6]), keyPaddingMask: x.StepMask(lengths).EqualTo(0).Flatten()", ""),
        ("TrainedMaskOfSamples", ", mask: x.Linear(6, name: \"scores\"), causal: true", ""),
        ("Added", ", causal: true, window: 4, lengths: lengths, slopes: [0.5f, 0.25f], mask: Mask(x), addBiasKeyValue: true, addZeroAttention: true", Rows),
        ("Widths", ", memory: x.Linear(3, name: \"memory\"), values: x.Linear(5, name: \"values\")", ""),
        ("Memory", ", memory: x.Linear(4, name: \"memory\").Slice(0, 0, 4)", ""),
        ("All", ", causal: true, window: 4, lengths: lengths, slopes: [0.5f, 0.25f], mask: Mask(x)", Rows),
    ];

    [Fact]
    public void BothForms_GiveTheSame()
    {
        string[] forms = ["MultiHeadAttention(2{0}, name: \"a\")", "MultiHeadAttentionWithWeights(2{0}, name: \"a\").Output"];
        using var assembly = NetworkAssembly.Load(Variants.SelectMany(variant => forms.Select((form, i) => new NetworkCase(
            variant.Name + i,
            Source.ReadMembers($"static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => x.{form.Replace("{0}", variant.Options)};\nstatic Tensor Loss(Tensor y, [Shape(6, 4)] Tensor target) => (y * target).Sum();\n{variant.Others}").Graph(),
            PassOptions.Default))));
        foreach (var pair in assembly.Networks.Chunk(2))
        {
            Assert.All(pair, network => Assert.True(network.Failure is null, $"{network.Case.Name}: {network.Failure}"));
            AssertSame(pair, (network, sample) => network.Infer(sample), double.NaN);
            AssertSame(pair, (network, sample) => network.Infer(sample), 0.5);
            AssertSame(pair, (network, sample) => network.Train(sample), 0.5);
        }
    }

    // The last place holds a number or none: who does not see it is as exact as ever.
    private static void AssertSame(CompiledNetwork[] pair, Func<CompiledNetwork, Sample, Results> run, double last)
    {
        var results = pair.Select(network =>
        {
            var sample = new Sample(network.Case.Graph, batch: 4);
            int[] lengths = [2, 6, 0, 5];
            if (sample.Inputs.TryGetValue("lengths", out var given)) Array.ConvertAll(lengths, length => (double)length).CopyTo(given, 0);
            for (var i = 0; i < lengths.Length; i++) sample.Inputs["x"].AsSpan((i * 24) + 20, 4).Fill(last);
            return run(network, sample);
        }).ToArray();
        foreach (var ((what, values), (_, others)) in results[0].Items.Zip(results[1].Items))
        {
            for (var i = 0; i < values.Length; i++)
            {
                Assert.True(
                    values[i].Equals(others[i]) || Math.Abs(values[i] - others[i]) <= 1e-5f * (1 + Math.Abs(values[i])),
                    $"{pair[0].Case.Name} with {last}: {what}[{i}] is {values[i]:R}, and with stored weights {others[i]:R}.");
            }
        }
    }
}
