using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Operators;

/// <summary>Writes a node in the Dsl; returns its outputs.</summary>
internal delegate Operand?[] Lower(NodeContext node);

/// <summary>The operators that can be imported.</summary>
internal static class OperatorTable
{
    /// <summary>Operators that ONNX Runtime's optimizer writes.</summary>
    public const string MicrosoftDomain = "com.microsoft";

    private static readonly Dictionary<(string Domain, string Name), Lower> Table = new IReadOnlyDictionary<string, Lower>[]
    {
        PointwiseOperators.Table, ActivationOperators.Table, ComparisonOperators.Table, ReductionOperators.Table, MovementOperators.Table, GatherOperators.Table,
        ProductOperators.Table, ConvolutionOperators.Table, PoolingOperators.Table, NormalizationOperators.Table, ResizeOperators.Table, LossOperators.Table, RecurrentOperators.Table, ScatterOperators.Table, SamplingOperators.Table, TransformOperators.Table, MatrixOperators.Table, ConstantOperators.Table, QuantizationOperators.Table, TransformerOperators.Table,
    }.SelectMany(table => table).Select(entry => (Domain: "", entry.Key, entry.Value))
        .Concat(MicrosoftOperators.Table.Select(entry => (Domain: MicrosoftDomain, entry.Key, entry.Value)))
        .Concat(LayerOperators.Table.Select(entry => (Domain: Patterns.Layers.Domain, entry.Key, entry.Value)))
        .Concat(OptimizerOperators.Table.Select(entry => (Domain: OptimizerOperators.Domain, entry.Key, entry.Value)))
        .ToDictionary(entry => (entry.Domain, entry.Key), entry => entry.Value);

    /// <summary>The operator, or null.</summary>
    public static Lower? Find(string domain, string name) => Table.TryGetValue((domain, name), out var lower) ? lower : null;

    /// <summary>Whether an operator can be imported, or is worked out when the model is.</summary>
    public static bool Knows(string domain, string name) => Table.ContainsKey((domain, name)) || (domain.Length == 0 && Folding.Folder.Operators.Contains(name));
}
