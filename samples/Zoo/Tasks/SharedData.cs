namespace Zoo.Tasks;

/// <summary>Data sets that may lie beside the project.</summary>
internal static class SharedData
{
    /// <summary>A file as it is seen from a folder above the program, or null where there is none.</summary>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.GetFullPath(Path.Combine(folder.FullName, path));
            if (File.Exists(file)) return file;
        }

        return null;
    }
}
