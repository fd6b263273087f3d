using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Errors;
using Sinter.Generator.Model;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>What was read of one declaration.</summary>
/// <param name="Model">The part that the generator keeps.</param>
/// <param name="Errors">The errors of the model with their places.</param>
/// <param name="Warnings">What works, but is hardly meant, with its places. Looked for when it is enumerated.</param>
/// <param name="Places">For each node of the graph, the source that asked for it.</param>
internal sealed record NetworkReading(NetworkModel Model, IReadOnlyList<LocatedError> Errors, IEnumerable<LocatedError> Warnings, IReadOnlyList<SyntaxNode?> Places);

/// <summary>Reads a class marked <c>[Network]</c>. The only way in for the generator and for the analyzer.</summary>
internal static class NetworkReader
{
    /// <summary>Reads for the generator: without locations. Null for a second mark on a class, which is not another network.</summary>
    public static NetworkModel? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var first = DeclarationReader.Marks(symbol).FirstOrDefault()?.ApplicationSyntaxReference;
        var isFirst = first is null || (first.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(first.Span));
        return isFirst ? Read(symbol, (CSharpCompilation)context.SemanticModel.Compilation, cancellationToken).Model : null;
    }

    /// <summary>Reads a declaration. Code that is wrong or half typed gives errors, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer wants the result.</exception>
    public static NetworkReading Read(INamedTypeSymbol symbol, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        try
        {
            return ReadDeclared(symbol, compilation, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var error = Translate(exception, symbol, place: null);
            var model = new NetworkModel(DeclarationReader.Incomplete(symbol), null, default, default, EquatableArray.Of(ErrorOf(error)));
            return new(model, [Locate(error, [])], [], []);
        }
    }

    private static NetworkReading ReadDeclared(INamedTypeSymbol symbol, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var errors = new List<DefinitionException>();
        var declaration = DeclarationReader.Read(symbol, errors, cancellationToken);
        if (DeclarationReader.Marks(symbol).Skip(1).FirstOrDefault() is { } second)
            errors.Add(new(DiagnosticIds.AmbiguousDefinition, $"The network '{symbol.Name}' is marked [Network] more than once; keep one of the marks.", second.ApplicationSyntaxReference?.GetSyntax(cancellationToken)));
        var places = new List<SyntaxNode?>();
        IReadOnlyList<DefinitionException> found = [];
        NetworkSketch? sketch = null;
        try
        {
            if (errors.Count == 0)
            {
                var interpreter = new Interpreter(compilation, cancellationToken);
                found = interpreter.Errors;
                var definition = Define(symbol, interpreter, places, read => sketch = read, leftOut: [], cancellationToken);
                Dimensions.CheckNames(definition, DeclarationReader.Syntax(symbol, cancellationToken));
                var variants = new VariantReader(symbol, compilation, errors, cancellationToken).Read(ref definition);
                definition = definition with { Graph = FrozenNames.Apply(symbol, definition.Graph, errors, cancellationToken) };
                var graphs = ChosenAlgorithms.Apply(symbol, [definition.Graph, .. variants.Select(variant => FrozenNames.Apply(symbol, variant.Graph, [], cancellationToken))], errors, cancellationToken);
                var model = new NetworkModel(declaration, graphs[0], new(definition.Inputs), new(definition.Targets), default)
                {
                    Optional = definition.Optional,
                    Variants = variants.Select((variant, index) => variant with { Graph = graphs[index + 1] }).ToEquatableArray(),
                    DecodeCapacity = DecodeCapacity(symbol),
                    IsExact = Exact(symbol) is not null,
                    IsCompact = Compact(symbol),
                };
                if (model.DecodeCapacity is not null) CheckDecoding(symbol, model, places, cancellationToken);
                if (errors.Count == 0) return new(model, [], Warnings(definition, model.Variants, places), places);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            errors.AddRange(found);
            var last = Translate(exception, symbol, DeclarationReader.Syntax(symbol, cancellationToken));
            if (!last.IsConsequence) errors.Add(last);
            for (var i = 0; i < errors.Count; i++)
            {
                if (IsHalfTyped(errors[i], symbol, compilation, cancellationToken)) errors[i] = DefinitionException.NotCompiling(errors[i].Place);
            }
        }

        if (errors.All(error => error.Id is null) && !IsObjected(errors, symbol, compilation, cancellationToken))
            errors.Add(new(DiagnosticIds.Internal, $"'{symbol.Name}' could not be read, although C# has no objection to it, which is an error of Sinter.", DeclarationReader.Syntax(symbol, cancellationToken)));
        var wrong = new NetworkModel(declaration, null, default, default, errors.Select(ErrorOf).Distinct().ToEquatableArray()) { DecodeCapacity = DecodeCapacity(symbol), Sketch = sketch };
        return new(wrong, errors.Select(error => Locate(error, places)).ToArray(), [], places);
    }

    private static IEnumerable<LocatedError> Warnings(Definition definition, EquatableArray<NetworkVariant> variants, List<SyntaxNode?> places) =>
        definition.Advice.Concat(UnusedParts.Find(definition.Graph, definition.Inputs, [.. variants.Select(variant => variant.Graph)]))
            .Where(item => item.Node < places.Count && places[item.Node] is not null)
            .Select(item => Locate(new DefinitionException(item.Id, item.Message, places[item.Node]), places));

    private static AttributeData? Decode(INamedTypeSymbol symbol) => InputShapes.Find(symbol, nameof(DecodeAttribute));

    private static void CheckDecoding(INamedTypeSymbol symbol, NetworkModel model, List<SyntaxNode?> places, CancellationToken cancellationToken)
    {
        try
        {
            var stated = Decode(symbol)!.ConstructorArguments is [{ Value: int capacity }] ? capacity : throw DefinitionException.NotCompiling(null);
            CacheAttention.Check(model.Graph!, stated, cancellationToken);
        }
        catch (NetworkDefinitionException exception)
        {
            throw DefinitionException.Of(exception, (exception.Node is { } node ? places[node] : null) ?? Decode(symbol)?.ApplicationSyntaxReference?.GetSyntax(cancellationToken));
        }
    }

    /// <summary>The attribute that keeps all convolutions of a network to plain sums; null if there is none.</summary>
    public static AttributeData? Exact(INamedTypeSymbol symbol) => Flag(symbol, nameof(NetworkAttribute.Exact));

    // What is said of memory, or null where nothing is.
    private static bool? Compact(INamedTypeSymbol symbol) =>
        InputShapes.Find(symbol, nameof(NetworkAttribute)) is { } data ? data.NamedArguments.FirstOrDefault(argument => argument.Key == nameof(NetworkAttribute.Compact)).Value.Value as bool? : null;

    private static AttributeData? Flag(INamedTypeSymbol symbol, string name) =>
        InputShapes.Find(symbol, nameof(NetworkAttribute)) is { } data && data.NamedArguments.Any(argument => argument.Key == name && argument.Value.Value is true) ? data : null;

    // Of a capacity that is no number, which is an error, nothing matters but that the network is to have a decoder.
    private static int? DecodeCapacity(INamedTypeSymbol symbol)
    {
        if (Decode(symbol) is not { } attribute) return null;
        return attribute.ConstructorArguments is [{ Value: int capacity }] ? capacity : 1;
    }

    /// <summary>Reads what the network is when some of its inputs are left out.</summary>
    /// <param name="symbol">The class.</param>
    /// <param name="interpreter">Reads the methods of the definition, and nothing before.</param>
    /// <param name="places">Receives, for each node of the graph, the source that asked for it.</param>
    /// <param name="sketched">Told what the declaration says, whether the definition is wrong or not.</param>
    /// <param name="leftOut">The inputs that are null.</param>
    /// <param name="cancellationToken">Whether anybody still wants it.</param>
    /// <exception cref="DefinitionException">The definition is wrong.</exception>
    public static Definition Define(INamedTypeSymbol symbol, Interpreter interpreter, List<SyntaxNode?> places, Action<NetworkSketch?> sketched, EquatableArray<string> leftOut, CancellationToken cancellationToken)
    {
        var dimensions = Dimensions.Read(symbol, cancellationToken);
        var attributes = new AttributeReader(symbol, dimensions, cancellationToken);
        SyntaxNode? Place() => attributes.Current ?? interpreter.Current;
        GraphBuilder? builder = null;
        var origins = new Dictionary<string, Origin>(StringComparer.Ordinal);
        void Add(int id)
        {
            places.Add(Place());
            if (Freezing.KeyOf(builder![id]) is { } key) origins[key] = new(Place(), interpreter.CallSites, builder.IsNumbered(key));
            interpreter.ChargeValue(builder.ShapeOf(id).FullRank, Place());
        }

        builder = new GraphBuilder { Added = Add, Cancellation = cancellationToken };
        var methods = symbol.GetMembers("Define").OfType<IMethodSymbol>().ToArray();
        if (methods.Length == 0)
        {
            if (!attributes.HasLayers)
                throw new DefinitionException(DiagnosticIds.NoDefinition, $"The network '{symbol.Name}' has no definition: write 'static Tensor Define([Shape(…)] Tensor input)', or list layers as attributes after [Input(…)].", DeclarationReader.Syntax(symbol, cancellationToken));
            return attributes.Read(builder);
        }

        if (attributes.HasLayers)
            throw new DefinitionException(DiagnosticIds.AmbiguousDefinition, $"The network '{symbol.Name}' has both a Define method and layer attributes; keep one of them.", DeclarationReader.Syntax(methods[0], cancellationToken));
        if (attributes.Stray is { } stray)
        {
            var name = stray.AttributeClass!.Name.Replace("Attribute", "");
            var fix = name == "Input" ? "the parameters of Define are its inputs" : "write a static method Loss";
            throw new DefinitionException(DiagnosticIds.AmbiguousDefinition, $"The network '{symbol.Name}' has a Define method, to which [{name}] does not belong; leave it out: {fix}.", stray.ApplicationSyntaxReference?.GetSyntax(cancellationToken));
        }

        var reader = new DefineReader(symbol, interpreter, builder, dimensions, leftOut, cancellationToken);
        try
        {
            return reader.Read(methods) with { Origins = origins };
        }
        finally
        {
            sketched(reader.Sketch);
        }
    }

    /// <summary>
    /// Whether the error may be nothing but a consequence of C# that does not compile, such as a field whose initializer is
    /// not finished. The compiler's errors are enough then. Asked only when there is an error.
    /// </summary>
    private static bool IsHalfTyped(DefinitionException error, INamedTypeSymbol symbol, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        if (error.Id?.StartsWith("SNT3", StringComparison.Ordinal) != true && error.Id != DiagnosticIds.Internal) return false;
        var parts = symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken));
        if (error.Place?.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member) parts = parts.Append(member);
        return parts.Any(part => compilation.GetSemanticModel(part.SyntaxTree).GetDiagnostics(part.Span, cancellationToken).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>Whether the C# compiler reports an error where one is left to it: somebody has to say why there is no network.</summary>
    private static bool IsObjected(List<DefinitionException> errors, INamedTypeSymbol symbol, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var places = errors.Select(error => error.Place).OfType<SyntaxNode>().Select(place => place.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? place);
        var parts = symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken));
        return places.Concat(parts).Concat(parts.Select(part => part.SyntaxTree.GetRoot(cancellationToken)))
            .Any(node => compilation.GetSemanticModel(node.SyntaxTree).GetDiagnostics(node.Span, cancellationToken).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    /// <summary>Whatever went wrong as an error of the network.</summary>
    public static DefinitionException Translate(Exception exception, INamedTypeSymbol symbol, SyntaxNode? place)
    {
        exception = Interpreter.Unwrapped(exception);
        return exception switch
        {
            DefinitionException definition => definition,
            NetworkDefinitionException definition => DefinitionException.Of(definition, place),
            OverflowException => new(DiagnosticIds.Range, Require.TooLarge, place),
            InsufficientExecutionStackException => new(DiagnosticIds.Recursion, Interpreter.TooDeep, place),
            _ => new(DiagnosticIds.Internal, Progress.Unforeseen(exception, symbol.Name, "the definition"), place),
        };
    }

    private static NetworkError ErrorOf(DefinitionException error) => new(error.Id, error.Message, error.Edits.ToEquatableArray());

    private static LocatedError Locate(DefinitionException error, IReadOnlyList<SyntaxNode?> places)
    {
        var operands = error.Operands.Select(node => places[node]).OfType<SyntaxNode>().Where(made => made != error.Place).Distinct();
        return new(ErrorOf(error), error.Place is { } place ? Squiggle.Of(place) : null, error.Calls.Select(Squiggle.Of).ToArray(), operands.Select(Squiggle.Of).ToArray());
    }
}

/// <summary>A network that was read without errors.</summary>
internal sealed record Definition(Graph Graph, int[] Inputs, int[] Targets, IReadOnlyList<Advice> Advice)
{
    /// <summary>The inputs and targets that a call may leave out.</summary>
    public EquatableArray<string> Optional { get; init; }

    /// <summary>Where parameters and states come from, by their full names.</summary>
    public IReadOnlyDictionary<string, Origin> Origins { get; init; } = new Dictionary<string, Origin>();
}

/// <summary>Where a parameter or a state comes from.</summary>
/// <param name="Place">The source that asked for it.</param>
/// <param name="Calls">The calls around it, the innermost first.</param>
/// <param name="IsNumbered">Whether its name follows from the order of the layers.</param>
internal sealed record Origin(SyntaxNode? Place, IReadOnlyList<SyntaxNode> Calls, bool IsNumbered)
{
    /// <summary>Whether another one comes from the same place on the same way.</summary>
    public bool IsSame(Origin other) => IsSamePlace(Place, other.Place) && Calls.Count == other.Calls.Count && Calls.Zip(other.Calls, IsSamePlace).All(isSame => isSame);

    private static bool IsSamePlace(SyntaxNode? first, SyntaxNode? second) => first?.SyntaxTree == second?.SyntaxTree && first?.Span == second?.Span;
}
