using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>The shapes of inputs as their attributes state them.</summary>
internal static class InputShapes
{
    public static AttributeData? Find(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == attribute && DslBinding.IsDsl(data.AttributeClass));

    /// <summary>The batch followed by the extents of <c>[Shape(…)]</c> or <c>[Input(…)]</c>; without extents one value per sample.</summary>
    public static Shape Read(AttributeData attribute, Dimensions dimensions, CancellationToken cancellationToken)
    {
        var place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        return attribute.ConstructorArguments switch
        {
            [{ Kind: TypedConstantKind.Array, IsNull: false } extents] => Shape(extents.Values),
            [var first, { Kind: TypedConstantKind.Array, IsNull: false } rest] => Shape(rest.Values.Insert(0, first)),
            [{ Kind: TypedConstantKind.Array }] or [_, { Kind: TypedConstantKind.Array }] => throw Wrong("The extents of a shape are null; write them down, or none for one value per sample."),
            _ => throw DefinitionException.NotCompiling(place),
        };

        Shape Shape(IEnumerable<TypedConstant> extents) => new(new[] { Dim.Batch }.Concat(extents.Select(Extent)));

        Dim Extent(TypedConstant extent) => extent switch
        {
            { Kind: TypedConstantKind.Error } => throw DefinitionException.NotCompiling(place),
            { Kind: TypedConstantKind.Primitive, Value: int size and > 0 } => size,
            { Kind: TypedConstantKind.Primitive, Value: string symbol } => dimensions.Find(symbol, place),
            { Kind: TypedConstantKind.Primitive, Value: int size } => throw Wrong($"An extent of a shape must be 1 or more, but is {size}; the batch is implicit and not written."),
            _ => throw Wrong($"An extent of a shape is an int or the name of a symbol, but one of these is {(extent.Kind == TypedConstantKind.Primitive ? extent.ToCSharpString() : "neither")}."),
        };

        DefinitionException Wrong(string message) => new(DiagnosticIds.WrongInputShape, message, place);
    }
}
