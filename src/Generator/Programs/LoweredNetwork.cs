using Sinter.Generator.Errors;
using Sinter.Generator.Export;
using Sinter.Generator.Model;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>An argument of the network's methods.</summary>
internal sealed record NetworkInput(string Argument, Shape Shape, DataType Type, bool IsTarget, int Limit, int? IgnoreIndex)
{
    /// <inheritdoc cref="InputOp.Measured"/>
    public EquatableArray<Dim> Measured { get; init; }

    /// <summary>Whether a call may leave it out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it holds tokens or lengths of which not every number is one.</summary>
    public bool IsLimited => Type == DataType.Int32 && (Limit > 0 || Measured.Count > 0);
}

/// <summary>A result of the network.</summary>
internal sealed record NetworkOutput(string Name, Shape Shape, DataType Type);

/// <summary>One row of the layer table.</summary>
/// <param name="SeenHeight">The rows of an input image that one value of the output sees; 0 where that is unknown or means nothing.</param>
/// <param name="SeenWidth">The columns, likewise.</param>
internal sealed record LayerRow(string Name, string Kind, int Depth, string Output, long Parameters, long Flops, long SeenHeight, long SeenWidth)
{
    /// <summary>How many of the parameters are frozen.</summary>
    public long FrozenParameters { get; init; }
}

/// <summary>Everything that emission needs. Structurally equal, like the model it was lowered from.</summary>
internal sealed record LoweredNetwork(NetworkDeclaration Declaration, EquatableArray<NetworkError> Errors)
{
    /// <inheritdoc cref="NetworkModel.Sketch"/>
    public NetworkSketch? Sketch { get; init; }

    public EquatableArray<NetworkInput> Inputs { get; init; }

    /// <summary>The symbols of the inputs besides the batch, in the order in which those name them; those of the targets last.</summary>
    public EquatableArray<DimSymbol> Symbols { get; init; }

    public EquatableArray<NetworkOutput> Outputs { get; init; }

    public EquatableArray<LayerRow> Layers { get; init; }

    public ParameterLayout? Layout { get; init; }

    /// <summary>Computes from the weights what inference needs of them; null when the definition is wrong.</summary>
    public Program? Prepare { get; init; }

    /// <inheritdoc cref="Prepare"/>
    public Program? Inference { get; init; }

    /// <summary>Continues a sequence call by call; null for a network that does not.</summary>
    public Program? Decoding { get; init; }

    /// <summary>Computes from the weights what decoding needs of them, behind what inference needs.</summary>
    public Program? PrepareDecoding { get; init; }

    /// <summary>What a call of the decoder binds: its places, those before it, and both together.</summary>
    public EquatableArray<DimSymbol> DecodingSymbols { get; init; }

    /// <inheritdoc cref="NetworkModel.DecodeCapacity"/>
    public int? DecodeCapacity { get; init; }

    /// <summary>The statistics of a training step that a batch of the smallest size has too few values for, by the names of their layers.</summary>
    public EquatableArray<(string Layer, Extent Values)> Statistics { get; init; }

    /// <summary>What a training step adds to the counters it does not leave as they are.</summary>
    public EquatableArray<StepCount> Counts { get; init; }

    /// <summary>The network as it predicts, for programs that read ONNX; null when the definition is wrong.</summary>
    public OnnxModel? Onnx { get; init; }

    /// <summary>Loss and gradients; null without a loss.</summary>
    public Program? Training { get; init; }

    /// <summary>The programs of calls that leave some inputs out.</summary>
    public EquatableArray<LoweredVariant> Variants { get; init; }

    /// <summary>
    /// All programs by what calls leave out: first those of calls that leave out nothing. Weights are prepared in this order: what one program
    /// has computed, those behind it read.
    /// </summary>
    public IEnumerable<LoweredVariant> Calls => Variants.Prepend(new LoweredVariant([], Inputs)
    {
        Prepare = Prepare,
        Inference = Inference,
        Training = Training,
        Statistics = Statistics,
        Counts = Counts,
    });
}

/// <summary>The programs of calls that leave some inputs out.</summary>
/// <param name="LeftOut">The inputs and targets that are left out.</param>
/// <param name="Inputs">The others.</param>
internal sealed record LoweredVariant(EquatableArray<string> LeftOut, EquatableArray<NetworkInput> Inputs)
{
    /// <inheritdoc cref="LoweredNetwork.Prepare"/>
    public Program? Prepare { get; init; }

    /// <summary>Null where a target is left out: inference reads none.</summary>
    public Program? Inference { get; init; }

    /// <inheritdoc cref="LoweredNetwork.Training"/>
    public Program? Training { get; init; }

    /// <inheritdoc cref="LoweredNetwork.Statistics"/>
    public EquatableArray<(string Layer, Extent Values)> Statistics { get; init; }

    /// <inheritdoc cref="LoweredNetwork.Counts"/>
    public EquatableArray<StepCount> Counts { get; init; }
}

/// <summary>What is generated for one network.</summary>
/// <param name="File">What it is called.</param>
/// <param name="Text">The class and its programs.</param>
/// <param name="Onnx">The part of the class that writes ONNX files, which is a file of its own; null when the definition is wrong.</param>
internal sealed record GeneratedSource(FileName File, string Text, string? Onnx = null);
