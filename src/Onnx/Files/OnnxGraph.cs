namespace Sinter.Onnx.Files;

/// <summary>A node of a graph: one operator applied.</summary>
internal sealed record OnnxNode(string Name, string OpType, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    public IReadOnlyDictionary<string, OnnxAttribute> Attributes { get; init; } = new Dictionary<string, OnnxAttribute>();
}

/// <summary>An extent as a file states it: a number, a name, or nothing.</summary>
internal readonly record struct OnnxDim(long? Value, string? Symbol);

/// <summary>What a file says of a value. <see cref="Dims"/> is null where not even the rank is stated.</summary>
internal sealed record OnnxValue(string Name, ElementType Type, IReadOnlyList<OnnxDim>? Dims)
{
    /// <summary>Whether it is a tensor, rather than a sequence, a map or an optional value.</summary>
    public bool IsTensor { get; init; } = true;
}

/// <summary>Nodes in topological order, with what comes in and goes out.</summary>
internal sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<OnnxTensor> Initializers)
{
    /// <summary>The inputs that have no numbers in the file: older ones list the weights as well.</summary>
    public IEnumerable<OnnxValue> Given()
    {
        var weights = new HashSet<string>(Initializers.Select(initializer => initializer.Name), StringComparer.Ordinal);
        return Inputs.Where(input => !weights.Contains(input.Name));
    }
}

/// <summary>An operator that a model defines by others.</summary>
internal sealed record OnnxFunction(string Name, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>The values of attributes that a call does not state.</summary>
    public IReadOnlyDictionary<string, OnnxAttribute> Defaults { get; init; } = new Dictionary<string, OnnxAttribute>();

    public IReadOnlyDictionary<string, long> Opsets { get; init; } = new Dictionary<string, long>();
}

/// <summary>A model as its file has it.</summary>
/// <param name="File">The path it was read from.</param>
internal sealed record OnnxModel(string File, OnnxGraph Graph)
{
    public string Producer { get; init; } = "";

    /// <summary>The version of each domain's operators; the domain of the standard is "".</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<OnnxFunction> Functions { get; init; } = [];

    /// <summary>The version of the standard's operators.</summary>
    public long Opset => Opsets.TryGetValue("", out var version) ? version : 1;
}
