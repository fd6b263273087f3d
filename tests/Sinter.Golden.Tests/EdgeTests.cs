using Sinter.Golden.Edges;

namespace Sinter.Golden;

/// <summary>
/// Values and gradients where functions change their form, saturate or overflow, against PyTorch. Values that only move or take signs have
/// its bits, signs of zeros included; others differ by their rounding. Where PyTorch's gradient is NaN, Sinter's may be better, and where the
/// value is NaN no gradient is compared: so is the loss.
/// </summary>
public sealed class EdgeTests
{
    private const double Rounding = 4e-6, RoundingOfOne = 2.5e-7, SmallestNormal = 1.2e-38;

    private static readonly GoldenFile Goldens = GoldenFile.Open("Edges");

    private static readonly float[] Points = Goldens["points"].Numbers;

    // Differences of numbers near 1: relative to that, the rounding is small.
    private static readonly HashSet<string> Cancelling =
    [
        "gelu", "gelu_tanh", "elu", "elu_half", "selu", "celu",
        "the gradient of tanh", "the gradient of gelu", "the gradient of gelu_tanh", "the gradient of softmax", "the gradient of bce",
    ];

    // Their results are the argument, a number or a zero, exactly. Which of two zeros is the larger, PyTorch has both ways.
    private static readonly HashSet<string> Exact =
    [
        "abs", "sign", "floor", "ceil", "round", "clamp", "clamp_min", "clamp_max", "sqrt", "reciprocal", "reciprocal_function", "negate", "plus_zero", "plus_minus_zero",
        "minus_zero", "minus_minus_zero", "zero_minus", "times_zero", "difference", "signs_of_zero", "pow_-1", "pow_1",
    ];

    [Fact]
    public void FunctionsOfOneElement()
    {
        var model = new ScalarEdges();
        var values = new float[model.Parameters.Count * Points.Length];
        using (var session = model.CreateSession()) session.Forward(Points, values);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
        Quietly(() => trainer.ComputeGradients(Points));
        var names = EdgeFunctionNames("scalar/");
        Assert.Equal(names, model.Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));
        var problems = new List<string>();
        for (var function = 0; function < names.Length; function++)
        {
            var name = model.Parameters[function].Key;
            Compare(problems, name, Points, Goldens[$"scalar/{name}/value"].Numbers, values.AsSpan(function * Points.Length, Points.Length), Exact.Contains(name));
            CompareGradients(problems, name, Goldens[$"scalar/{name}/value"].Numbers, Points, Goldens[$"scalar/{name}/gradient"].Numbers, trainer.Gradients[name].Values);
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void FunctionsOfARow()
    {
        var (model, rows) = (new RowEdges(), Goldens["rows"].Numbers);
        var values = new float[model.Parameters.Count * rows.Length];
        using (var session = model.CreateSession()) session.Forward(rows, values);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
        Quietly(() => trainer.ComputeGradients(rows, [1, 2, 3, 4]));
        var problems = new List<string>();
        for (var function = 0; function < model.Parameters.Count; function++)
        {
            var name = model.Parameters[function].Key;
            Compare(problems, name, rows, Goldens[$"row/{name}/value"].Numbers, values.AsSpan(function * rows.Length, rows.Length), isExact: false);
            CompareGradients(problems, name, Goldens[$"row/{name}/value"].Numbers, rows, Goldens[$"row/{name}/gradient"].Numbers, trainer.Gradients[name].Values);
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void NormsOfRowsWithoutASpread()
    {
        var (model, rows, problems) = (new NormEdges(), Goldens["norms"].Numbers, new List<string>());
        var values = new float[rows.Length];
        using (var session = model.CreateSession()) session.Forward(rows, values);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
        trainer.ComputeGradients(rows, [1, 2, 3, 4]);
        Close.To(Goldens["norm/layer_norm/value"].Numbers, values, Close.Forward, "norm");
        Close.To([.. Goldens["norm/layer_norm/gradient"].Numbers.Select(value => -value)], trainer.Gradients["layer_norm"].Values, Close.Gradient, "norm gradient");
    }

    [Fact]
    public void GradientsOfLosses()
    {
        var (model, problems) = (new LossEdges(), new List<string>());
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
        Quietly(() => trainer.ComputeGradients(Points, Goldens["targets"].Numbers));
        foreach (var parameter in model.Parameters)
            CompareGradients(problems, parameter.Key, Points, Points, Goldens[$"loss/{parameter.Key}/gradient"].Numbers, trainer.Gradients[parameter.Key].Values);
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static string[] EdgeFunctionNames(string kind) =>
        [.. Goldens.Below(kind).Select(entry => entry.Key[..entry.Key.IndexOf('/', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal)];

    // The sum of infinities is no loss to go on with, but its gradients are there.
    private static void Quietly(Action computeGradients)
    {
        try
        {
            computeGradients();
        }
        catch (NonFiniteLossException)
        {
        }
    }

    private static void CompareGradients(List<string> problems, string name, float[] values, float[] points, float[] golden, ReadOnlySpan<float> gradients)
    {
        // Of x - p, the gradient of p is the negative one.
        var actual = new float[golden.Length];
        for (var i = 0; i < actual.Length; i++) actual[i] = float.IsNaN(values[i]) || float.IsNaN(golden[i]) ? golden[i] : -gradients[i];
        Compare(problems, "the gradient of " + name, points, golden, actual, isExact: false);
    }

    private static void Compare(List<string> problems, string name, float[] points, float[] golden, ReadOnlySpan<float> actual, bool isExact)
    {
        for (var i = 0; i < golden.Length; i++)
        {
            var isSame = float.IsNaN(golden[i]) ? float.IsNaN(actual[i])
                : isExact ? BitConverter.SingleToInt32Bits(golden[i]) == BitConverter.SingleToInt32Bits(actual[i])
                : golden[i] == actual[i] || Math.Abs((double)golden[i] - actual[i]) <= Math.Max(Rounding * Math.Abs(golden[i]), Cancelling.Contains(name) ? RoundingOfOne : Rounding * SmallestNormal);
            if (!isSame) problems.Add($"{name} at {points[i]:R}: {actual[i]:R}, but PyTorch has {golden[i]:R}.");
        }
    }
}
