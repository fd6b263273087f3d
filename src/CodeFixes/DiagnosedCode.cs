using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Sinter.Generator;
using Sinter.Generator.Frontend;

namespace Sinter.CodeFixes;

/// <summary>The code that a diagnostic of Sinter is about.</summary>
internal static class DiagnosedCode
{
    /// <summary>The call that is underlined: <c>x.Relu().Linear(10)</c> where only <c>Linear(10)</c> is; null when it is no call.</summary>
    public static InvocationExpressionSyntax? Call(SyntaxNode root, TextSpan span) => root.FindToken(span.Start).Parent?
        .AncestorsAndSelf().OfType<InvocationExpressionSyntax>()
        .FirstOrDefault(call => Squiggle.Of(call).SourceSpan == span);

    /// <summary>The class marked <c>[Network]</c> around a place, or null.</summary>
    public static INamedTypeSymbol? Network(SemanticModel model, SyntaxNode place, CancellationToken cancellationToken) => place
        .AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
        .Select(type => model.GetDeclaredSymbol(type, cancellationToken) as INamedTypeSymbol)
        .FirstOrDefault(type => type is not null && type.GetAttributes().Any(data => data.AttributeClass?.ToDisplayString() == NetworkGenerator.AttributeName));

    /// <summary>What a call is made on, when it is a link of a chain: <c>x.Relu()</c> of <c>x.Relu().Linear(10)</c>.</summary>
    public static ExpressionSyntax? Receiver(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression;
}
