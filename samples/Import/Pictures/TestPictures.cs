using Digits.Data;

namespace Import.Pictures;

/// <summary>Pictures of digits that the network has not been trained on.</summary>
internal sealed record TestPictures(string Description, DigitSet Set)
{
    private const string SharedFolder = "../shared/data/mnist";
    private const int Seed = 42;

    /// <summary>Those of a folder, of the shared copy of MNIST beside the project, or drawn ones.</summary>
    /// <exception cref="DataFileException">A file is missing or damaged.</exception>
    public static TestPictures Find(string? folder, int count)
    {
        if ((folder ?? Shared()) is not { } found) return new("drawn digits", DrawnDigits.Draw(count, Seed));
        return new("MNIST's test set", IdxReader.Read(FileIn(found, "t10k-images-idx3-ubyte"), FileIn(found, "t10k-labels-idx1-ubyte")));
    }

    private static string FileIn(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return path;
        return File.Exists(path + ".gz") ? path + ".gz" : throw new DataFileException(path, "there is no such file, with or without .gz.");
    }

    private static string? Shared()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (!File.Exists(Path.Combine(folder.FullName, "Compiler.sln"))) continue;
                var shared = Path.GetFullPath(Path.Combine(folder.FullName, SharedFolder));
                if (Directory.Exists(shared)) return shared;
            }
        }

        return null;
    }
}
