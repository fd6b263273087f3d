using System.Runtime.CompilerServices;

namespace Sinter.Claims.Page;

/// <summary>Where the sources are.</summary>
internal static class Sources
{
    /// <summary>The folder of this project.</summary>
    public static string Project { get; } = Path.GetFullPath(Path.Combine(Here(), "../.."));

    /// <summary>The folder of <c>Compiler.sln</c>.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Project, "../.."));

    private static string Here([CallerFilePath] string file = "") => file;
}
