using System.IO.Compression;
using global::Sentiment.Data;

namespace Sinter.Samples.Tests.Sentiment;

public sealed class ReviewFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sentiment").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_TakesLabelAndText_GzippedOrNot()
    {
        const string Text = "1\t9\t17\tA fine film.\n0\t2\t18\tNot a fine film.\n\n1\t7\t19\tWell.\n";
        var plain = Write("reviews.tsv", Text);
        var zipped = Path.Combine(folder, "reviews.tsv.gz");
        using (var stream = new GZipStream(File.Create(zipped), CompressionLevel.Fastest))
        using (var source = File.OpenRead(plain)) source.CopyTo(stream);
        Review[] expected = [new("A fine film.", true), new("Not a fine film.", false), new("Well.", true)];
        Assert.Equal(expected, ReviewFile.Read(plain));
        Assert.Equal(expected, ReviewFile.Read(zipped));
        Assert.Equal(expected[..2], ReviewFile.Read(zipped, limit: 2));
    }

    [Theory]
    [InlineData("a.tsv", "2\t9\t17\tA fine film.\n", "review 1 is not a line of label (0 or 1), rating, id and text, with tabs between them.")]
    [InlineData("a.tsv", "1\t9\t17\tFine.\n1\t9\tfine\n", "review 2 is not a line of label (0 or 1), rating, id and text, with tabs between them.")]
    [InlineData("a.tsv", "\n", "has no reviews.")]
    [InlineData("a.tsv.gz", "1\t9\t17\tFine.\n", "is damaged: it cannot be decompressed.")]
    public void Read_SaysWhatIsWrong(string name, string text, string problem)
    {
        var path = Write(name, text);
        Assert.Equal($"{path}: {problem}", Assert.Throws<DataFileException>(() => ReviewFile.Read(path)).Message);
    }

    [Fact]
    public void Find_SaysWhatIsMissing()
    {
        Assert.EndsWith("imdb-train.tsv: there is no such file, with or without .gz.", Assert.Throws<DataFileException>(() => DataSource.Find(folder, 10, 1)).Message);
        var nowhere = Path.Combine(folder, "nowhere");
        Assert.Equal($"{nowhere}: there is no such folder.", Assert.Throws<DataFileException>(() => DataSource.Find(nowhere, 10, 1)).Message);
    }

    [Fact]
    public void WrittenReviews_DependOnTheSeedAlone_AndHalfAreKind()
    {
        var reviews = WrittenReviews.Write(200, seed: 3);
        Assert.Equal(reviews, WrittenReviews.Write(200, seed: 3));
        Assert.NotEqual(reviews, WrittenReviews.Write(200, seed: 4));
        Assert.Equal(100, reviews.Count(review => review.IsPositive));
        Assert.All(reviews, review => Assert.InRange(Tokenizer.Split(review.Text).Count, 8, ReviewSet.MaxLength));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
