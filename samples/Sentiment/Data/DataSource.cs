namespace Sentiment.Data;

/// <summary>Where the reviews come from: a folder that was named, the shared copy of IMDB beside the project, or the generator.</summary>
internal sealed record DataSource(string Description, IReadOnlyList<Review> Training, IReadOnlyList<Review> Test)
{
    private const string SharedFolder = "../shared/data/imdb";

    private const int Written = 4_000;

    /// <summary>Finds and reads the reviews.</summary>
    /// <param name="folder">The folder with the two files, or null to look for one.</param>
    /// <param name="limit">The most reviews to train on, and to test on.</param>
    /// <param name="seed">For written reviews.</param>
    /// <exception cref="DataFileException">A file is missing or damaged.</exception>
    public static DataSource Find(string? folder, int limit, int seed)
    {
        if (folder is not null) return Read(folder, limit);
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            if (ProjectRoot(start) is { } root && Path.GetFullPath(Path.Combine(root, SharedFolder)) is var shared && Directory.Exists(shared))
                return Read(shared, limit);
        }

        return new($"written reviews (no IMDB at {SharedFolder}; --data DIR names another folder)",
            WrittenReviews.Write(Math.Min(Written, limit), seed), WrittenReviews.Write(Math.Min(Written, limit), ~seed));
    }

    private static DataSource Read(string folder, int limit) => new($"IMDB from {Shortest(folder)}",
        ReviewFile.Read(FileIn(folder, "imdb-train.tsv"), limit), ReviewFile.Read(FileIn(folder, "imdb-test.tsv"), limit));

    private static string FileIn(string folder, string name)
    {
        if (!Directory.Exists(folder)) throw new DataFileException(folder, "there is no such folder.");
        var path = Path.Combine(folder, name);
        return new[] { path + ".gz", path }.FirstOrDefault(File.Exists) ?? throw new DataFileException(path, "there is no such file, with or without .gz.");
    }

    private static string Shortest(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.Length < path.Length ? relative : path;

    private static string? ProjectRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Compiler.sln"))) return folder.FullName;
        return null;
    }
}
