using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Frontend;

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
        var reading = NetworkReader.Read(symbol, (CSharpCompilation)context.Compilation, context.CancellationToken);
        foreach (var error in reading.Errors.Concat(reading.Warnings))
        {
            if (error.Id == NetworkError.CompilerErrorId) continue;
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.For(error.Id), error.Location ?? symbol.Locations[0], error.Calls.Concat(error.Operands), error.Message));
        }
    }
}
