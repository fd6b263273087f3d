using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Errors;
using Sinter.Generator.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Diagnostics;

/// <summary>
/// Reports what is wrong with a network, at the expression that is wrong. It runs the generator's own frontend, with real
/// locations, so that <c>#pragma warning</c> and code fixes work; the generator itself reports nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(NetworkGenerator.AttributeName) is not { } attribute) return;
            start.RegisterSymbolAction(context => Analyze(context, attribute), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol attribute)
    {
        var symbol = (INamedTypeSymbol)context.Symbol;
        if (!symbol.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))) return;
        void Report(LocatedError error)
        {
            if (error.Id is not { } id) return;
            // What lies in generated code is not shown: it is said of the call that leads there.
            var place = error.Calls.Prepend(error.Location).FirstOrDefault(place => place is not null && !IsGenerated(place));
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.For(id), place ?? symbol.Locations[0], error.Calls.Concat(error.Operands), EditProperties.Of(error.Error.Edits), error.Message));
        }

        try
        {
            var reading = NetworkReader.Read(symbol, (CSharpCompilation)context.Compilation, context.CancellationToken);
            foreach (var error in reading.Errors.Concat(reading.Warnings)) Report(error);
            if (reading.Errors.Count > 0) return;
            foreach (var error in NotCompiled(symbol)) Report(error);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Report(new(new(DiagnosticIds.Internal, Progress.Unforeseen(exception, symbol.Name, "the analysis")), null, [], []));
        }
    }

    private static bool IsGenerated(Location place) => place.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) == true;

    // What the stages behind the frontend have found, which do not run here: it stands on what they have generated.
    private static IEnumerable<LocatedError> NotCompiled(INamedTypeSymbol symbol) => symbol.GetAttributes()
        .Where(data => data.AttributeClass is { Name: "NotCompiledAttribute", ContainingNamespace: { Name: "Runtime", ContainingNamespace: { Name: nameof(Sinter), ContainingNamespace.IsGlobalNamespace: true } } })
        .Select(data => data.ConstructorArguments is [{ Value: string id }, { Value: string message }] ? new LocatedError(new(id, message), null, [], []) : null)
        .OfType<LocatedError>();
}
