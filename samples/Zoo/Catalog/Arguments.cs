using System.Globalization;
using System.Reflection;
using Sinter;

namespace Zoo.Catalog;

/// <summary>Arrays that fit the calls of a network.</summary>
internal static class Arguments
{
    /// <summary>The inputs of a forward pass, or all of a training step, whose targets come last.</summary>
    public static IEnumerable<PortInfo> Ports(Species species, bool withTargets) =>
        withTargets ? species.Info.Inputs.Concat(Targets(species)) : species.Info.Inputs;

    /// <summary>"image [3, 224, 224]", and what else there is.</summary>
    public static string Describe(NetworkInfo info) => string.Join(", ", info.Inputs.Select(port => $"{port.Name} {port}"));

    /// <summary>Numbers between -1 and 1, and tokens 0, for a batch of samples with all symbols at their largest.</summary>
    public static Array[] Inputs(Species species, int batch, bool withTargets)
    {
        var random = new Random(1);
        return [.. Ports(species, withTargets).Select(port => port.IsTokens ? (Array)new int[batch * port.Length] : Numbers(batch * port.Length))];

        float[] Numbers(long count)
        {
            var numbers = new float[count];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = (2 * random.NextSingle()) - 1;
            return numbers;
        }
    }

    /// <summary>Room for the outputs of a batch of samples with some extents. The first is what a network is asked for; others are for training.</summary>
    /// <returns>An array each: of integers, where the output is tokens.</returns>
    public static Array[] Outputs(NetworkInfo info, int[] symbols, int batch)
    {
        int Extent(string extent) => int.TryParse(extent, CultureInfo.InvariantCulture, out var size) ? size : symbols[Index(extent)];
        int Index(string symbol) => info.Dimensions.Select(dimension => dimension.Symbol).ToList().IndexOf(symbol);
        return [.. info.Outputs.Select(port => Room(port, port.Extents is null ? batch * port.Length : port.Extents.Aggregate(batch, (product, extent) => product * Extent(extent))))];

        static Array Room(PortInfo port, long length) => port.IsTokens ? new int[length] : new float[length];
    }

    /// <summary>Every symbol at its largest.</summary>
    public static int[] Symbols(NetworkInfo info) => [.. info.Dimensions.Select(dimension => dimension.Max)];

    /// <summary>The symbols of a call whose inputs have the given shapes, batch and all.</summary>
    public static int[] Symbols(NetworkInfo info, Func<string, IReadOnlyList<int>> shape) => [.. info.Dimensions.Select(dimension =>
    {
        var port = info.Inputs.First(port => port.Extents?.Contains(dimension.Symbol) == true);
        return shape(port.Name)[port.Extents!.ToList().IndexOf(dimension.Symbol) + 1] / dimension.MultipleOf;
    })];

    /// <summary>What the loss of a network has besides outputs. A network's tables do not have it, its declaration does.</summary>
    public static IEnumerable<PortInfo> Targets(Species species)
    {
        var loss = species.Type.GetMethod("Loss", BindingFlags.Static | BindingFlags.NonPublic);
        foreach (var parameter in loss?.GetParameters().Skip(species.Info.Outputs.Count) ?? [])
        {
            var extents = Extents(parameter.GetCustomAttributesData().Single(data => data.AttributeType == typeof(ShapeAttribute)).ConstructorArguments).ToArray();
            int Largest(object extent) => extent is int size ? size : species.Info.Dimensions.Single(dimension => dimension.Symbol == (string)extent).Max;
            yield return new(parameter.Name!, [.. extents.Select(Largest)], parameter.ParameterType == typeof(Tokens))
            {
                Extents = extents.OfType<string>().Any() ? [.. extents.Select(extent => $"{extent}")] : null,
            };
        }
    }

    private static IEnumerable<object> Extents(IEnumerable<CustomAttributeTypedArgument> arguments) =>
        arguments.SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> more ? Extents(more) : [argument.Value!]);
}
