using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Sinter.Generator.Tests.Mutations;

/// <summary>Finds everything that could be changed in a source, by its syntax tree.</summary>
internal static class Mutator
{
    // Layers that can stand for one another in a chain, by the number of their arguments.
    private static readonly string[][] Layers =
    [
        ["Relu", "Tanh", "Gelu", "Softmax", "Flatten", "GlobalAvgPool2d", "BatchNorm1d", "BatchNorm2d", "LayerNorm", "RMSNorm", "Exp", "Mean", "Detach", "Dropout", "SinusoidalPositions", "Transpose"],
        ["Linear", "MaxPool2d", "AvgPool2d", "Softmax", "Unsqueeze", "Squeeze", "Mean", "Max", "Flatten", "GroupNorm", "LayerNorm", "MultiHeadAttention", "CrossEntropy", "MeanSquaredError", "L1", "Matmul", "Embedding", "Dropout"],
        ["Conv2d", "Embedding", "GptBlock", "TransformerEncoderLayer", "Select", "Transpose", "MaxPool2d", "Concat", "Linear", "Slice"],
        ["Conv2d", "Slice", "Permute", "Reshape", "Pad", "LlamaBlock"],
    ];

    private static readonly string[] Added = [".Flatten()", ".Relu()", ".Linear(3)", ".Unsqueeze(0)", ".Transpose()", ".Mean(0)", ".Softmax()", ".BatchNorm1d()", ".Dropout(1)", ".Reshape(-1, 2)", ".Sum()", ".Detach()", ".Slice(0, 1)"];

    private static readonly (string From, string To)[] Words =
    [
        ("Tensor", "Tokens"), ("Tokens", "Tensor"), ("+", "-"), ("+", "*"), ("*", "/"), ("/", "*"), ("true", "false"), ("false", "true"), ("float", "int"), ("int", "float"),
        ("null", "default"), ("<", "<="), ("class", "struct"), ("class", "record"), ("++", "--"), ("var", "int"), ("Network", "Obsolete"),
    ];

