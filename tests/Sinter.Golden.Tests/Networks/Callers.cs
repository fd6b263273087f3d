namespace Sinter.Golden.Networks;

/// <summary>Rows of a table, of so many places that a batch is computed some samples at a time.</summary>
[Network]
public partial class ManyRows
{
    static Tensor Define([Shape(1024)] Tokens ids) => ids.Embedding(100, 16, name: "table");
}

/// <summary>Rows of a table, all samples together.</summary>
[Network]
public partial class FewRows
{
    static Tensor Define([Shape(8)] Tokens ids) => ids.Embedding(100, 16, name: "table");

    static Tensor Loss(Tensor rows, [Shape(8, 16)] Tensor target) => rows.MeanSquaredError(target);
}

/// <summary>Labels that also index a table of centres, as in Wen et al. 2016.</summary>
[Network]
public partial class Centres
{
    static Tensor Define([Shape(8)] Tensor x) => x.Linear(4, name: "fc");

    static Tensor Loss(Tensor logits, [Shape] Tokens label) =>
        logits.CrossEntropy(label, ignoreIndex: 255) + (0.01f * label.Embedding(4, 4, initializer: Initializer.Zeros, name: "centres")).MeanSquaredError(logits);
}

/// <summary>Everything that takes lengths, along an extent that each call binds.</summary>
[Network, Dim("T", Max = 6)]
public partial class OpenLengths
{
    static Tensor Define(
        [Shape("T", 4)] Tensor x, [Shape] Tokens attended, [Shape] Tokens masked, [Shape] Tokens averaged, [Shape] Tokens ran)
    {
        var heads = x.Reshape(-1, 2, 2);
        return heads.Attention(heads, heads, lengths: attended).Flatten(1).Mean(0)
            + (x * x.StepMask(masked)).Mean(0) + x.MeanOverSteps(averaged) + x.Gru(4, lengths: ran).Outputs.Mean(0);
    }

    static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>The same along an extent that is constant.</summary>
[Network]
public partial class FixedLengths
{
    static Tensor Define(
        [Shape(3, 4)] Tensor x, [Shape] Tokens attended, [Shape] Tokens masked, [Shape] Tokens averaged, [Shape] Tokens ran)
    {
        var heads = x.Reshape(3, 2, 2);
        return heads.Attention(heads, heads, lengths: attended).Flatten(1).Mean(0)
            + (x * x.StepMask(masked)).Mean(0) + x.MeanOverSteps(averaged) + x.Gru(4, lengths: ran).Outputs.Mean(0);
    }

    static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>Reads its input again where it has written others, and has two outputs.</summary>
[Network]
public partial class Twofold
{
    static (Tensor Sum, Tensor Mean) Define([Shape(4, 32, 32)] Tensor x) => (x + x.Conv2d(4, kernel: 3, padding: 1).Relu(), x.Mean(0));
}

/// <summary>Statistics of samples alone, of samples and places, and a layer that is used twice.</summary>
[Network, Dim("T", Max = 4)]
public partial class Normed
{
    static Tensor Define([Shape(3, "T")] Tensor x)
    {
        var shared = new Module("shared", y => y.BatchNorm1d(name: "norm"));
        return shared.Apply(shared.Apply(x.BatchNorm1d(name: "places"))).Mean(1).BatchNorm1d(name: "samples");
    }

    static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>Statistics that a single sample may have too few places for.</summary>
[Network, Dim("T", Max = 4)]
public partial class NormedPlaces
{
    static Tensor Define([Shape(3, "T")] Tensor x) => x.BatchNorm1d(name: "norm");

    static Tensor Loss(Tensor y, [Shape(3, "T")] Tensor target) => y.MeanSquaredError(target);
}
