namespace Sinter.Samples.Tests;

/// <summary>A test that needs a file of the real data beside the project; without it the test is skipped, and says so.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="path">The file, below the folder of the data.</param>
    public SharedDataFactAttribute(string path)
    {
        if (Find(path) is null) Skip = $"There is no ../shared/data/{path} beside the project.";
    }

    /// <summary>The full path of a file of the data, or null when it is not there.</summary>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Compiler.sln"))) continue;
            var file = Path.GetFullPath(Path.Combine(folder.FullName, "../shared/data", path));
            return File.Exists(file) ? file : null;
        }

        return null;
    }
}
