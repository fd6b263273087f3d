using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Operators;

/// <summary>Writes a node in the Dsl; returns its outputs.</summary>
internal delegate Operand?[] Lower(NodeContext node);

/// <summary>The operators that can be imported.</summary>
internal static class OperatorTable
{
    /// <summary>Operators that ONNX Runtime's optimizer writes.</summary>
    public const string MicrosoftDomain = "com.microsoft";

    /// <summary>Operators that are to come into the standard.</summary>
    public const string PreviewDomain = "ai.onnx.preview";

    private static readonly Dictionary<(string Domain, string Name), Lower> Table = new IReadOnlyDictionary<string, Lower>[]
    {
        PointwiseOperators.Table, ActivationOperators.Table, ComparisonOperators.Table, ReductionOperators.Table, MovementOperators.Table, GatherOperators.Table,
        ProductOperators.Table, ConvolutionOperators.Table, PoolingOperators.Table, NormalizationOperators.Table, ResizeOperators.Table, LossOperators.Table, RecurrentOperators.Table, ScatterOperators.Table, SamplingOperators.Table, TransformOperators.Table, MatrixOperators.Table, ConstantOperators.Table, QuantizationOperators.Table, TransformerOperators.Table, StateOperators.Table, SpatialOperators.Table,
    }.SelectMany(table => table).Select(entry => (Domain: "", entry.Key, entry.Value))
        .Concat(MicrosoftOperators.Table.Select(entry => (Domain: MicrosoftDomain, entry.Key, entry.Value)))
        .Concat(LayerOperators.Table.Select(entry => (Domain: Patterns.Layers.Domain, entry.Key, entry.Value)))
        .Concat(TransformerOperators.Preview.Select(entry => (Domain: PreviewDomain, entry.Key, entry.Value)))
        .Concat(OptimizerOperators.Table.Select(entry => (Domain: OptimizerOperators.Domain, entry.Key, entry.Value)))
        .ToDictionary(entry => (entry.Domain, entry.Key), entry => entry.Value);

    // What leaves an axis alone, or says of itself that it works on it.
    private static readonly HashSet<string> TakingMerged = new(
        PointwiseOperators.Table.Keys.Concat(ComparisonOperators.Table.Keys)
            .Concat(["Relu", "LeakyRelu", "Sigmoid", "Tanh", "Gelu", "Elu", "Selu", "Softplus", "HardSigmoid", "HardSwish", "Swish", "Mish", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Split", "MatMul", "Gemm", "Linear"]),
        StringComparer.Ordinal);

    /// <summary>Whether an operator can take values with an axis that the batch is a part of.</summary>
    public static bool TakesMerged(NodeContext node) => node.Node.OpType switch
    {
        "Attention" => node.Node.Domain == Patterns.Layers.Domain,
        // Along another axis.
        "Softmax" or "LogSoftmax" or "LayerNormalization" or "RMSNormalization" => node.Opset >= 13 && node.Integer("axis", -1) == -1,
        "Gather" => node.Optional(1) is ConstantOperand,
        var name => node.Node.Domain.Length == 0 || node.Node.Domain == Patterns.Layers.Domain ? TakingMerged.Contains(name) : false,
    };

    /// <summary>The operator, or null.</summary>
    public static Lower? Find(string domain, string name) => Table.TryGetValue((domain, name), out var lower) ? lower : null;

    /// <summary>Whether an operator can be imported, or is worked out when the model is.</summary>
    public static bool Knows(string domain, string name) => Table.ContainsKey((domain, name)) || (domain.Length == 0 && Folding.Folder.Operators.Contains(name));
}
