using Microsoft.CodeAnalysis;
using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>Which inputs a call may leave out: those that <c>Define</c> and <c>Loss</c> take as <c>Tensor?</c> or <c>Tokens?</c>.</summary>
internal static class OptionalInputs
{
    // Each doubles the programs of a network.
    private const int Most = 3;

    /// <summary>Whether a parameter may be null.</summary>
    public static bool MayBeLeftOut(IParameterSymbol parameter) =>
        parameter.NullableAnnotation == NullableAnnotation.Annotated || parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null };

    /// <summary>The names of the inputs and targets that may be left out, in order.</summary>
    /// <exception cref="DefinitionException">There are too many, or a call could leave all out, or the network continues sequences.</exception>
    public static EquatableArray<string> Of(INamedTypeSymbol network, IMethodSymbol define, IMethodSymbol? loss, CancellationToken cancellationToken)
    {
        var targets = loss?.Parameters.Where(DefineReader.HasShape) ?? [];
        var optional = define.Parameters.Concat(targets).Where(MayBeLeftOut).ToArray();
        if (optional.Length == 0) return [];
        DefinitionException Error(IParameterSymbol parameter, string message) => new(DiagnosticIds.OptionalInput, message, DeclarationReader.Syntax(parameter, cancellationToken));
        if (define.Parameters.All(MayBeLeftOut))
            throw Error(define.Parameters[0], $"A call of '{network.Name}' could leave out all of its inputs, but the size of a batch follows from one. Declare the one that is always there without '?': {define.Parameters[0].Type.Name} {define.Parameters[0].Name}.");
        if (optional.Length > Most)
            throw Error(optional[Most], $"'{optional[Most].Name}' is one more input that may be left out, but a network can have {Most}: it is compiled for every choice of them. Declare one of {string.Join(", ", optional.Select(parameter => $"'{parameter.Name}'"))} without '?', or make two networks.");
        if (InputShapes.Find(network, nameof(DecodeAttribute)) is not null && define.Parameters.FirstOrDefault(MayBeLeftOut) is { } input)
            throw Error(input, $"'{network.Name}' continues sequences call by call, and cannot do that with an input that may be left out: earlier places were computed with it or without. Declare '{input.Name}' without '?', or leave out [Decode].");
        return optional.Select(parameter => parameter.Name).ToEquatableArray();
    }

    /// <summary>All choices of names but none, those of fewer names first.</summary>
    public static IEnumerable<EquatableArray<string>> Choices(EquatableArray<string> names) => Enumerable.Range(1, (1 << names.Count) - 1)
        .Select(bits => names.Where((_, index) => (bits >> index & 1) != 0).ToEquatableArray())
        .OrderBy(choice => choice.Count);

    /// <summary>Where a network has no such inputs, as a clause: <c>where 'mask' is left out</c>.</summary>
    public static string Where(EquatableArray<string> leftOut) => $"where {NetworkVariant.Listed(leftOut)} {(leftOut.Count == 1 ? "is" : "are")} left out";
}
