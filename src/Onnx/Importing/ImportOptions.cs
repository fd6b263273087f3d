using Sinter.Onnx.Constants;

namespace Sinter.Onnx.Importing;

/// <summary>What a user says of a file that is imported.</summary>
/// <param name="ClassName">The name of the class that is written.</param>
internal sealed record ImportOptions(string ClassName)
{
    /// <summary>The name of the file of weights. Programs are made of several assemblies, whose classes may have one name, but in namespaces of their own.</summary>
    public string WeightsName => (Namespace is null ? "" : Namespace + ".") + ClassName + ".safetensors";

    /// <summary>Whether the weights are a resource of the class's assembly.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The namespace of the class; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>What is said of the extents that the file leaves open, by their names.</summary>
    public IReadOnlyDictionary<string, DimChoice> Dims { get; init; } = new Dictionary<string, DimChoice>();

    /// <summary>Inputs of the model that are numbers of the network instead, by their names: what a layer keeps, or a setting.</summary>
    public IReadOnlyDictionary<string, Constant> Weights { get; init; } = new Dictionary<string, Constant>();
}

/// <summary>An extent that a file leaves open: a number, or what calls may choose.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The largest; null for a batch, which has no bound here.</param>
internal sealed record DimChoice(int Min, int? Max)
{
    /// <summary>The largest that an extent can be about which nothing is said.</summary>
    public const int DefaultMax = 512;

    public bool IsNumber => Min == Max;

    /// <summary>The extent that this one is, by its name.</summary>
    public string? Alias { get; init; }

    /// <summary>Reads <c>batch=?,T=16..512,heads=4</c>.</summary>
    /// <exception cref="OnnxException">An entry has another form.</exception>
    public static IReadOnlyDictionary<string, DimChoice> Parse(string text)
    {
        var result = new Dictionary<string, DimChoice>(StringComparer.Ordinal);
        foreach (var entry in text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('=');
            var (name, value) = (parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : "");
            var bounds = value.Split(["..", "…"], StringSplitOptions.None);
            result[name] = value switch
            {
                "?" => new DimChoice(1, null),
                _ when bounds.Length == 1 && int.TryParse(value, out var number) && number > 0 => new DimChoice(number, number),
                _ when bounds.Length == 2 && int.TryParse(bounds[0].Length == 0 ? "1" : bounds[0], out var min) && int.TryParse(bounds[1], out var max) && min > 0 && max >= min => new DimChoice(min, max),
                _ when value.Length > 0 && !char.IsDigit(value[0]) && value[0] != '-' => new DimChoice(1, DefaultMax) { Alias = value },
                _ => throw new OnnxException($"Dims: '{entry.Trim()}' says nothing of an extent; write a name and a number (T=512), its bounds (T=1..512) a question mark (batch=?), or the name of another (state1=batch)."),
            };
        }

        return result;
    }
}
