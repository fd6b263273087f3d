using System.Runtime.CompilerServices;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>A test over a file of the shared data beside the repository; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string file)
    {
        if (!File.Exists(PathOf(file))) Skip = $"The shared data has no {file} here.";
    }

    /// <summary>Where a file of the shared data is.</summary>
    public static string PathOf(string file) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../../shared/data", file));

    private static string Here([CallerFilePath] string path = "") => path;
}
