using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>Reads a network declared by a <c>Define</c> method, and its <c>Loss</c> when there is one.</summary>
internal sealed class DefineReader(INamedTypeSymbol network, Interpreter interpreter, GraphBuilder builder, Dimensions dimensions, EquatableArray<string> leftOut, CancellationToken cancellationToken)
{
    private const string DefineForm = "write 'static Tensor Define([Shape(…)] Tensor input)', or return a tuple of tensors";
    private const string LossForm = "write 'static Tensor Loss(Tensor output, [Shape(…)] Tensor target)'";

    private readonly Dictionary<string, object?> inputs = new(StringComparer.Ordinal);

    /// <summary>What the declaration says although the definition is wrong; null until that is known.</summary>
    public NetworkSketch? Sketch { get; private set; }

    public Definition Read(IReadOnlyList<IMethodSymbol> methods)
    {
        var define = methods[0];
        if (methods.Count > 1)
            throw Error(DiagnosticIds.AmbiguousDefinition, $"The network '{network.Name}' has {methods.Count} methods called Define; give the others another name.", Syntax(methods[1]));
        CheckSignature(define, DiagnosticIds.WrongDefine, DefineForm);
        if (!IsValue(define.ReturnType) && Outputs(define) is null)
            throw WrongType(define.ReturnType, DiagnosticIds.WrongDefine, $"Define returns {define.ReturnType.ToDisplayString()}, but must return a Tensor, Tokens or a tuple of them.", ReturnType(define));
        if (define.Parameters.Length == 0) throw Error(DiagnosticIds.WrongDefine, $"Define takes nothing; its parameters are the inputs of the network: {DefineForm}.", Syntax(define));
        var loss = FindLoss();
        var optional = OptionalInputs.Of(network, define, loss, cancellationToken);

        var arguments = define.Parameters.Select(parameter => Argument(parameter, isTarget: false, DiagnosticIds.WrongDefine)).ToArray();
        var inputNodes = arguments.OfType<object>().Select(NodeOf).ToArray();
        for (var i = 0; i < arguments.Length; i++) inputs.Add(define.Parameters[i].Name, arguments[i]);
        var outputs = Results(interpreter.Run(define, arguments), define);
        var names = OutputNames(define, loss, outputs.Length);
        Sketch = new(define.Parameters.Select(Named).ToEquatableArray(), (loss?.Parameters.Where(HasShape) ?? []).Select(Named).ToEquatableArray(), names.Select((name, index) => new SketchArgument(name, IsInteger(define, index))).ToEquatableArray());
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] is Tensor output) builder.AddOutput(names[i], output.Id);
            else if (outputs[i] is Tokens tokens) builder.AddOutput(names[i], tokens.Id, DataType.Int32);
        }

        var targets = new List<int>();
        if (loss is not null)
        {
            var lossArguments = LossArguments(loss, define, outputs, names, targets);
            var result = interpreter.Run(loss, lossArguments);
            if (result is Tensor value) builder.SetLoss(LossValue.Scalar(value, Syntax(loss)));
            else if (result is not Unknown) throw Null(loss, DiagnosticIds.WrongLoss);
        }

        // What was found wrong on the way has left something unknown, of which there is no graph.
        if (interpreter.Errors.Count > 0) throw DefinitionException.Consequence(Syntax(define));
        return new(builder.Build(), inputNodes, targets.ToArray(), builder.Given) { Optional = optional };
    }

    private IMethodSymbol? FindLoss()
    {
        var methods = network.GetMembers("Loss").OfType<IMethodSymbol>().ToArray();
        if (methods.Length == 0) return null;
        if (methods.Length > 1)
            throw Error(DiagnosticIds.AmbiguousDefinition, $"The network '{network.Name}' has {methods.Length} methods called Loss; give the others another name.", Syntax(methods[1]));
        CheckSignature(methods[0], DiagnosticIds.WrongLoss, LossForm);
        if (!IsTensor(methods[0].ReturnType))
            throw WrongType(methods[0].ReturnType, DiagnosticIds.WrongLoss, $"Loss returns {methods[0].ReturnType.ToDisplayString()}, but must return a Tensor of one number.", ReturnType(methods[0]));
        return methods[0];
    }

    private void CheckSignature(IMethodSymbol method, string id, string form)
    {
        if (method.MethodKind != MethodKind.Ordinary || !method.IsStatic) throw Error(id, $"{method.Name} must be a static method: {form}.", Syntax(method));
        if (method.IsGenericMethod) throw Error(id, $"{method.Name} cannot be generic: {form}.", Syntax(method));
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
                throw Error(id, $"The parameter '{parameter.Name}' of {method.Name} must be passed by value.", Syntax(parameter));
            if (!IsValue(parameter.Type))
                throw WrongType(parameter.Type, id, $"The parameter '{parameter.Name}' of {method.Name} has the type {parameter.Type.ToDisplayString()}, but must be a Tensor or Tokens.", Syntax(parameter));
        }
    }

    // Null for what is left out.
    private object? Argument(IParameterSymbol parameter, bool isTarget, string id) => leftOut.Contains(parameter.Name) ? null : Input(parameter, isTarget, id);

    private object Input(IParameterSymbol parameter, bool isTarget, string id)
    {
        if (InputShapes.Find(parameter, nameof(ShapeAttribute)) is not { } attribute)
            throw Error(DiagnosticIds.NoInputShape, $"The input '{parameter.Name}' has no shape; put [Shape(…)] with the extents of one sample before it, or [Shape] for one value per sample.", Syntax(parameter));
        if (inputs.ContainsKey(parameter.Name))
            throw Error(id, $"'{parameter.Name}' is an input of Define already; leave out its [Shape] to use the same values.", Syntax(parameter));
        var shape = InputShapes.Read(attribute, dimensions, cancellationToken);
        var isTokens = IsTokens(parameter.Type);
        interpreter.Current = Syntax(parameter);
        try
        {
            var node = builder.Add(new InputOp(parameter.Name, shape, isTokens ? DataType.Int32 : DataType.Float32, isTarget));
            return isTokens ? new Tokens(builder, node) : new Tensor(builder, node);
        }
        catch (NetworkDefinitionException exception)
        {
            throw DefinitionException.Of(exception, Syntax(parameter));
        }
    }

    /// <summary>What Define returns: tensors, tokens, and what a mistake left unknown.</summary>
    private object[] Results(object? result, IMethodSymbol define)
    {
        if (result is Unknown) return Enumerable.Repeat(result, Outputs(define)?.Count ?? 1).ToArray();
        var values = result is TupleValue tuple ? tuple.Items.ToArray() : [result];
        if (values.Any(value => value is not (Tensor or Tokens or Unknown))) throw Null(define, DiagnosticIds.WrongDefine);
        if (values.Select(value => value is Tokens tokens ? new Tensor(builder, tokens.Id) : value).OfType<Tensor>().FirstOrDefault(tensor => !tensor.Shape.IsBatched) is { } constant)
        {
            throw Error(
                DiagnosticIds.WrongDefine,
                $"Define returns a value of the shape {constant.Shape}, {(DependsOnInput(constant) ? "in which all samples have been added up, as reductions of all axes do. Name the axes of a sample, as in Sum(0) for the first" : "which does not depend on an input. Return what is computed from one; weights can be read from the model's Parameters")}.",
                Syntax(define));
        }

        return values!;
    }

    private static bool DependsOnInput(Tensor value)
    {
        // An id is larger than those of its inputs.
        var isRead = new bool[value.Id + 1];
        isRead[value.Id] = true;
        for (var id = value.Id; id >= 0; id--)
        {
            if (!isRead[id]) continue;
            if (value.Builder[id].Op is InputOp) return true;
            foreach (var input in value.Builder[id].Inputs) isRead[input] = true;
        }

        return false;
    }

    /// <summary>The author's names: tuple elements, <c>[return: Output]</c>, or what Loss calls its first tensor; else <c>output</c>.</summary>
    private string[] OutputNames(IMethodSymbol define, IMethodSymbol? loss, int count)
    {
        var taken = new HashSet<string>(inputs.Keys, StringComparer.Ordinal);
        if (loss is not null) taken.UnionWith(loss.Parameters.Where(HasShape).Select(parameter => parameter.Name));
        if (StatedOutput(define) is { } stated)
        {
            if (taken.Contains(stated)) throw Error(DiagnosticIds.EmptyName, $"The output is called '{stated}' like an input; give it another name.", Syntax(define));
            return [stated];
        }

        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            var wanted = Outputs(define) is { } elements
                ? elements[i].IsExplicitlyNamedTupleElement ? CamelCase(elements[i].Name) : "output" + (i + 1)
                : loss?.Parameters.FirstOrDefault(parameter => IsValue(parameter.Type) && !HasShape(parameter) && !inputs.ContainsKey(parameter.Name))?.Name ?? "output";
            if (taken.Contains(wanted)) wanted = taken.Contains("output") ? wanted + "Output" : "output";
            while (!taken.Add(wanted)) wanted += "_";
            names[i] = wanted;
        }

        return names;
    }

    private string? StatedOutput(IMethodSymbol define)
    {
        var attribute = define.GetReturnTypeAttributes().FirstOrDefault(data => data.AttributeClass?.Name == nameof(OutputAttribute) && DslBinding.IsDsl(data.AttributeClass));
        if (attribute is null) return null;
        var place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        if (Outputs(define) is not null) throw Error(DiagnosticIds.WrongDefine, "[return: Output] names a single output; several are named by the elements of the tuple.", place);
        var name = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive, Value: var value }] ? value as string ?? "" : throw DefinitionException.NotCompiling(place);
        return SyntaxFacts.IsValidIdentifier(name) ? name : throw Error(DiagnosticIds.EmptyName, $"'{name}' is no name for an output: it becomes the name of a C# parameter.", place);
    }

    private object?[] LossArguments(IMethodSymbol loss, IMethodSymbol define, object[] outputs, string[] names, List<int> targets)
    {
        var arguments = new object?[loss.Parameters.Length];
        var next = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = loss.Parameters[i];
            if (HasShape(parameter))
            {
                arguments[i] = Argument(parameter, isTarget: true, DiagnosticIds.WrongLoss);
                if (arguments[i] is { } target) targets.Add(NodeOf(target));
                continue;
            }

            var named = OutputOf(parameter.Name, define, names);
            if (named >= 0 && IsTokens(parameter.Type) == IsInteger(define, named)) arguments[i] = outputs[named];
            else if (inputs.TryGetValue(parameter.Name, out var input) && (input is null || IsTensor(parameter.Type) == input is Tensor)) arguments[i] = input;
            else if (next < outputs.Length && IsTokens(parameter.Type) == IsInteger(define, next)) arguments[i] = outputs[next];
            else throw Error(DiagnosticIds.WrongLoss, $"The parameter '{parameter.Name}' of Loss is neither an output nor an input of Define; put [Shape(…)] before it if the trainer shall ask for it.", Syntax(parameter));
            next++;
        }

        return arguments;
    }

    // As it is declared: of what a mistake left unknown, too.
    private static bool IsInteger(IMethodSymbol define, int output) => IsTokens(Outputs(define)?[output].Type ?? define.ReturnType);

    // The output that Define calls so, or else the first that is called so whatever the case.
    private static int OutputOf(string name, IMethodSymbol define, string[] names)
    {
        var stated = Outputs(define)?.Select(element => element.IsExplicitlyNamedTupleElement ? element.Name : "").ToArray() ?? [];
        var exact = Array.FindIndex(stated, other => other == name);
        return exact >= 0 ? exact : Array.FindIndex(names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
    }

    private static SketchArgument Named(IParameterSymbol parameter) => new(parameter.Name, IsTokens(parameter.Type)) { IsOptional = OptionalInputs.MayBeLeftOut(parameter) };

    /// <summary>Whether a parameter of <c>Loss</c> is something that the trainer is given.</summary>
    public static bool HasShape(IParameterSymbol parameter) => InputShapes.Find(parameter, nameof(ShapeAttribute)) is not null;

    private static int NodeOf(object input) => input is Tensor tensor ? tensor.Id : ((Tokens)input).Id;

    private static bool IsValue(ITypeSymbol type) => IsTensor(type) || IsTokens(type);

    private static bool IsTensor(ITypeSymbol type) => type is INamedTypeSymbol named && DslBinding.FindType(named) == typeof(Tensor);

    private static bool IsTokens(ITypeSymbol type) => type is INamedTypeSymbol named && DslBinding.FindType(named) == typeof(Tokens);

    private static IReadOnlyList<IFieldSymbol>? Outputs(IMethodSymbol define) =>
        define.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(element => IsValue(element.Type)) ? tuple.TupleElements : null;

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    private SyntaxNode? Syntax(ISymbol symbol) => DeclarationReader.Syntax(symbol, cancellationToken);

    private SyntaxNode? ReturnType(IMethodSymbol method) => (Syntax(method) as MethodDeclarationSyntax)?.ReturnType;

    private static DefinitionException Error(string id, string message, SyntaxNode? place) => new(id, message, place);

    // A method that is not finished yet returns nothing either, which the C# compiler reports.
    private DefinitionException Null(IMethodSymbol method, string id) =>
        Syntax(method) is { } place && interpreter.HasErrors(place) ? DefinitionException.NotCompiling(place) : Error(id, $"{method.Name} returns null. Return a tensor that is computed from {(method.Name == "Loss" ? "the outputs" : "the inputs")}.", Syntax(method));

    // A type that does not exist is the C# compiler's to report.
    private static DefinitionException WrongType(ITypeSymbol type, string id, string message, SyntaxNode? place) =>
        type.TypeKind == TypeKind.Error ? DefinitionException.NotCompiling(place) : new(id, message, place);
}
