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
        if (info.Inputs is not [{ IsTokens: false, Shape: [1 or 3, _, _] } input] || info.Outputs is not [{ Shape.Count: 1 } output])
        {
            Console.Error.WriteLine($"{species.Name} takes {Arguments.Describe(info)}: it does not classify images.");
            return 1;
        }

        try
        {
            var pixels = ImageFile.Read(image, input.Shape[0], input.Shape[1], input.Shape[2]);
            var names = labels is null ? null : File.ReadAllLines(labels);
            var logits = new float[output.Length];
            using (var session = species.Load(weights).CreateSession(maxBatch: 1, threads: 0)) session.Forward([pixels], [], [logits]);
            foreach (var (name, probability) in Likeliest(logits, names))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100 * probability,6:F2} %  {name}"));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static IEnumerable<(string Name, double Probability)> Likeliest(float[] logits, string[]? names)
    {
        var largest = logits.Max();
        var total = logits.Sum(logit => Math.Exp(logit - largest));
        return Enumerable.Range(0, logits.Length).OrderByDescending(index => logits[index]).Take(Shown).Select(index => (
            names is not null && index < names.Length ? names[index] : string.Create(CultureInfo.InvariantCulture, $"class {index}"), Math.Exp(logits[index] - largest) / total));
    }
}
