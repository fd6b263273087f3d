using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Errors;
using Sinter.Generator.Frontend;
using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.CodeFixes;

/// <summary>
/// Offers small changes to a call that does not fit. Each is tried before it is offered: the network is read again with it, and
/// only what leaves fewer errors, and none that was not there before, is shown.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class VerifiedEditFix : CodeFixProvider
{
    // Reading a network takes about a millisecond for fifty layers; one waits for a light bulb, but not for long.
    private const int MaxTries = 60, MaxOffers = 4;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.Shape, DiagnosticIds.Range, DiagnosticIds.Rank, DiagnosticIds.Groups, DiagnosticIds.Weight, DiagnosticIds.Window, DiagnosticIds.Target, DiagnosticIds.NotDecodable];

    /// <inheritdoc/>
    /// <remarks>None: each change was tried for its own network.</remarks>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var cancellationToken = context.CancellationToken;
        if (await context.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { Compilation: CSharpCompilation compilation } model) return;
        var root = await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        if (DiagnosedCode.Call(root, context.Span) is not { } call) return;
        if (Network(model, call, context.Diagnostics[0], cancellationToken) is not { } network) return;

        var before = Errors(compilation, network, cancellationToken);
        var offers = 0;
        var (method, proposed) = (model.GetSymbolInfo(call, cancellationToken).Symbol as IMethodSymbol, EditProperties.Read(context.Diagnostics[0].Properties));
        // With another number, a layer that mixes places would be another layer.
        var edits = context.Diagnostics[0].Id == DiagnosticIds.NotDecodable ? Edits.Proposed(call, method, proposed) : Edits.For(call, method, proposed);
        foreach (var edit in edits.Take(MaxTries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mended = root.ReplaceNode(edit.Old, edit.New);
            if (!IsBetter(before, Errors(compilation.ReplaceSyntaxTree(model.SyntaxTree, model.SyntaxTree.WithRootAndOptions(mended, model.SyntaxTree.Options)), network, cancellationToken))) continue;
            context.RegisterCodeFix(CodeAction.Create(edit.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(mended)), edit.Title), context.Diagnostics);
            if (++offers == MaxOffers) return;
        }
    }

    // The call may be in a helper outside of the class: then the network is where it is called from.
    private static string? Network(SemanticModel model, InvocationExpressionSyntax call, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (DiagnosedCode.Network(model, call, cancellationToken) is { } around) return Name(around);
        foreach (var location in diagnostic.AdditionalLocations.Where(location => location.SourceTree is not null))
        {
            var tree = location.SourceTree!;
            if (DiagnosedCode.Network(model.Compilation.GetSemanticModel(tree), tree.GetRoot(cancellationToken).FindNode(location.SourceSpan), cancellationToken) is { } caller) return Name(caller);
        }

        return null;
    }

    private static string Name(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? Name(outer) + "+" + type.MetadataName
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.MetadataName : type.MetadataName;

    private static IReadOnlyList<LocatedError>? Errors(CSharpCompilation compilation, string network, CancellationToken cancellationToken) =>
        compilation.GetTypeByMetadataName(network) is { } symbol ? NetworkReader.Read(symbol, compilation, cancellationToken).Errors : null;

    private static bool IsBetter(IReadOnlyList<LocatedError>? before, IReadOnlyList<LocatedError>? after) =>
        before is not null && after is not null && after.Count < before.Count &&
        after.All(error => error.Id is not null && before.Any(known => known.Id == error.Id && known.Message == error.Message));
}
