using System.Globalization;
using Zoo.Catalog;

namespace Sinter.Golden;

/// <summary>A network of samples/Zoo with the weights, inputs and targets that eng/goldens/record_zoo.py gave to its reference.</summary>
internal sealed class ZooCase(string name)
{
    public Species Species { get; } = Species.Find(name)!;

    public GoldenFile Goldens { get; } = GoldenFile.Open($"Zoo/{name}");

    public int Batch => Shape(Species.Info.Inputs[0].Name)[0];

    /// <summary>The reference's parameters, or its states, each as "key extent extent …".</summary>
    public string[] Keys(string metadata) => Goldens.Metadata[metadata].Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Specimen Create()
    {
        var model = Species.Create();
        var states = model.States ?? Enumerable.Empty<NetworkParameter>();
        var norms = states.Select(state => LayerOf(state.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in model.Parameters) parameter.CopyFrom(Weight(parameter, norms));
        foreach (var state in states)
        {
            if (!state.IsCounter) state.CopyFrom(Weight(state, norms));
        }

        return model;
    }

    /// <summary>What a forward pass is given, or all that a step of training is.</summary>
    public Array[] Inputs(bool withTargets) => [.. Arguments.Ports(Species, withTargets).Select(port => Input(port.Name))];

    /// <summary>The extents of the recorded batch.</summary>
    public int[] Symbols() => Arguments.Symbols(Species.Info, Shape);

    /// <summary>Compares an output with the recorded one: number by number, or by its norm and products if it is long.</summary>
    public void CompareOutput(ReadOnlySpan<float> actual, double tolerance)
    {
        if (Goldens.Contains("output"))
        {
            Close.To(Goldens["output"].Numbers, actual, tolerance, $"{name} output");
            return;
        }

        var golden = Goldens["output.row"].Numbers;
        var error = RowError(golden, "output", actual) / golden[0];
        Assert.True(error <= tolerance, $"{name}: the output is off by {error:E1} of its norm, allowed {tolerance:E1}.");
    }

    /// <summary>
    /// Compares gradients or states with the recorded norms and products with two tensors of the formula, relative to the norm of each, or to
    /// a tenth of that of another tensor of its layer: a bias that a normalisation or a softmax takes away again has no gradient but rounding.
    /// </summary>
    public void CompareRows(string metadata, string rows, Values values, double tolerance)
    {
        string[] keys = [.. Keys(metadata).Select(entry => entry.Split(' ')[0])];
        var numbers = Goldens[rows].Numbers;
        var largest = keys.Select((key, i) => (Layer: LayerOf(key), Norm: numbers[3 * i])).GroupBy(entry => entry.Layer, StringComparer.Ordinal)
            .ToDictionary(layer => layer.Key, layer => layer.Max(entry => entry.Norm), StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            var (key, golden) = (keys[i], numbers.AsMemory(3 * i, 3));
            var scale = Math.Max(golden.Span[0], 0.1 * largest[LayerOf(key)]);
            var error = RowError(golden.Span, key, values(key)) / Math.Max(scale, 1e-12);
            Assert.True(error <= tolerance, $"{name}: {rows} of {key} are off by {error:E1} of {scale:G4}, allowed {tolerance:E1}.");
        }
    }

    /// <summary>The numbers of a tensor.</summary>
    public delegate ReadOnlySpan<float> Values(string key);

    private static string LayerOf(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    private double RowError(ReadOnlySpan<float> golden, string key, ReadOnlySpan<float> actual)
    {
        double square = 0;
        foreach (var value in actual) square += (double)value * value;
        var error = Math.Abs(Math.Sqrt(square) - golden[0]);
        for (var i = 0; i < 2; i++)
        {
            var direction = Formula.Uniform($"projection{i}/{name}/{key}", actual.Length, -1, 1);
            double projection = 0;
            for (var j = 0; j < direction.Length; j++) projection += (double)direction[j] * actual[j];
            error = Math.Max(error, Math.Abs(projection - golden[1 + i]));
        }

        return error;
    }

    private float[] Weight(NetworkParameter parameter, HashSet<string> norms)
    {
        var (full, normBias) = ($"{name}/{parameter.Key}", Goldens["norm_bias"].Numbers);
        var shape = parameter.Shape;
        var scale = Scale(parameter.Key);
        if (norms.Contains(LayerOf(parameter.Key)) && parameter.Key.EndsWith("bias", StringComparison.Ordinal)) return Formula.Uniform(full, parameter.Length, scale * normBias[0], scale * normBias[1]);
        if (shape.Length < 2)
        {
            var isAroundOne = parameter.Key.EndsWith("running_var", StringComparison.Ordinal) || parameter.Key.EndsWith("weight", StringComparison.Ordinal);
            return isAroundOne ? Formula.Uniform(full, parameter.Length, 0.75, 1.25) : Formula.Uniform(full, parameter.Length, -0.25, 0.25);
        }

        var bound = scale * Math.Sqrt((shape.Length == 4 ? 6.0 : 3.0) / (parameter.Length / shape[0]));
        return Formula.Uniform(full, parameter.Length, -bound, bound);
    }

    // What is multiplied, by the ends of keys: where a network wants signals of another size.
    private double Scale(string key) => (Goldens.Metadata.GetValueOrDefault("scales") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
        .Where(entry => key.EndsWith(entry[0], StringComparison.Ordinal)).Aggregate(1.0, (product, entry) => product * double.Parse(entry[1], CultureInfo.InvariantCulture));

    private Array Input(string port)
    {
        var (full, recorded) = ($"{name}/{port}", Goldens["input/" + port].Integers);
        var (choices, first) = (recorded[0], recorded[1]);
        var count = Shape(port).Aggregate(1L, (product, extent) => product * extent);
        return choices > 0 ? Array.ConvertAll(Formula.Choices(full, count, choices), choice => first + choice) : Formula.Uniform(full, count, -1, 1);
    }

    private int[] Shape(string port) => Goldens["input/" + port].Integers[2..];
}
