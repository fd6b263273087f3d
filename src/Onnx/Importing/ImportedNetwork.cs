using Sinter.Graphs;
using Sinter.Onnx.Blocks;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Importing;

/// <summary>An input or output as the class has it.</summary>
/// <param name="Name">The name in C#.</param>
/// <param name="Source">The name in the file.</param>
/// <param name="Term">The value.</param>
/// <param name="Type">The file's type.</param>
/// <param name="BatchAxis">Which of the file's axes is the batch; the class has it first.</param>
internal sealed record Port(string Name, string Source, Term Term, ElementType Type, int? BatchAxis);

/// <summary>A model as a network of the Dsl, ready to be written.</summary>
internal sealed record ImportedNetwork(OnnxModel Model, ImportOptions Options, Definition Definition, IReadOnlyList<Port> Inputs, IReadOnlyList<Port> Outputs)
{
    /// <summary>The symbols of extents that calls choose.</summary>
    public IReadOnlyList<DimSymbol> Symbols { get; init; } = [];

    /// <summary>What is written in Define.</summary>
    public IReadOnlyList<Term> Body { get; init; } = Definition.Terms;

    /// <summary>The methods that are written beside it.</summary>
    public IReadOnlyList<Block> Blocks { get; init; } = [];

    /// <summary>What the weights hold, by their keys in the network.</summary>
    public IReadOnlyDictionary<string, Constant> Weights => Definition.Weights;
}
