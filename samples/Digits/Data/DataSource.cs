namespace Digits.Data;

/// <summary>Where the digits come from: a folder that was named, the shared copy of MNIST beside the project, or the drawing generator.</summary>
internal sealed record DataSource(string Description, DigitSet Training, DigitSet Test)
{
    private const string SharedFolder = "../shared/data/mnist";

    /// <summary>Finds and reads the data.</summary>
    /// <param name="folder">The folder with the four IDX files, or null to look for one.</param>
    /// <param name="seed">For the drawn digits.</param>
    /// <exception cref="DataFileException">A file is missing or damaged.</exception>
    public static DataSource Find(string? folder, int seed)
    {
        if (folder is not null) return Read(folder);
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            if (ProjectRoot(start) is { } root && Path.GetFullPath(Path.Combine(root, SharedFolder)) is var shared && Directory.Exists(shared))
                return Read(shared);
        }
        return new($"drawn digits (no MNIST at {SharedFolder}; --data DIR names another folder)",
            DrawnDigits.Draw(60_000, seed), DrawnDigits.Draw(10_000, ~seed));
    }

    private static DataSource Read(string folder) => new($"MNIST from {Shortest(folder)}",
        IdxReader.Read(FileIn(folder, "train-images", "idx3"), FileIn(folder, "train-labels", "idx1")),
        IdxReader.Read(FileIn(folder, "t10k-images", "idx3"), FileIn(folder, "t10k-labels", "idx1")));

    /// <summary>The files go by both <c>train-images-idx3-ubyte</c> and <c>train-images.idx3-ubyte</c>, as they are or with .gz.</summary>
    private static string FileIn(string folder, string name, string rank)
    {
        if (!Directory.Exists(folder)) throw new DataFileException(folder, "there is no such folder.");
        var preferred = Path.Combine(folder, $"{name}-{rank}-ubyte");
        string[] candidates = [preferred, preferred + ".gz", Path.Combine(folder, $"{name}.{rank}-ubyte"), Path.Combine(folder, $"{name}.{rank}-ubyte.gz")];
        return candidates.FirstOrDefault(File.Exists) ?? throw new DataFileException(preferred, "there is no such file, with or without .gz.");
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