    /// <summary>One change, or null when there is nothing to be changed. Sizes and layers are changed more often than the C# around them.</summary>
    public static SourceEdit? Draw(string source, Random random)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        var kinds = All(root, source).GroupBy(edit => edit.Kind).OrderBy(group => group.Key).Select(group => group.ToArray()).ToArray();
        if (kinds.Length == 0) return null;
        var weights = kinds.Select(kind => kind[0].Kind <= EditKind.AddCall ? 3 : 1).ToArray();
        var chosen = random.Next(weights.Sum());
        var index = 0;
        while (chosen >= weights[index]) chosen -= weights[index++];
        return kinds[index][random.Next(kinds[index].Length)];
    }

    private static IEnumerable<SourceEdit> All(SyntaxNode root, string source)
    {
        var variables = root.DescendantTokens().Where(IsVariable).Select(token => token.ValueText).Distinct().ToArray();
        foreach (var node in root.DescendantNodes(node => node is not UsingDirectiveSyntax))
        {
            foreach (var edit in Node(node, source)) yield return edit;
        }

        foreach (var token in root.DescendantTokens(node => node is not UsingDirectiveSyntax))
        {
            foreach (var edit in Token(token, variables)) yield return edit;
        }
    }

    private static IEnumerable<SourceEdit> Node(SyntaxNode node, string source)
    {
        string Text(TextSpan span) => source.Substring(span.Start, span.Length);
        switch (node)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                foreach (var edit in Call(call, access, Text)) yield return edit;
                break;
            case ArgumentListSyntax list:
                foreach (var edit in Items(list.Arguments, Text)) yield return edit;
                break;
            case AttributeArgumentListSyntax list:
                foreach (var edit in Items(list.Arguments, Text)) yield return edit;
                yield return new(EditKind.AddExtent, new TextSpan(list.OpenParenToken.Span.End, 0), list.Arguments.Count == 0 ? "3" : "3, ");
                yield return new(EditKind.AddExtent, new TextSpan(list.OpenParenToken.Span.End, 0), list.Arguments.Count == 0 ? "\"T\"" : "\"T\", ");
                break;
            case ParameterSyntax { Parent: BaseParameterListSyntax list }:
                foreach (var (place, text) in Without(list.Parameters, node)) yield return new(EditKind.DropParameter, place, text);
                break;
            case AttributeListSyntax list:
                yield return new(EditKind.Attribute, list.Span, "");
                if (list.Attributes.Count < 2) break;
                foreach (var attribute in list.Attributes)
                {
                    foreach (var (place, text) in Without(list.Attributes, attribute)) yield return new(EditKind.Attribute, place, text);
                }

                for (var i = 0; i + 1 < list.Attributes.Count; i++) yield return Swap(EditKind.Attribute, list.Attributes[i].Span, list.Attributes[i + 1].Span, Text);
                break;
            case StatementSyntax and not (BlockSyntax or ReturnStatementSyntax):
                yield return new(EditKind.DropStatement, node.Span, ";");
                break;
            case MemberDeclarationSyntax { Parent: TypeDeclarationSyntax }:
                yield return new(EditKind.DropMember, node.Span, "");
                break;
        }
    }

    private static IEnumerable<SourceEdit> Call(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, Func<TextSpan, string> text)
    {
        var link = TextSpan.FromBounds(access.OperatorToken.SpanStart, call.Span.End);
        yield return new(EditKind.DropCall, link, "");
        yield return new(EditKind.DoubleCall, new TextSpan(call.Span.End, 0), text(link));
        foreach (var added in Added) yield return new(EditKind.AddCall, new TextSpan(call.Span.End, 0), added);
        if (access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax inner } earlier)
            yield return Swap(EditKind.SwapCalls, TextSpan.FromBounds(inner.OperatorToken.SpanStart, earlier.Span.End), link, text);
        foreach (var other in Layers.ElementAtOrDefault(call.ArgumentList.Arguments.Count(argument => argument.NameColon is null)) ?? [])
        {
            if (other != access.Name.Identifier.Text) yield return new(EditKind.OtherLayer, access.Name.Span, other);
        }
    }

    private static IEnumerable<SourceEdit> Items<T>(SeparatedSyntaxList<T> items, Func<TextSpan, string> text)
        where T : SyntaxNode
    {
        foreach (var item in items)
        {
            foreach (var (place, left) in Without(items, item)) yield return new(EditKind.DropArgument, place, left);
        }

        // Names stay where they are: values change places.
        TextSpan Value(T item) => item.ChildNodes().Last().Span;
        for (var i = 0; i + 1 < items.Count; i++) yield return Swap(EditKind.SwapArguments, Value(items[i]), Value(items[i + 1]), text);
    }

    // An item goes with the comma behind it, or the one before.
    private static IEnumerable<(TextSpan Place, string Text)> Without<T>(SeparatedSyntaxList<T> items, SyntaxNode item)
        where T : SyntaxNode
    {
        var index = items.IndexOf(other => other.Span == item.Span);
        if (index < 0) yield break;
        if (index + 1 < items.Count) yield return (TextSpan.FromBounds(item.SpanStart, items[index + 1].SpanStart), "");
        else if (index > 0) yield return (TextSpan.FromBounds(items[index - 1].Span.End, item.Span.End), "");
        else yield return (item.Span, "");
    }

    private static SourceEdit Swap(EditKind kind, TextSpan first, TextSpan second, Func<TextSpan, string> text) =>
        new(kind, new TextChange(first, text(second)), new TextChange(second, text(first)));

    private static IEnumerable<SourceEdit> Token(SyntaxToken token, string[] variables)
    {
        if (token.IsKind(SyntaxKind.NumericLiteralToken))
        {
            foreach (var number in Numbers(token)) yield return new(EditKind.Number, token.Span, number);
        }
        else if (token.IsKind(SyntaxKind.StringLiteralToken))
        {
            foreach (var text in new[] { "", "x", "a.b", "layer é", "weight", "3", "T", "2*T" }.Where(text => text != token.ValueText)) yield return new(EditKind.Text, token.Span, $"\"{text}\"");
        }
        else if (IsVariable(token))
        {
            foreach (var other in variables)
            {
                if (other != token.ValueText) yield return new(EditKind.OtherVariable, token.Span, other);
            }
        }

        if (token.Parent is MemberDeclarationSyntax member && member.Modifiers.Contains(token)) yield return new(EditKind.DropModifier, token.Span, "");
        foreach (var (from, to) in Words)
        {
            if (token.Text == from) yield return new(EditKind.Word, token.Span, to);
        }
    }

    private static bool IsVariable(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken)
        && !(token.Parent is { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } && access.Name == token.Parent)
        && token.Parent is IdentifierNameSyntax { Parent: not (InvocationExpressionSyntax or AttributeSyntax or ParameterSyntax or NameColonSyntax or NameEqualsSyntax or MethodDeclarationSyntax or BaseNamespaceDeclarationSyntax or TupleElementSyntax) };

    private static IEnumerable<string> Numbers(SyntaxToken token)
    {
        if (token.Value is int value)
        {
            // Negative ones in brackets: they could stand behind another minus.
            foreach (var other in new[] { value + 1L, value - 1L, value * 2L, 0, -1 }.Distinct())
            {
                if (other != value) yield return other < 0 ? $"({other.ToString(CultureInfo.InvariantCulture)})" : other.ToString(CultureInfo.InvariantCulture);
            }
        }
        else
        {
            foreach (var other in new[] { "0f", "1f", "(-1f)", "0.5f", "float.NaN", "1e30f", "1e-30f" }) yield return other;
        }
    }
}
