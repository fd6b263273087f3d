namespace Sinter.Graphs;

/// <summary>
/// The ids of all diagnostics, by stage: SNT1xxx the declaration, SNT2xxx shapes and arguments of layers, SNT3xxx the C# of a definition,
/// SNT4xxx training, SNT9xxx Sinter itself. Those of the build, SNT8xxx, are in <c>eng/package</c>. Ids are never reused.
/// </summary>
internal static class DiagnosticIds
{
    public const string NotPartial = "SNT1001";
    public const string DuplicateParameter = "SNT1002";
    public const string EmptyName = "SNT1003";
    public const string WrongKindOfClass = "SNT1004";
    public const string NoDefinition = "SNT1005";
    public const string AmbiguousDefinition = "SNT1006";
    public const string WrongDefine = "SNT1007";
    public const string NoInputShape = "SNT1008";
    public const string WrongInputShape = "SNT1009";
    public const string WrongLoss = "SNT1010";
    public const string WrongDimension = "SNT1011";
    public const string UnknownSymbol = "SNT1012";
    public const string NameTaken = "SNT1013";
    public const string SplitLayers = "SNT1014";
    public const string Construction = "SNT1015";
    public const string NoConvolution = "SNT1016";
    public const string UnsuitableAlgorithm = "SNT1017";

    /// <summary>What shall be frozen has no weights, or is not there.</summary>
    public const string NothingFrozen = "SNT1018";

    /// <summary>An input that may be left out where that cannot be.</summary>
    public const string OptionalInput = "SNT1019";

    /// <summary>What a network is without an input does not go with what it is otherwise.</summary>
    public const string LeftOutInput = "SNT1020";

    /// <summary>Shapes that do not fit one another.</summary>
    public const string Shape = "SNT2001";

    /// <summary>A number outside its range: a size, a stride, a probability.</summary>
    public const string Range = "SNT2002";

    /// <summary>A value with the wrong number of axes for the layer.</summary>
    public const string Rank = "SNT2003";

    /// <summary>Channels that cannot be split into that many groups.</summary>
    public const string Groups = "SNT2004";

    /// <summary>A weight given as a handle that does not fit the layer.</summary>
    public const string Weight = "SNT2005";

    /// <summary>A window that is larger than the padded image.</summary>
    public const string Window = "SNT2006";

    /// <summary>A label or target whose shape does not fit the output.</summary>
    public const string Target = "SNT2007";

    /// <summary>A layer where tokens are needed, or tokens where numbers are needed.</summary>
    public const string Kind = "SNT2008";

    /// <summary>Null where a value is needed.</summary>
    public const string Null = "SNT2009";
    public const string Unsupported = "SNT3001";
    public const string Budget = "SNT3002";
    public const string Recursion = "SNT3003";
    public const string Throws = "SNT3004";
    public const string NoSource = "SNT3005";
    public const string LossNotScalar = "SNT4001";
    // Number 4002 was a trained mask of attention, before masks had gradients.
    public const string NotDecodable = "SNT4003";
    public const string NothingLearned = "SNT4004";
    public const string UnusedParameter = "SNT4005";

    /// <summary>A warning: a softmax where the loss has one of its own.</summary>
    public const string SoftmaxBeforeLoss = "SNT4006";

    /// <summary>A warning: a sigmoid where the loss has one of its own.</summary>
    public const string SigmoidBeforeLoss = "SNT4007";

    /// <summary>For information: a bias that a normalization takes away.</summary>
    public const string BiasBeforeNormalization = "SNT4008";
    public const string Internal = "SNT9001";
}
