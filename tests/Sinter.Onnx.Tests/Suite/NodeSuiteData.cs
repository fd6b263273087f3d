using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Sinter.Onnx.Tests.Suite;

/// <summary>The node cases of ONNX 1.12, unpacked beside the tests where the shared data is there.</summary>
internal static class NodeSuiteData
{
    private static readonly Lazy<string?> Unpacked = new(Unpack);

    /// <summary>The folder of the cases, or null.</summary>
    public static string? Folder => Unpacked.Value;

    public static string Shared(string name) => Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "..", "shared", "data", "onnx", name);

    private static string? Unpack()
    {
        // Another suite, of the same layout, can be named to see what a newer one asks for.
        var archive = Environment.GetEnvironmentVariable("SINTER_ONNX_SUITE") ?? Shared("onnx-node-v1.12.0.tar.gz");
        if (!File.Exists(archive)) return null;
        var target = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(archive).Replace(".tar.gz", "", StringComparison.Ordinal));
        var complete = Path.Combine(target, "complete");
        if (!File.Exists(complete))
        {
            Directory.CreateDirectory(target);
            using var zipped = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(zipped, target, overwriteFiles: true);
            File.WriteAllText(complete, "");
        }

        return Path.Combine(target, "onnx", "backend", "test", "data", "node");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
