using System.Globalization;
using System.Text;
using Sinter.Graphs;

namespace Sinter.Generator.Model;

/// <summary>
/// The name of a network's generated file. Roslyn refuses two that differ in case only, and characters that are right in
/// identifiers; a disk refuses long ones.
/// </summary>
/// <param name="Usual">What it is called unless another network's is called the same.</param>
/// <param name="Identity">What tells the network from all others of the project.</param>
internal sealed record FileName(string Usual, string Identity)
{
    private const int Longest = 80;

    /// <summary>The name of a type's file.</summary>
    /// <param name="space">The namespace, empty for the global one.</param>
    /// <param name="types">The type and those around it, from the outside inwards, with the number of their type parameters.</param>
    public static FileName Of(string space, IEnumerable<(string Name, int Arity)> types)
    {
        var names = types.Select(type => type.Arity == 0 ? type.Name : $"{type.Name}`{type.Arity}").ToArray();
        var usual = new StringBuilder(string.Join(".", space.Length == 0 ? names : [space, .. names])).Replace("@", "");
        if (usual.Length > Longest) usual.Length = Longest;
        for (var index = 0; index < usual.Length; index++)
        {
            if (!char.IsLetterOrDigit(usual[index]) && usual[index] is not ('.' or '`')) usual[index] = '_';
        }

        return new(usual.ToString(), $"{space}/{string.Join("/", names)}");
    }

    /// <summary>What it is called where other networks' files are called the same.</summary>
    public string Distinct => $"{Usual}.{Fingerprint(Identity)}";

    // FNV-1a (Fowler, Noll and Vo): the same on every host.
    private static string Fingerprint(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}

/// <summary>The usual names, in capitals, that several networks of a project have; in an order that depends on nothing else.</summary>
/// <remarks>A class, as all that the generator's steps pass on: Roslyn's tables of a structure are compiled anew in every process.</remarks>
internal sealed record SharedFileNames(EquatableArray<string> Names)
{
    /// <summary>Those of some names.</summary>
    public static SharedFileNames Of(IEnumerable<FileName> names) => new(names
        .Select(name => name.Usual.ToUpperInvariant()).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1)
        .Select(group => group.Key).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray());

    /// <summary>The file of a network.</summary>
    public string Of(FileName name) => Stem(name) + ".g.cs";

    /// <summary>The file of its part that writes ONNX. No class is called so: names of files have no such character.</summary>
    public string OnnxOf(FileName name) => Stem(name) + "-onnx.g.cs";

    private string Stem(FileName name) => Names.Contains(name.Usual.ToUpperInvariant()) ? name.Distinct : name.Usual;
}
