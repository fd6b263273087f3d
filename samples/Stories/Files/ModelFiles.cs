namespace Stories.Files;

/// <summary>Where weights and tokenizer are: files that were named, or those beside the project.</summary>
/// <param name="Checkpoint">The weights, or null when there are none.</param>
/// <param name="Tokenizer">The tokenizer, or null when there is none.</param>
internal sealed record ModelFiles(string? Checkpoint, string? Tokenizer)
{
    public const string SharedFolder = "../shared/data/llama2c";

    /// <exception cref="FileFormatException">A file that was named does not exist.</exception>
    public static ModelFiles Find(string? checkpoint, string? tokenizer) =>
        new(Named(checkpoint) ?? Shared("stories260K.bin"), Named(tokenizer) ?? Shared("tok512.bin"));

    private static string? Named(string? path) =>
        path is null || File.Exists(path) ? path : throw new FileFormatException(path, "there is no such file.");

    private static string? Shared(string name)
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Compiler.sln")) && Path.GetFullPath(Path.Combine(folder.FullName, SharedFolder, name)) is var file && File.Exists(file)) return file;
            }
        }

        return null;
    }
}
