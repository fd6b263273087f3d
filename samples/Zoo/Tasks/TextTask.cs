using System.IO.Compression;
using System.Text;
using Zoo.Catalog;

namespace Zoo.Tasks;

/// <summary>Predicts the next character of Shakespeare's plays, or of the declarations of this zoo where those are not at hand.</summary>
internal sealed class TextTask : LearningTask
{
    private const int Steps = 64;
    private const string Shakespeare = "../shared/data/tinyshakespeare/input.txt.gz";

    private readonly byte[] text;
    private readonly int[] symbols;

    public TextTask(Species species)
    {
        symbols = [.. species.Info.Dimensions.Select(_ => Steps)];
        if (SharedData.Find(Shakespeare) is { } file)
        {
            using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var all = new MemoryStream();
            stream.CopyTo(all);
            (text, Description) = (all.ToArray(), $"the next character of tiny Shakespeare ({file})");
        }
        else
        {
            text = Encoding.UTF8.GetBytes(string.Concat(Species.All.Select(other => other.Source)));
            Description = "the next character of the declarations of the zoo";
        }
    }

    public override string Description { get; }

    public override int[] Symbols => symbols;

    public override int Batch => 8;

    public override Array[] Draw(Random random, int batch)
    {
        var (before, next) = (new int[batch * Steps], new int[batch * Steps]);
        for (var sample = 0; sample < batch; sample++)
        {
            var start = random.Next(text.Length - Steps - 1);
            for (var i = 0; i < Steps; i++) (before[(sample * Steps) + i], next[(sample * Steps) + i]) = (text[start + i], text[start + i + 1]);
        }

        return [before, next];
    }

    public override double Accuracy(Array[] samples, float[] output) => Share((int[])samples[1], output);
}
