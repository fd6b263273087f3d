using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sinter.CodeFixes;

/// <summary>A change of one expression that may mend a definition.</summary>
/// <param name="Title">What the light bulb says.</param>
/// <param name="Old">The expression.</param>
/// <param name="New">What takes its place.</param>
internal sealed record Edit(string Title, SyntaxNode Old, SyntaxNode New);

/// <summary>
/// Small changes to try on a call that is wrong, the likeliest first: what its message proposes, a number of the message in place
/// of one in the call, the same in the calls before it.
/// </summary>
internal static class Edits
{
    private static readonly Regex Insertion = new(@"insert (\w+\([\d, ]*\)) (before|after) it", RegexOptions.CultureInvariant);
    private static readonly Regex Number = new(@"(?<![\w.])-?\d+(?![\w.])", RegexOptions.CultureInvariant);

    public static IEnumerable<Edit> For(InvocationExpressionSyntax call, string message)
    {
        foreach (Match match in Insertion.Matches(message))
        {
            if (Inserted(call, match.Groups[1].Value, isBefore: match.Groups[2].Value == "before") is { } insertion) yield return insertion;
        }

        var numbers = Number.Matches(message).Cast<Match>().Select(match => match.Value).Distinct().ToArray();
        foreach (var edit in Numbers(call, numbers)) yield return edit;
        if (Inserted(call, "Flatten()", isBefore: true) is { } flatten) yield return flatten;
        foreach (var before in Before(call))
        {
            foreach (var edit in Numbers(before, numbers)) yield return edit;
        }
    }

    /// <summary>The call with a named argument added, or changed if it is there.</summary>
    public static InvocationExpressionSyntax WithArgument(InvocationExpressionSyntax call, string name, string value)
    {
        var expression = SyntaxFactory.ParseExpression(value);
        var known = call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name);
        if (known is not null) return call.ReplaceNode(known.Expression, expression.WithTriviaFrom(known.Expression));
        var label = SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(name), SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space));
        var argument = SyntaxFactory.Argument(label, default, expression);
        if (call.ArgumentList.Arguments.Count > 0) argument = argument.WithLeadingTrivia(SyntaxFactory.Space);
        return call.WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Add(argument)));
    }

    private static Edit? Inserted(InvocationExpressionSyntax call, string inserted, bool isBefore)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access) return null;
        var target = isBefore ? access.Expression : call;
        var chained = SyntaxFactory.ParseExpression($"x.{inserted}") as InvocationExpressionSyntax;
        if (chained?.Expression is not MemberAccessExpressionSyntax member) return null;
        var trailing = target.GetTrailingTrivia();
        var result = chained.WithExpression(member.WithExpression(target.WithoutTrailingTrivia())).WithTrailingTrivia(trailing);
        return new($"Insert '{inserted}' {(isBefore ? "before" : "after")} '{access.Name}'", target, result);
    }

    // The calls of the same chain, from the nearest to its beginning.
    private static IEnumerable<InvocationExpressionSyntax> Before(InvocationExpressionSyntax call)
    {
        for (var receiver = DiagnosedCode.Receiver(call); receiver is not null;)
        {
            var link = receiver as InvocationExpressionSyntax;
            if (link is not null) yield return link;
            receiver = link is null ? (receiver as MemberAccessExpressionSyntax)?.Expression : DiagnosedCode.Receiver(link);
        }
    }

    private static IEnumerable<Edit> Numbers(InvocationExpressionSyntax call, IReadOnlyList<string> numbers)
    {
        var method = call.Expression is MemberAccessExpressionSyntax access ? access.Name.ToString() : call.Expression.ToString();
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (Integer(argument.Expression) is not { } value) continue;
            var near = new[] { value + 1, value - 1, value + 2, value - 2, value * 2, value / 2 }.Where(other => other >= 0).Select(other => other.ToString(CultureInfo.InvariantCulture));
            foreach (var other in numbers.Concat(near).Distinct())
            {
                if (other == value.ToString(CultureInfo.InvariantCulture)) continue;
                var what = argument.NameColon is { } label ? $"{label.Name}: {other}" : other;
                yield return new($"Write '{what}' in '{method}'", argument.Expression, SyntaxFactory.ParseExpression(other).WithTriviaFrom(argument.Expression));
            }
        }
    }

    private static int? Integer(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: int value } => value,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax { Token.Value: int value } } => -value,
        _ => null,
    };
}
