using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Sinter.Generator.Frontend;

/// <summary>An error at a place of the definition. Ends the reading of one network; never leaves the frontend.</summary>
internal sealed class DefinitionException(string id, string message, SyntaxNode? place, IReadOnlyList<SyntaxNode>? calls = null) : Exception(message)
{
    public string Id { get; } = id;

    public SyntaxNode? Place { get; } = place;

    /// <summary>The calls the interpreter was in, the innermost first.</summary>
    public IReadOnlyList<SyntaxNode> Calls { get; } = calls ?? [];

    /// <summary>An error that the C# compiler reports itself.</summary>
    public static DefinitionException NotCompiling(SyntaxNode? place) =>
        new(NetworkError.CompilerErrorId, "The definition does not compile; see the errors of the C# compiler.", place);
}

/// <summary>A <see cref="NetworkError"/> with its place. Made for the analyzer, dropped by the generator.</summary>
internal sealed record LocatedError(string Id, string Message, Location? Location, IReadOnlyList<Location> Calls);

/// <summary>Which part of an expression an error underlines.</summary>
internal static class Squiggle
{
    /// <summary>
    /// The last link of a fluent chain rather than all of it: <c>Linear(10)</c> of <c>x.Relu().Linear(10)</c>; the head of a loop,
    /// the name of a declaration; else the whole node.
    /// </summary>
    public static Location Of(SyntaxNode node)
    {
        var start = node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.SpanStart,
            MemberAccessExpressionSyntax access => access.Name.SpanStart,
            MethodDeclarationSyntax method => method.Identifier.SpanStart,
            TypeDeclarationSyntax type => type.Identifier.SpanStart,
            _ => node.SpanStart,
        };
        var end = node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Span.End,
            TypeDeclarationSyntax type => type.Identifier.Span.End,
            ForStatementSyntax loop => loop.CloseParenToken.Span.End,
            CommonForEachStatementSyntax loop => loop.CloseParenToken.Span.End,
            WhileStatementSyntax loop => loop.CloseParenToken.Span.End,
            DoStatementSyntax loop => loop.DoKeyword.Span.End,
            _ => node.Span.End,
        };
        return node.SyntaxTree.GetLocation(TextSpan.FromBounds(start, end));
    }
}
