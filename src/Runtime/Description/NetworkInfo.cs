namespace Sinter;

/// <summary>
/// What the compiler knows about a network: its tables of layers, parameters and states, and its memory plans. Nothing of it changes:
/// the lists are copies of what was given.
/// </summary>
public sealed class NetworkInfo
{
    /// <summary>The name of the class that declares the network.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Stands for all of the generated code, which names it in every call: code that was changed while the program runs is not run on
    /// memory that was planned for another.
    /// </summary>
    public ulong Fingerprint { get; init; }

    /// <summary>The layers in the order they run, scopes included.</summary>
    public required IReadOnlyList<LayerInfo> Layers
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    }

    /// <summary>The parameters in the order of a <c>state_dict</c>. In memory, those that are frozen lie behind those that are trained.</summary>
    public required IReadOnlyList<ParameterInfo> Parameters
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    }

    /// <summary>The states in the order of their offsets.</summary>
    public IReadOnlyList<StateInfo> States
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = [];

    /// <summary>What a forward pass is given, the targets of the loss last.</summary>
    public IReadOnlyList<PortInfo> Inputs
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = [];

    /// <summary>What a forward pass returns.</summary>
    public IReadOnlyList<PortInfo> Outputs
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = [];

    /// <summary>The symbols of the shapes besides the batch, in the order of the arguments that bind them.</summary>
    public IReadOnlyList<DimensionInfo> Dimensions
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = [];

    /// <summary>Floats in the parameter arena, the padding between parameters included; a multiple of 16.</summary>
    public required long ParameterLength { get; init; }

    /// <summary>
    /// Which rows of <see cref="Parameters"/> with at least 16,384 values predictions read as they are. Of the others of that size they read
    /// only what is prepared of them: a network that is loaded and only predicts does not keep them in memory as they are. Null where that is
    /// not known, or not worth it.
    /// </summary>
    public IReadOnlyList<int>? PlainParameters
    {
        get;
        init => field = value is null ? null : Array.AsReadOnly(value.ToArray());
    }

    /// <summary>Floats in the state arena, padding included; a multiple of 16.</summary>
    public long StateLength { get; init; }

    /// <summary>Floats in the arena of values worked out once per version of the weights (packed matrices, folded normalisations).</summary>
    public long PreparedLength { get; init; }

    /// <summary>The memory of the program that fills the prepared arena; it has no batch and runs on one thread.</summary>
    public ArenaPlan Preparation { get; init; } = ArenaPlan.Empty;

    /// <summary>The memory of a forward pass.</summary>
    public required ArenaPlan Inference { get; init; }

    /// <summary>The memory of a decoder; null for a network without one.</summary>
    public ArenaPlan? Decoding { get; init; }

    /// <summary>The memory of a training step; null for a network without a loss.</summary>
    public ArenaPlan? Training { get; init; }

    /// <summary>The number of values in all parameters, padding not counted.</summary>
    public long ParameterCount => Parameters.Sum(parameter => parameter.Length);

    /// <summary>The number of values in all parameters that are frozen, padding not counted.</summary>
    public long FrozenParameterCount => Parameters.Sum(parameter => parameter.IsFrozen ? parameter.Length : 0);

    /// <summary>Floats at the beginning of the parameter arena that hold what is trained: an arena of gradients is as long.</summary>
    internal long TrainedLength => Parameters.Max(parameter => parameter.IsFrozen ? 0 : (long?)ArenaPlan.Round(parameter.Offset + parameter.Length)) ?? 0;

    /// <summary>
    /// A table of the layers, and of what stands outside of them, with output shapes, parameters, floating-point operations per sample and
    /// what one value sees of an input image (blank where that is not known or means nothing),
    /// and the totals: parameters, how many of them are frozen, operations, and the memory of inference and training, planned against naive. Where shapes have
    /// symbols, operations and memory are those of their largest values.
    /// </summary>
    public string Summary() => SummaryTable.Write(this);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static long Elements(IReadOnlyList<int> shape)
    {
        var elements = 1L;
        foreach (var extent in shape) elements = checked(elements * extent);
        return elements;
    }

    internal static string Describe(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";
}
