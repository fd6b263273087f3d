using System.Globalization;
using Zoo.Catalog;
using Zoo.Images;

namespace Zoo.Commands;

/// <summary>What a classifier of images sees in a file: the likeliest classes.</summary>
internal static class ClassifyCommand
{
    private const int Shown = 5;

    /// <param name="labels">A file with the name of a class in each line, or null for numbers.</param>
    public static int Run(Species species, string image, string weights, string? labels)
    {
        var info = species.Info;
        if (info.Inputs is not [{ IsTokens: false, Shape: [1 or 3, _, _] }] || info.Outputs is not [{ IsTokens: false, Shape.Count: 1 }, ..])
        {
            Console.Error.WriteLine($"{species.Name} takes {Arguments.Describe(info)}: it does not classify images.");
            return 1;
        }

        try
        {
            var names = labels is null ? [] : File.ReadAllLines(labels);
            var probabilities = Probabilities(species, image, weights);
            foreach (var place in Enumerable.Range(0, probabilities.Length).OrderByDescending(place => probabilities[place]).Take(Shown))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * probabilities[place],6:F2} %  {(place < names.Length ? names[place] : $"class {place}")}"));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>The probability of each class.</summary>
    /// <param name="image">The file of the picture.</param>
    /// <param name="weights">A safetensors file.</param>
    /// <exception cref="IOException">A file is missing, damaged or not what it should be.</exception>
    internal static double[] Probabilities(Species species, string image, string weights)
    {
        var shape = species.Info.Inputs[0].Shape;
        var outputs = Arguments.Outputs(species.Info, [], batch: 1);
        var pixels = ImageFile.Read(image, shape[0], shape[1], shape[2]);
        using (var session = species.Load(weights).CreateSession(maxBatch: 1, threads: 0)) session.Forward([pixels], [], outputs);
        var logits = (float[])outputs[0];
        var largest = logits.Max();
        var exponentials = logits.Select(logit => Math.Exp(logit - largest)).ToArray();
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }
}
