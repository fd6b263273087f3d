using System.IO.Compression;

namespace Sentiment.Data;

/// <summary>Reads reviews from tab-separated lines of label (0 or 1), rating, id and text, gzipped or not.</summary>
internal static class ReviewFile
{
    private const int Columns = 4;

    /// <summary>Reads the first reviews of a file.</summary>
    /// <param name="path">The file; <c>.gz</c> at its end says that it is compressed.</param>
    /// <param name="limit">The most reviews to read.</param>
    /// <exception cref="DataFileException">There is no such file, or a line of it is no review.</exception>
    public static IReadOnlyList<Review> Read(string path, int limit = int.MaxValue)
    {
        if (!File.Exists(path)) throw new DataFileException(path, "there is no such file.");
        try
        {
            using var file = File.OpenRead(path);
            using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
            var reviews = new List<Review>();
            while (reviews.Count < limit && reader.ReadLine() is { } line)
                if (line.Length > 0) reviews.Add(Parse(line, path, reviews.Count + 1));
            return reviews.Count > 0 ? reviews : throw new DataFileException(path, "has no reviews.");
        }
        catch (InvalidDataException)
        {
            throw new DataFileException(path, "is damaged: it cannot be decompressed.");
        }
    }

    private static Review Parse(string line, string path, int number)
    {
        var columns = line.Split('\t', Columns);
        if (columns is not ["0" or "1", _, _, var text])
            throw new DataFileException(path, $"review {number} is not a line of label (0 or 1), rating, id and text, with tabs between them.");
        return new Review(text, columns[0] == "1");
    }
}
