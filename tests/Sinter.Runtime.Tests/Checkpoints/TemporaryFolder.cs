namespace Sinter.Tests.Checkpoints;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sinter-");

    public string this[string file] => Path.Combine(folder.FullName, file);

    public string[] Files => [.. folder.GetFiles().Select(file => file.Name).Order()];

    public void Dispose() => folder.Delete(recursive: true);
}
