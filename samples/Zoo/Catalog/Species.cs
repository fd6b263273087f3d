using System.Reflection;
using System.Text.RegularExpressions;
using Sinter;

namespace Zoo.Catalog;

/// <summary>
/// A network of the zoo: its class, and what the file of its declaration says. Nothing else lists the networks, so that one more is one more file.
/// </summary>
/// <param name="Type">The class.</param>
/// <param name="Family">The folder of its file.</param>
/// <param name="Summary">What the documentation of the class says it is.</param>
/// <param name="Source">The text of its file.</param>
internal sealed partial record Species(Type Type, string Family, string Summary, Paper Paper, string Source)
{
    /// <summary>All of them, by family and year.</summary>
    public static IReadOnlyList<Species> All { get; } =
        [.. Declarations().OrderBy(species => species.Family, StringComparer.Ordinal).ThenBy(species => species.Paper.Year).ThenBy(species => species.Name, StringComparer.Ordinal)];

    public string Name => Type.Name;

    /// <summary>The lines of its file.</summary>
    public int Lines => Source.AsSpan().Count('\n');

    /// <summary>The tables that the compiler made of the network.</summary>
    public NetworkInfo Info => (NetworkInfo)Type.GetProperty("Info", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>The network of a name, in whatever case; null if there is none.</summary>
    public static Species? Find(string name) => All.FirstOrDefault(species => species.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A network with new weights.</summary>
    public Specimen Create(ulong seed = 0) => new(this, Activator.CreateInstance(Type, seed)!);

    /// <summary>A network with the weights of a safetensors file.</summary>
    public Specimen Load(string path) => new(this, Specimen.Invoke(Type, null, "Load", path));

    public override string ToString() => Name;

    private static IEnumerable<Species> Declarations()
    {
        var assembly = typeof(Species).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var place = resource.Split('/', '\\');
            var type = assembly.GetType($"Zoo.Networks.{place[^1]}");
            if (type?.GetCustomAttribute<NetworkAttribute>() is null) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var source = reader.ReadToEnd();
            var summary = Markup().Replace(FirstSummary().Match(source).Groups[1].Value, "");
            yield return new(type, place[0], summary, Paper.Of(source), source);
        }
    }

    [GeneratedRegex("<summary>(.*?)</summary>")]
    private static partial Regex FirstSummary();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Markup();
}
