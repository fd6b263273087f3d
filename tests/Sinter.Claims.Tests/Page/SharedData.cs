namespace Sinter.Claims.Page;

/// <summary>The real data beside the project, where it is.</summary>
internal static class SharedData
{
    /// <summary>The full path of a file below <c>../shared/data</c>, or null when it is not there.</summary>
    public static string? Find(string path)
    {
        var file = Path.GetFullPath(Path.Combine(Sources.Root, "../shared/data", path));
        return File.Exists(file) ? file : null;
    }
}
