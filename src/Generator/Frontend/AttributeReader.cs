using System.Reflection;
using Microsoft.CodeAnalysis;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>Reads a network declared as a list of attributes: the generator's Dsl's own attribute objects are made and applied in source order.</summary>
internal sealed class AttributeReader(INamedTypeSymbol symbol, Dimensions dimensions, CancellationToken cancellationToken)
{
    private readonly AttributeData[] layers = Attributes(symbol, nameof(LayerAttribute));

    private readonly AttributeData[] losses = Attributes(symbol, nameof(LossAttribute));

    public bool HasLayers => layers.Length > 0;

    /// <summary>The attribute being applied, or null.</summary>
    public SyntaxNode? Current { get; private set; }

    /// <summary>What an author has written as an attribute although there is a Define method, which does not look at it; null if nothing.</summary>
    public AttributeData? Stray => losses.FirstOrDefault() ?? InputShapes.Find(symbol, nameof(InputAttribute));

    public Definition Read(GraphBuilder builder)
    {
        CheckIsOneList();
        if (InputShapes.Find(symbol, nameof(InputAttribute)) is not { } input)
            throw new DefinitionException(DiagnosticIds.NoInputShape, $"The network '{symbol.Name}' does not say what it takes; add [Input(…)] with the extents of one sample.", DeclarationReader.Syntax(symbol, cancellationToken));
        var shape = InputShapes.Read(input, dimensions, cancellationToken);
        var declared = (InputAttribute)Create(input);
        var source = At(input, () => Add(builder, new InputOp(declared.Name, shape, declared.Tokens ? DataType.Int32 : DataType.Float32, IsTarget: false)));
        Tensor? value = declared.Tokens ? null : new Tensor(builder, source);
        foreach (var data in layers)
        {
            var layer = (LayerAttribute)Create(data);
            value = At(data, () => value is null ? layer.Apply(new Tokens(builder, source)) : layer.Apply(value));
        }

        builder.AddOutput("output", value!.Id);
        var targets = new List<int>();
        foreach (var data in losses)
        {
            var loss = (LossAttribute)Create(data);
            var result = At(data, () => loss.Apply(value, target =>
            {
                if (target.Argument == declared.Name)
                    throw new NetworkDefinitionException(DiagnosticIds.EmptyName, $"The loss adds an input called '{target.Argument}', but the network's own input has that name; give it another.");
                targets.Add(builder.Add(target));
                return targets[targets.Count - 1];
            }));
            builder.SetLoss(At(data, () => LossValue.Scalar(result, Syntax(data))));
        }

        Current = null;
        return new(builder.Build(), [source], targets.ToArray(), builder.Given);
    }

    /// <summary>One list of layers on one declaration, and one loss.</summary>
    private void CheckIsOneList()
    {
        var first = Syntax(layers[0]);
        var declaration = first?.Parent?.Parent;
        if (layers.Select(Syntax).FirstOrDefault(layer => layer?.Parent?.Parent != declaration) is { } other)
            throw new DefinitionException(DiagnosticIds.SplitLayers, $"The layers of '{symbol.Name}' are listed on more than one declaration of the class, and their order would depend on the order of the files; put all of them on one.", other, [first!]);
        if (losses.Length > 1)
            throw new DefinitionException(DiagnosticIds.AmbiguousDefinition, $"The network '{symbol.Name}' has {losses.Length} losses; keep one of them, or write Define and Loss as methods, where losses can be added.", Syntax(losses[1]), [Syntax(losses[0])!]);
        if (symbol.GetMembers("Loss").OfType<IMethodSymbol>().FirstOrDefault() is { } method)
            throw new DefinitionException(DiagnosticIds.AmbiguousDefinition, $"The network '{symbol.Name}' is a list of layers, to which the method Loss does not belong; end the list with a loss such as [CrossEntropyLoss], or write the layers as a Define method.", DeclarationReader.Syntax(method, cancellationToken));
    }

    private int Add(GraphBuilder builder, InputOp input)
    {
        if (!Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(input.Argument))
            throw new DefinitionException(DiagnosticIds.EmptyName, $"'{input.Argument}' is no name for an input: it becomes the name of a C# parameter.", Current);
        return builder.Add(input);
    }

    private T At<T>(AttributeData data, Func<T> action)
    {
        Current = Syntax(data);
        try
        {
            return action();
        }
        catch (NetworkDefinitionException exception)
        {
            throw DefinitionException.Of(exception, Current);
        }
        catch (OverflowException)
        {
            throw new DefinitionException(DiagnosticIds.Range, Require.TooLarge, Current);
        }
    }

    private SyntaxNode? Syntax(AttributeData data) => data.ApplicationSyntaxReference?.GetSyntax(cancellationToken);

    private Attribute Create(AttributeData data)
    {
        Current = Syntax(data);
        if (data.AttributeConstructor is not { } constructor || data.AttributeClass is null) throw DefinitionException.NotCompiling(Current);
        if (DslBinding.FindMethod(constructor) is not ConstructorInfo known)
            throw new DefinitionException(DiagnosticIds.Internal, $"The generator does not know the attribute '{data.AttributeClass.Name}': it is not of the same version as the library.", Current);
        var parameters = known.GetParameters();
        if (data.ConstructorArguments.Length != parameters.Length) throw DefinitionException.NotCompiling(Current);
        var attribute = (Attribute)known.Invoke(parameters.Select((parameter, i) => Value(data.ConstructorArguments[i], parameter.ParameterType)).ToArray());
        foreach (var named in data.NamedArguments)
        {
            if (known.DeclaringType!.GetProperty(named.Key) is { CanWrite: true } property) property.SetValue(attribute, Value(named.Value, property.PropertyType));
        }

        return attribute;
    }

    private object? Value(TypedConstant constant, Type type)
    {
        switch (constant.Kind)
        {
            case TypedConstantKind.Array when !constant.IsNull:
                var element = type.GetElementType()!;
                var array = Array.CreateInstance(element, constant.Values.Length);
                for (var i = 0; i < array.Length; i++) array.SetValue(Value(constant.Values[i], element), i);
                return array;
            case TypedConstantKind.Enum:
                return Enum.ToObject(Nullable.GetUnderlyingType(type) ?? type, constant.Value!);
            case TypedConstantKind.Error:
                throw DefinitionException.NotCompiling(Current);
            default:
                return constant.IsNull ? null : constant.Value;
        }
    }

    private static AttributeData[] Attributes(INamedTypeSymbol symbol, string kind) =>
        symbol.GetAttributes().Where(data => data.AttributeClass?.BaseType is { } parent && parent.Name == kind && DslBinding.IsDsl(parent)).ToArray();
}

/// <summary>What a definition of a loss must give.</summary>
internal static class LossValue
{
    /// <summary>The one number of a loss as a value without axes.</summary>
    public static int Scalar(Tensor loss, SyntaxNode? place)
    {
        var shape = loss.Shape;
        if (shape.IsBatched || !shape.IsConstant || shape.Elements != 1)
            throw new DefinitionException(DiagnosticIds.LossNotScalar, $"The loss must be one number for the whole batch, but has the shape {shape}; take the mean of it.", place);
        return loss.Builder.Reshape(loss.Id, Shape.Scalar);
    }
}
