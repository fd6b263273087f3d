using System.Collections;
using System.Reflection;
using Xunit;

namespace Sinter.Tests.Networks;

/// <summary>What the library hands out of its tables cannot be written.</summary>
public sealed class PublicTablesTests
{
    /// <summary>What may be changed on purpose: settings of an object that is the caller's own, copied when they are used.</summary>
    private static readonly string[] Settings = ["Optimizer.Groups"];

    [Fact]
    public void No_public_member_hands_out_an_array_or_a_collection_that_can_be_changed()
    {
        var found = typeof(NetworkInfo).Assembly.GetExportedTypes()
            .SelectMany(type => Members(type).Where(member => IsWritable(member.Type)).Select(member => $"{type.Name}.{member.Name}"))
            .Distinct().Except(Settings);

        Assert.Empty(found);
    }

    [Fact]
    public void Tables_are_copies()
    {
        ParameterInfo[] parameters = [new("w", [3, 4], 0, InitialDistribution.Constant, 0, 0, Decays: true)];
        string[] extents = ["T"];
        var port = new PortInfo("x", [4]) { Extents = extents };
        var info = new NetworkInfo { Name = "Net", Layers = [], Parameters = parameters, Inputs = new List<PortInfo> { port }, ParameterLength = 16, Inference = ArenaPlan.Empty };
        parameters[0] = null!;
        extents[0] = "U";

        Assert.Equal("w", info.Parameters[0].Key);
        Assert.Equal("[T]", info.Inputs[0].ToString());
        foreach (var list in new object[] { info.Layers, info.Parameters, info.Inputs, port.Extents })
            Assert.True(((IList)list).IsReadOnly);
        Assert.Throws<NotSupportedException>(() => ((IList<ParameterInfo>)info.Parameters)[0] = null!);
    }

    private static IEnumerable<(string Name, Type Type)> Members(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        static bool IsSeen(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };
        foreach (var field in type.GetFields(All).Where(field => field is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true })) yield return (field.Name, field.FieldType);
        foreach (var property in type.GetProperties(All).Where(property => IsSeen(property.GetMethod))) yield return (property.Name, property.PropertyType);
        foreach (var method in type.GetMethods(All).Where(method => IsSeen(method) && !method.IsSpecialName))
        {
            yield return (method.Name, method.ReturnType);
            foreach (var parameter in method.GetParameters().Where(parameter => parameter.IsOut)) yield return (method.Name, parameter.ParameterType.GetElementType()!);
        }
    }

    private static bool IsWritable(Type type)
    {
        if (type.IsArray) return true;
        if (!type.IsGenericType) return type == typeof(IList) || type == typeof(IDictionary) || type == typeof(ArrayList);
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(Memory<>) || definition == typeof(ArraySegment<>) || definition == typeof(IList<>) || definition == typeof(ICollection<>) ||
            definition == typeof(IDictionary<,>) || definition == typeof(ISet<>) || definition == typeof(List<>) || definition == typeof(Dictionary<,>) || definition == typeof(HashSet<>) ||
            (definition == typeof(ValueTuple<,>) && type.GetGenericArguments().Any(IsWritable));
    }
}
