using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Sinter.Generator.Errors;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>An error at a place of the definition. Ends the reading of an expression, or of the whole network; never leaves the frontend.</summary>
internal sealed class DefinitionException(string? id, string message, SyntaxNode? place, IReadOnlyList<SyntaxNode>? calls = null, bool isFinal = false) : Exception(message)
{
    /// <inheritdoc cref="NetworkError.Id"/>
    public string? Id { get; } = id;

    public SyntaxNode? Place { get; } = place;

    /// <summary>The calls the interpreter was in, the innermost first.</summary>
    public IReadOnlyList<SyntaxNode> Calls { get; } = calls ?? [];

    /// <summary>The nodes of the tensors that do not fit one another, when there are several: where they were made is shown, too.</summary>
    public IReadOnlyList<int> Operands { get; init; } = [];

    /// <summary>What the message proposes, the likeliest first.</summary>
    public IReadOnlyList<ProposedEdit> Edits { get; init; } = [];

    /// <summary>Whether something is null that must not be.</summary>
    public bool IsNull { get => field || Id == DiagnosticIds.Null; init; }

    /// <summary>Whether the rest of the definition can still be read. What does not compile, or does not end, is not read on.</summary>
    public bool IsRecoverable => !isFinal && (IsConsequence || Id is not (null or DiagnosticIds.Budget or DiagnosticIds.Recursion or DiagnosticIds.Internal));

    /// <summary>Whether this is nothing but what another error led to.</summary>
    public bool IsConsequence { get; private init; }

    /// <summary>What another error led to: reading cannot go on here, or at all, and there is nothing to report.</summary>
    public static DefinitionException Consequence(SyntaxNode? place, bool isFinal = false) => new(null, "An unknown value decides what follows.", place, null, isFinal) { IsConsequence = true };

    /// <summary>An error of the Dsl, at a place.</summary>
    public static DefinitionException Of(NetworkDefinitionException error, SyntaxNode? place, IReadOnlyList<SyntaxNode>? calls = null) =>
        new(error.Id, error.Message, place, calls) { Edits = error.Edits };

    /// <summary>An error that the C# compiler reports itself.</summary>
    public static DefinitionException NotCompiling(SyntaxNode? place) =>
        new(null, "The definition does not compile; see the errors of the C# compiler.", place);
}

/// <summary>A <see cref="NetworkError"/> with its place. Made for the analyzer, dropped by the generator.</summary>
/// <param name="Error">What the author is told.</param>
/// <param name="Location">What is underlined.</param>
/// <param name="Calls">The calls on the way there, the innermost first.</param>
/// <param name="Operands">Where the tensors come from that do not fit one another.</param>
internal sealed record LocatedError(NetworkError Error, Location? Location, IReadOnlyList<Location> Calls, IReadOnlyList<Location> Operands)
{
    /// <inheritdoc cref="NetworkError.Id"/>
    public string? Id => Error.Id;

    /// <inheritdoc cref="NetworkError.Message"/>
    public string Message => Error.Message;
}

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
            BaseTypeDeclarationSyntax type => type.Identifier.SpanStart,
            DelegateDeclarationSyntax type => type.Identifier.SpanStart,
            PropertyDeclarationSyntax property => property.Identifier.SpanStart,
            EventDeclarationSyntax property => property.Identifier.SpanStart,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.SpanStart,
            VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.SpanStart,
            _ => node.SpanStart,
        };
        var end = node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Span.End,
            BaseTypeDeclarationSyntax type => type.Identifier.Span.End,
            DelegateDeclarationSyntax type => type.Identifier.Span.End,
            PropertyDeclarationSyntax property => property.Identifier.Span.End,
            EventDeclarationSyntax property => property.Identifier.Span.End,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Span.End,
            VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.Span.End,
            ForStatementSyntax loop => loop.CloseParenToken.Span.End,
            CommonForEachStatementSyntax loop => loop.CloseParenToken.Span.End,
            WhileStatementSyntax loop => loop.CloseParenToken.Span.End,
            DoStatementSyntax loop => loop.DoKeyword.Span.End,
            _ => node.Span.End,
        };
        return node.SyntaxTree.GetLocation(TextSpan.FromBounds(start, end));
    }
}
