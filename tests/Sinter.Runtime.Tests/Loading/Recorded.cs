using System.Runtime.CompilerServices;

namespace Sinter.Tests.Loading;

/// <summary>The files that eng/goldens/record_weights.py writes.</summary>
internal static class Recorded
{
    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(Here())!, "Files");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>1, 2, 3, …</summary>
    public static float[] Count(int count) => [.. Enumerable.Range(1, count).Select(value => (float)value)];

    private static string Here([CallerFilePath] string path = "") => path;
}
