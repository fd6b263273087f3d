using System.IO.Compression;
using System.Text;
using Zoo.Catalog;

namespace Zoo.Tasks;

/// <summary>Something to read: Shakespeare's plays, or the declarations of this zoo where those are not at hand.</summary>
internal sealed class PlainText
{
    private const string Shakespeare = "../shared/data/tinyshakespeare/input.txt.gz";

    private readonly byte[] characters;

    public PlainText()
    {
        if (SharedData.Find(Shakespeare) is { } file)
        {
            using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var all = new MemoryStream();
            stream.CopyTo(all);
            (characters, Name) = (all.ToArray(), $"tiny Shakespeare ({file})");
        }
        else
        {
            (characters, Name) = (Encoding.UTF8.GetBytes(string.Concat(Species.All.Select(other => other.Source))), "the declarations of the zoo");
        }
    }

    /// <summary>What it is, for people.</summary>
    public string Name { get; }

    /// <summary>Some characters that follow one another.</summary>
    public ReadOnlySpan<byte> Excerpt(Random random, int length) => characters.AsSpan(random.Next(characters.Length - length), length);
}
