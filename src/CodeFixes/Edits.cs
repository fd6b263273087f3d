using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Graphs;

namespace Sinter.CodeFixes;

/// <summary>A change of one expression that may mend a definition.</summary>
/// <param name="Title">What the light bulb says.</param>
/// <param name="Old">The expression.</param>
/// <param name="New">What takes its place.</param>
internal sealed record Edit(string Title, SyntaxNode Old, SyntaxNode New);

/// <summary>
/// Small changes to try on a call that is wrong, the likeliest first: what its diagnostic proposes, a number that it mentions in place of
/// one in the call, the same in the calls before it.
/// </summary>
internal static class Edits
{
    /// <param name="call">The call.</param>
    /// <param name="method">What it calls, if that is known.</param>
    /// <param name="proposed">What the diagnostic proposes.</param>
    public static IEnumerable<Edit> For(InvocationExpressionSyntax call, IMethodSymbol? method, IReadOnlyList<ProposedEdit> proposed)
    {
        foreach (var edit in Proposed(call, method, proposed)) yield return edit;
        var numbers = proposed.OfType<MentionedNumber>().Select(number => number.Value.ToString(CultureInfo.InvariantCulture)).Distinct().ToArray();
        foreach (var edit in Numbers(call, numbers)) yield return edit;
        if (Inserted(call, InsertedCall.Before("Flatten()")) is { } flatten) yield return flatten;
        foreach (var before in Before(call))
        {
            foreach (var edit in Numbers(before, numbers)) yield return edit;
        }
    }

    /// <summary>What the diagnostic proposes, and nothing else.</summary>
    /// <param name="call">The call.</param>
    /// <param name="method">What it calls, if that is known.</param>
    /// <param name="proposed">What the diagnostic proposes.</param>
    public static IEnumerable<Edit> Proposed(InvocationExpressionSyntax call, IMethodSymbol? method, IReadOnlyList<ProposedEdit> proposed) => proposed
        .Select(edit => edit switch
        {
            InsertedCall inserted => Inserted(call, inserted),
            ArgumentValue argument => WithValue(call, method, argument),
            _ => null,
        }).OfType<Edit>();

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

    private static Edit? Inserted(InvocationExpressionSyntax call, InsertedCall inserted)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access) return null;
        var target = inserted.IsBefore ? access.Expression : call;
        var chain = SyntaxFactory.ParseExpression($"x.{inserted.Calls}");
        var start = chain.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Last().Expression;
        var result = chain.ReplaceNode(start, target.WithoutTrailingTrivia()).WithTrailingTrivia(target.GetTrailingTrivia());
        return new($"Insert '{inserted.Calls}' {(inserted.IsBefore ? "before" : "after")} '{access.Name}'", target, result);
    }

    // The literal that is given for the parameter, by its name or its place, or one more argument. What is computed is to be mended where it is.
    private static Edit? WithValue(InvocationExpressionSyntax call, IMethodSymbol? method, ArgumentValue value)
    {
        var arguments = call.ArgumentList.Arguments;
        var place = method is null ? -1 : method.Parameters.ToList().FindIndex(parameter => parameter.Name == value.Argument);
        var given = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == value.Argument)
            ?? (place >= 0 && place < arguments.Count && arguments.Take(place + 1).All(argument => argument.NameColon is null) ? arguments[place] : null);
        if (given is null) return place < 0 ? null : new($"Write '{value.Argument}: {value.Value}' in '{Name(call)}'", call, WithArgument(call, value.Argument, value.Value));
        return Integer(given.Expression) is null && given.Expression is not LiteralExpressionSyntax { Token.Value: bool } ? null : Written(call, given, value.Value);
    }

    private static Edit Written(InvocationExpressionSyntax call, ArgumentSyntax argument, string value)
    {
        var what = argument.NameColon is { } label ? $"{label.Name}: {value}" : value;
        return new($"Write '{what}' in '{Name(call)}'", argument.Expression, SyntaxFactory.ParseExpression(value).WithTriviaFrom(argument.Expression));
    }

    private static string Name(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax access ? access.Name.ToString() : call.Expression.ToString();

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
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (Integer(argument.Expression) is not { } value) continue;
            var near = new[] { value + 1, value - 1, value + 2, value - 2, value * 2, value / 2 }.Where(other => other >= 0).Select(other => other.ToString(CultureInfo.InvariantCulture));
            foreach (var other in numbers.Concat(near).Distinct())
            {
                if (other != value.ToString(CultureInfo.InvariantCulture)) yield return Written(call, argument, other);
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
