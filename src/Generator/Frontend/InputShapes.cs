using Microsoft.CodeAnalysis;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>The shapes of inputs as their attributes state them.</summary>
internal static class InputShapes
{
    public static AttributeData? Find(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == attribute && DslBinding.IsDsl(data.AttributeClass));

    /// <summary>The batch followed by the extents of <c>[Shape(…)]</c> or <c>[Input(…)]</c>; without extents one value per sample.</summary>
    public static Shape Read(AttributeData attribute, CancellationToken cancellationToken)
    {
        var place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array } extents]) throw DefinitionException.NotCompiling(place);
        var dims = new List<Dim> { Dim.Batch };
        foreach (var extent in extents.Values)
        {
            if (extent.Value is not int size) throw DefinitionException.NotCompiling(place);
            if (size < 1)
                throw new DefinitionException(DiagnosticIds.WrongInputShape, $"An extent of a shape must be 1 or more, but is {size}; the batch is implicit and not written.", place);
            dims.Add(size);
        }

        return new Shape(dims);
    }
}
