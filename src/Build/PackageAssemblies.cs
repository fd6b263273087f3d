using System.Reflection;

namespace Sinter.Build;

/// <summary>The package holds the Dsl once, where the compiler looks for it, and not beside the tasks.</summary>
internal static class PackageAssemblies
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(PackageAssemblies).Assembly.Location)!;

    static PackageAssemblies() => AppDomain.CurrentDomain.AssemblyResolve += static (_, wanted) =>
    {
        // A build may have several versions of the package, each with handlers of its own: each answers for its own assemblies.
        if (wanted.RequestingAssembly is { } asking && Path.GetDirectoryName(asking.Location) != Folder) return null;
        var file = Path.Combine(Folder, "..", "analyzers", "dotnet", "cs", new AssemblyName(wanted.Name).Name + ".dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    };

    /// <summary>Has them found from now on.</summary>
    public static void Find()
    {
    }
}
