using System.Globalization;
using System.Numerics;

namespace Sinter.Golden;

/// <summary>What eng/goldens/record_zoo.py recorded of a network of samples/Zoo, and the weights, inputs and targets that it gave to the reference.</summary>
internal sealed class ZooGolden
{
    private readonly string name;
    private readonly GoldenFile file;
    private readonly HashSet<string> norms;
    private readonly (string End, double Factor)[] scales;

    public ZooGolden(string name)
    {
        (this.name, file) = (name, GoldenFile.Open($"Zoo/{name}"));
        norms = Tensors("states").Select(state => LayerOf(state.Key)).ToHashSet(StringComparer.Ordinal);
        scales = [.. Lines("scales").Select(line => line.Split(' ')).Select(entry => (entry[0], double.Parse(entry[1], CultureInfo.InvariantCulture)))];
    }

    /// <summary>The networks that something is recorded of.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Path.GetDirectoryName(GoldenFile.PathOf("Zoo/any"))!).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public float Loss => file["loss"].Numbers[0];

    /// <summary>How far off PyTorch's own float32 is: the output, the gradients and the states.</summary>
    public (float Output, float Gradients, float States) Single => file["float32"].Numbers is [var output, var gradients, var states] ? (output, gradients, states) : throw new InvalidDataException(name);

    /// <summary>The reference's <c>parameters</c>, or its <c>states</c>, each as "key extent extent …".</summary>
    public string[] Lines(string metadata) => (file.Metadata.GetValueOrDefault(metadata) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same in parts.</summary>
    public IEnumerable<(string Key, int[] Shape)> Tensors(string metadata) =>
        Lines(metadata).Select(line => line.Split(' ')).Select(entry => (entry[0], Array.ConvertAll(entry[1..], extent => int.Parse(extent, CultureInfo.InvariantCulture))));

    /// <summary>The extents of an input or a target, batch and all.</summary>
    public int[] Shape(string port) => file["input/" + port].Integers[2..];

    /// <summary>An input or a target: floats, or integers.</summary>
    public Array Input(string port)
    {
        var (full, recorded) = ($"{name}/{port}", file["input/" + port].Integers);
        var (choices, first) = (recorded[0], recorded[1]);
        var count = Shape(port).Aggregate(1L, (product, extent) => product * extent);
        return choices > 0 ? Array.ConvertAll(Formula.Choices(full, count, choices), choice => first + choice) : Formula.Uniform(full, count, -1, 1);
    }

    /// <summary>The numbers of a parameter or a state.</summary>
    public float[] Weight(string key, ReadOnlySpan<int> shape)
    {
        var (full, normBias) = ($"{name}/{key}", file["norm_bias"].Numbers);
        var (scale, count) = (scales.Where(entry => key.EndsWith(entry.End, StringComparison.Ordinal)).Aggregate(1.0, (product, entry) => product * entry.Factor), 1);
        foreach (var extent in shape) count *= extent;
        if (norms.Contains(LayerOf(key)) && key.EndsWith("bias", StringComparison.Ordinal)) return Formula.Uniform(full, count, scale * normBias[0], scale * normBias[1]);
        if (shape.Length < 2)
        {
            var isAroundOne = key.EndsWith("running_var", StringComparison.Ordinal) || key.EndsWith("weight", StringComparison.Ordinal);
            return isAroundOne ? Formula.Uniform(full, count, 0.75, 1.25) : Formula.Uniform(full, count, -0.25, 0.25);
        }

        var bound = scale * Math.Sqrt((shape.Length == 4 ? 6.0 : 3.0) / (count / shape[0]));
        return Formula.Uniform(full, count, -bound, bound);
    }

    /// <summary>How far a loss is off: relative above 1, absolute below.</summary>
    public double LossError(double actual) => Math.Abs(Loss - actual) / Math.Max(1, Math.Abs(Loss));

    /// <summary>How far an output is off: relative to its largest number, or by its norm and products if it is long.</summary>
    public ZooError OutputError<T>(ReadOnlySpan<T> actual)
        where T : INumber<T>
    {
        if (!file.Contains("output"))
        {
            var row = file["output.row"].Numbers;
            Assert.Equal(file["output.length"].Integers[0], actual.Length);
            return new(Proper(RowError(row, "output", actual) / row[0]), $"of the norm {row[0]:G4}");
        }

        var golden = file["output"].Numbers;
        Assert.Equal(golden.Length, actual.Length);
        var (scale, worst, place) = (golden.Max(Math.Abs), -1.0, 0);
        for (var i = 0; i < golden.Length; i++)
        {
            var error = Proper(Math.Abs(golden[i] - double.CreateChecked(actual[i])));
            if (error > worst) (worst, place) = (error, i);
        }

        return new(worst / scale, $"of {scale:G4} in element {place} of {golden.Length}");
    }

    /// <summary>
    /// How far gradients or states are off: their norms and products with two tensors of the formula, relative to the norm of each, or to a tenth
    /// of that of another tensor of its layer: a bias that a normalisation or a softmax takes away again has no gradient but rounding.
    /// </summary>
    public ZooError RowsError<T>(string metadata, string rows, Values<T> values)
        where T : INumber<T>
    {
        string[] keys = [.. Tensors(metadata).Select(tensor => tensor.Key)];
        var numbers = file[rows].Numbers;
        var largest = keys.Select((key, i) => (Layer: LayerOf(key), Norm: numbers[3 * i])).GroupBy(entry => entry.Layer, StringComparer.Ordinal)
            .ToDictionary(layer => layer.Key, layer => layer.Max(entry => entry.Norm), StringComparer.Ordinal);
        var worst = new ZooError(0, "");
        for (var i = 0; i < keys.Length; i++)
        {
            var (key, golden) = (keys[i], numbers[(3 * i)..(3 * (i + 1))]);
            var scale = Math.Max(Math.Max(golden[0], 0.1 * largest[LayerOf(key)]), 1e-12);
            var error = Proper(RowError(golden, key, values(key)) / scale);
            if (error > worst.Relative) worst = new(error, $"of {scale:G4} in {key}");
        }

        return worst;
    }

    /// <summary>The numbers of a tensor.</summary>
    public delegate ReadOnlySpan<T> Values<T>(string key);

    private static string LayerOf(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    private static double Proper(double error) => double.IsNaN(error) ? double.PositiveInfinity : error;

    private double RowError<T>(float[] golden, string key, ReadOnlySpan<T> actual)
        where T : INumber<T>
    {
        double square = 0;
        foreach (var value in actual) square += double.CreateChecked(value) * double.CreateChecked(value);
        var error = Math.Abs(Math.Sqrt(square) - golden[0]);
        for (var i = 0; i < 2; i++)
        {
            var direction = Formula.Uniform($"projection{i}/{name}/{key}", actual.Length, -1, 1);
            double projection = 0;
            for (var j = 0; j < direction.Length; j++) projection += direction[j] * double.CreateChecked(actual[j]);
            error = Math.Max(error, Math.Abs(projection - golden[1 + i]));
        }

        return error;
    }
}

/// <summary>By how much something differs from what is recorded, and where most.</summary>
internal readonly record struct ZooError(double Relative, string Where)
{
    public override string ToString() => $"{Relative:E1}";
}
