using Microsoft.CodeAnalysis.Text;

namespace Sinter.Generator.Tests.Mutations;

/// <summary>One change of a source text: some places of it, and what is to stand there.</summary>
/// <param name="Kind">What kind of change it is.</param>
/// <param name="Changes">The places, none of which touches another.</param>
internal sealed record SourceEdit(EditKind Kind, params TextChange[] Changes)
{
    public SourceEdit(EditKind kind, TextSpan span, string text)
        : this(kind, new TextChange(span, text))
    {
    }

    public string Apply(string source) => SourceText.From(source).WithChanges(Changes.OrderBy(change => change.Span.Start)).ToString();

    /// <summary>The change in words.</summary>
    public string Describe(string source) =>
        Kind + ": " + string.Join(", ", Changes.Select(change => $"'{source.Substring(change.Span.Start, change.Span.Length)}' becomes '{change.NewText}'"));
}

/// <summary>What an author may do to a network by accident, or on purpose.</summary>
internal enum EditKind
{
    /// <summary>A number is another.</summary>
    Number,

    /// <summary>A call of a chain is left out.</summary>
    DropCall,

    /// <summary>Two calls of a chain, one behind the other, change places.</summary>
    SwapCalls,

    /// <summary>A call of a chain is there twice.</summary>
    DoubleCall,

    /// <summary>A layer is one that takes as many arguments.</summary>
    OtherLayer,

    /// <summary>A layer is put in that was not there.</summary>
    AddCall,

    /// <summary>A text, such as the name of a layer, is another.</summary>
    Text,

    /// <summary>A variable, a parameter or a constant is another one of the same file.</summary>
    OtherVariable,

    /// <summary>An argument of a call or of an attribute is left out.</summary>
    DropArgument,

    /// <summary>Two arguments change places.</summary>
    SwapArguments,

    /// <summary>A shape has one extent more.</summary>
    AddExtent,

    /// <summary>A parameter is left out.</summary>
    DropParameter,

    /// <summary>An attribute is left out, or one is put in another's place.</summary>
    Attribute,

    /// <summary>A statement is left out.</summary>
    DropStatement,

    /// <summary>A member of the class is left out.</summary>
    DropMember,

    /// <summary>A modifier is left out.</summary>
    DropModifier,

    /// <summary>A type, an operator or a truth is another.</summary>
    Word,
}
