namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>The table of mistakes, from which <c>docs/diagnostics.md</c> takes its examples: of each id, the first case.</summary>
internal static partial class DiagnosticCases
{
    /// <summary>All cases in the order of their ids.</summary>
    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        .. Declaration, .. Signatures, .. Symbols, .. Construction, .. Algorithms,
        .. Shapes, .. SequenceShapes, .. Ranges, .. Axes, .. Groups, .. Windows, .. Targets, .. Kinds,
        .. Language, .. Training,
    ];

    /// <summary>Ids that no source can provoke, and why.</summary>
    public static IReadOnlyDictionary<string, string> WithoutCase { get; } = new Dictionary<string, string>
    {
        [DiagnosticIds.Internal] = "it is reported when Sinter itself fails, and where a source is known that makes it fail, that is mended",
    };

    internal static int IndexOf(this IReadOnlyList<DiagnosticCase> cases, DiagnosticCase @case) => Array.IndexOf([.. cases], @case);
}
