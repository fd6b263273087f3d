using Sinter.Graphs;


namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>The table of mistakes, from which <c>docs/diagnostics.md</c> takes its examples: of each id, the first case.</summary>
internal static partial class DiagnosticCases
{
    /// <summary>All cases in the order of their ids.</summary>
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        .. Declaration, .. Signatures, .. Symbols, .. Construction, .. Algorithms, .. Freezing, .. OptionalInputs,
        .. Shapes, .. SequenceShapes, .. Ranges, .. Axes, .. Groups, .. Windows, .. Resampling, .. Indices, .. Targets, .. Kinds,
        .. Language, .. Training,
        .. Activations, .. Norms, .. Losses,
    ];

    /// <summary>Ids that no source can provoke, and why.</summary>
    public static IReadOnlyDictionary<string, string> WithoutCase { get; } = new Dictionary<string, string>
    {
        [DiagnosticIds.Internal] = "it is reported when Sinter itself fails, and where a source is known that makes it fail, that is mended",
    };

    /// <summary>Cases whose messages say neither what to do nor what would be right, and why.</summary>
    public static IReadOnlyDictionary<string, string> WithoutAdvice { get; } = new Dictionary<string, string>
    {
        ["SNT1003 an input"] = "any other name does",
        ["SNT1004 static"] = "the word to leave out is the one it names",
        ["SNT1004 abstract"] = "the word to leave out is the one it names",
        ["SNT1004 generic"] = "what to leave out is what it names",
        ["SNT1007 one name for several outputs"] = "it says where the names belong",
        ["SNT1009 no whole number"] = "it says what an extent is",
        ["SNT1011 no multiple in the range"] = "which of the three numbers is wrong is not known",
        ["SNT1011 no name"] = "any name of a variable does",
        ["SNT1016 a layer that is not there"] = "it names the layers there are",
        ["SNT1016 a name without its scope"] = "it names the layers there are",
        ["SNT2001 a symbol and itself with one more"] = "which side is meant is not known, and no bound of the symbol helps",
        ["SNT2002 Mean"] = "it names the axis to leave out",
        ["SNT3001 the world outside"] = "what it would have read is not known at build time",
        ["SNT3001 a method of the platform"] = "what it would have returned is not known at build time",
        ["SNT3001 a query expression"] = "any other C# does",
        ["SNT3004 an index"] = "the words are those of the exception",
        ["SNT3004 an exception of your own"] = "the words are those of the exception",
        ["SNT3004 an axis"] = "the words are those of the exception",
    };

    internal static int IndexOf(this IReadOnlyList<DiagnosticCase> cases, DiagnosticCase @case) => Array.IndexOf([.. cases], @case);
}
