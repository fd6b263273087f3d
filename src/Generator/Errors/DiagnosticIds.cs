using Sinter.Graphs;

namespace Sinter.Generator.Errors;

/// <summary>The ids of diagnostics by stage. The Dsl, which knows nothing of this assembly, states those it raises in <c>Require</c>.</summary>
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
    public const string Shape = "SNT2001";
    public const string Range = Require.Range;
    public const string Rank = Require.Rank;
    public const string Groups = Require.Groups;
    public const string Weight = Require.Weight;
    public const string Window = Require.Window;
    public const string Target = Require.Target;
    public const string Kind = Require.Kind;
    public const string Null = Require.Null;
    public const string Unsupported = "SNT3001";
    public const string Budget = "SNT3002";
    public const string Recursion = "SNT3003";
    public const string Throws = "SNT3004";
    public const string NoSource = "SNT3005";
    public const string LossNotScalar = "SNT4001";
    public const string NoGradient = "SNT4002";
    public const string NotDecodable = "SNT4003";
    public const string NothingLearned = "SNT4004";
    public const string UnusedParameter = "SNT4005";
    public const string Internal = "SNT9001";
}
