using Sinter.Onnx.Files;

namespace Sinter.Onnx.Importing;

/// <summary>The names that something can be said of: extents that a file leaves open, and inputs of one number.</summary>
internal static class DimNames
{
    /// <summary>Refuses what is said of something that the file does not have, as a name with a wrong letter.</summary>
    /// <exception cref="OnnxException">There is such a name.</exception>
    public static void Check(OnnxModel model, ImportOptions options)
    {
        if (options.Dims.Count == 0) return;
        var names = Of(model).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var entry in options.Dims)
        {
            if (!names.Contains(entry.Key) && !options.Dims.Values.Any(choice => choice.Alias == entry.Key)) throw Unknown(entry.Key);
            if (entry.Value.Alias is { } alias && !names.Contains(alias) && !options.Dims.ContainsKey(alias)) throw Unknown(alias);
        }

        OnnxException Unknown(string name) => new($"{model.File}: Dims says something of '{name}', which the file does not have; " +
            (names.Length == 0 ? "it leaves nothing open." : $"it leaves open {string.Join(", ", names)}."));
    }

    /// <summary>The names, in the order of the inputs.</summary>
    public static IEnumerable<string> Of(OnnxModel model)
    {
        foreach (var input in model.Graph.Given().Where(input => input.Dims is not null))
        {
            for (var axis = 0; axis < input.Dims!.Count; axis++)
            {
                var dim = input.Dims[axis];
                if (dim.Value is null) yield return dim.Symbol ?? input.Name + axis;
            }

            if (input.Dims.All(dim => dim.Value == 1)) yield return input.Name;
        }
    }
}
