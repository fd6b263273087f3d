using System.Reflection;

namespace Sinter.Golden;

/// <summary>The networks of this assembly that golden files have numbers of.</summary>
internal static class GoldenNetworks
{
    /// <summary>Those of some folders, by the names of their classes.</summary>
    public static Dictionary<string, Type> In(params string[] folders) => typeof(GoldenNetworks).Assembly.GetTypes()
        .Where(type => folders.Any(folder => type.Namespace == "Sinter.Golden." + folder) && type.GetCustomAttribute<NetworkAttribute>() is not null)
        .ToDictionary(type => type.Name);

    /// <summary>That files have numbers of these networks, and of no others: what is recorded is called as its network, a slash and more.</summary>
    public static void AssertAreThoseOf(Dictionary<string, Type> networks, params GoldenFile[] files) => Assert.Equal(
        files.SelectMany(file => file.Names).Select(name => name[..name.IndexOf('/', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal),
        networks.Keys.Order(StringComparer.Ordinal));
}
