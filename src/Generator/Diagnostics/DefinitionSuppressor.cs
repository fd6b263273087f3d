using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sinter.Generator.Diagnostics;

/// <summary>
/// Silences what other analyzers say of the methods <c>Define</c> and <c>Loss</c> of a network, which nothing calls and which never
/// run: the compiler reads them. Helper methods are left to the analyzers, since one that no definition calls is of no use.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefinitionSuppressor : DiagnosticSuppressor
{
    private const string IsRead = "The Sinter compiler reads Define and Loss of a network.";
    private const string AreFixed = "The outputs of a network are the parameters of its Loss, whether it needs them all or not.";
    private const string NeverRuns = "Define and Loss of a network are read and never run.";

    // Whose rule it is, by the beginning: the IDE, the .NET SDK, SonarAnalyzer, Roslynator.
    private static readonly ImmutableDictionary<string, SuppressionDescriptor> Descriptors = new[]
    {
        (Id: "IDE0051", Because: IsRead), (Id: "CA1811", Because: IsRead), (Id: "CA1823", Because: IsRead), (Id: "S1144", Because: IsRead), (Id: "RCS1213", Because: IsRead),
        (Id: "IDE0060", Because: AreFixed), (Id: "CA1801", Because: AreFixed), (Id: "S1172", Because: AreFixed), (Id: "RCS1163", Because: AreFixed),
        (Id: "CA1062", Because: NeverRuns),
    }.ToImmutableDictionary(rule => rule.Id, rule => new SuppressionDescriptor("SNT-" + rule.Id, rule.Id, rule.Because));

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [.. Descriptors.Values];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(NetworkGenerator.AttributeName) is not { } attribute) return;
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (IsAboutDefinition(diagnostic, attribute, context)) context.ReportSuppression(Suppression.Create(Descriptors[diagnostic.Id], diagnostic));
        }
    }

    private static bool IsAboutDefinition(Diagnostic diagnostic, INamedTypeSymbol attribute, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree) return false;
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Identifier.ValueText: "Define" or "Loss" } method) return false;
        if (diagnostic.Id != "CA1062" && (method.Body ?? (SyntaxNode?)method.ExpressionBody) is { } body && body.Span.Contains(diagnostic.Location.SourceSpan)) return false;
        return context.GetSemanticModel(tree).GetDeclaredSymbol(method, context.CancellationToken) is { IsStatic: true } symbol
            && symbol.ContainingType.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute));
    }
}
