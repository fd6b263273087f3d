using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Sinter.Graphs;

namespace Sinter.CodeFixes;

/// <summary>Removes what the layer after it repeats or undoes: a softmax, a sigmoid, a bias.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RedundancyFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.SoftmaxBeforeLoss, DiagnosticIds.SigmoidBeforeLoss, DiagnosticIds.BiasBeforeNormalization];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        if (DiagnosedCode.Call(root, context.Span) is not { } call) return;
        if (context.Diagnostics[0].Id == DiagnosticIds.BiasBeforeNormalization)
            Register("Write 'bias: false'", call, Edits.WithArgument(call, "bias", "false"));
        else if (DiagnosedCode.Receiver(call) is { } receiver)
            Register($"Remove '{((MemberAccessExpressionSyntax)call.Expression).Name}'", call, receiver);

        void Register(string title, SyntaxNode old, SyntaxNode replacement) => context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(old, replacement))), context.Diagnostics[0].Id),
            context.Diagnostics);
    }
}
