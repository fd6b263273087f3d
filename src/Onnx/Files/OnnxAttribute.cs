namespace Sinter.Onnx.Files;

/// <summary>A named setting of a node. Only what the file states is there.</summary>
internal sealed record OnnxAttribute(string Name)
{
    public float? Float { get; init; }

    public long? Integer { get; init; }

    public string? Text { get; init; }

    public OnnxTensor? Tensor { get; init; }

    public OnnxGraph? Graph { get; init; }

    public IReadOnlyList<float> Floats { get; init; } = [];

    public IReadOnlyList<long> Integers { get; init; } = [];

    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The attribute of the enclosing function that gives the value.</summary>
    public string? Reference { get; init; }
}
