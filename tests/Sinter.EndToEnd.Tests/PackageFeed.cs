using System.Reflection;

namespace Sinter.EndToEnd.Tests;

/// <summary>The package, packed once into a folder that serves as a feed; the projects of the tests live beside it.</summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>A version no feed and no cache has.</summary>
    public const string Version = "0.0.0-test";

    private readonly string folder = Directory.CreateTempSubdirectory("sinter-end-to-end-").FullName;

    /// <summary>Packs what the build of the tests has just built.</summary>
    public PackageFeed()
    {
        foreach (var project in new[] { "eng/package/Sinter.csproj", "src/Tool/Sinter.Tool.csproj" })
            CommandResult.OfDotnet(RepositoryRoot, "pack", project, "--no-build", "--configuration", Metadata("Configuration"), "--output", Feed, $"-p:Version={Version}").MustSucceed();
    }

    internal string Package => Path.Combine(Feed, $"Sinter.{Version}.nupkg");

    internal static string RepositoryRoot => Metadata("RepositoryRoot");

    private string Feed => Path.Combine(folder, "feed");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A console project that knows the package and nothing of this repository.</summary>
    internal ConsumerProject CreateProject(string framework) => new(Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName, Feed, framework);

    private static string Metadata(string key) =>
        typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

/// <summary>All tests of the package share one; they also run one after another, since each starts a build.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedCollection : ICollectionFixture<PackageFeed>;
