using Zoo.Catalog;

namespace Zoo.Tasks;

/// <summary>Something small to learn for networks of a kind, with data that is drawn or at hand.</summary>
internal abstract class LearningTask
{
    /// <summary>What is to be learned, for people.</summary>
    public abstract string Description { get; }

    /// <summary>The extents of the calls, in the order of the network's dimensions.</summary>
    public virtual int[] Symbols => [];

    /// <summary>Samples of a step, unless the command line says otherwise.</summary>
    public abstract int Batch { get; }

    /// <summary>How many samples a test takes.</summary>
    public virtual int Tests => 64;

    /// <summary>Fills the inputs and targets of a step, or of a test with samples of its own.</summary>
    public abstract Array[] Draw(Random random, int batch);

    /// <summary>The share of the predictions that are right, of samples that <see cref="Draw"/> made.</summary>
    public abstract double Accuracy(Array[] samples, float[] output);

    /// <summary>The task that suits a network, or null.</summary>
    public static LearningTask? For(Species species)
    {
        var (inputs, targets) = (species.Info.Inputs, Arguments.Targets(species).ToArray());
        return (inputs, targets) switch
        {
            ([{ IsTokens: false, Shape: [1 or 3, _, _] } image], [{ IsTokens: true, Shape: [] }]) => new ShapesTask(image.Shape[0], image.Shape[1], image.Shape[2]),
            ([{ IsTokens: false, Shape: [var height, var width] }], [{ IsTokens: true, Shape: [] }]) => new ShapesTask(1, height, width),
            ([{ IsTokens: false, IsFixed: false }, { IsTokens: true }, { IsTokens: true }], _) when species.Family == "Graphs" => new CitationsTask(),
            ([{ IsTokens: false, Shape: [3, var height, var width] }], [{ IsTokens: true, Shape: [_, _] }]) => new PixelsTask(height, width),
            ([{ IsTokens: false, Shape: [_, var bands] }, { IsTokens: true, Shape: [] }], [{ IsTokens: true }]) => new SoundsTask(bands, species.Info.Outputs[0].Shape[^1]),
            ([{ IsTokens: false, Shape: [var rows, var features] }], [{ IsTokens: false }]) => new CommonTask(rows, features),
            ([{ IsTokens: true, IsFixed: false }, { IsTokens: true, IsFixed: false }, { Shape: [] }], [{ IsTokens: true }]) => new HiddenTextTask(),
            ([{ IsTokens: true, IsFixed: false }], [{ IsTokens: true }]) when species.Family == "Language" => new TextTask(species),
            ([{ IsTokens: true, IsFixed: false }], [{ IsTokens: true }]) => new EchoTask(),
            ([{ IsTokens: true }, { Shape: [] }, { IsTokens: true }], [{ IsTokens: true }]) => new CopyTask(),
            _ => null,
        };
    }

    /// <summary>How often the largest of each row of scores stands at the right place; places with labels below 0 do not count.</summary>
    protected static double Share(int[] right, float[] scores)
    {
        var (classes, hits, places) = (scores.Length / right.Length, 0, 0);
        for (var i = 0; i < right.Length; i++)
        {
            if (right[i] < 0) continue;
            var row = scores.AsSpan(i * classes, classes);
            var largest = 0;
            for (var j = 1; j < classes; j++) largest = row[j] > row[largest] ? j : largest;
            if (largest == right[i]) hits++;
            places++;
        }

        return (double)hits / Math.Max(1, places);
    }
}
