using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// Objects of plain classes, structs and records that the source declares: settings and blocks with names.
internal sealed partial class Interpreter
{
    private object CreateUserObject(IMethodSymbol constructor, object?[] arguments, IOperation at)
    {
        var type = constructor.ContainingType;
        if (type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
            throw Unsupported(at, $"An object of the type '{type.Name}', which has a base class,");
        var created = new ObjectValue(type);
        Construct(created, constructor, arguments, at);
        return created;
    }

    private void Construct(ObjectValue created, IMethodSymbol constructor, object?[] arguments, IOperation at)
    {
        var syntax = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        Inside(created, at.Syntax, () =>
        {
            if (syntax is TypeDeclarationSyntax)
            {
                // A primary constructor: its parameters are variables of every member.
                for (var i = 0; i < arguments.Length; i++) created.Parameters.Declare(constructor.OriginalDefinition.Parameters[i], arguments[i]);
            }

            var body = syntax is ConstructorDeclarationSyntax ? ModelOf(syntax.SyntaxTree).GetOperation(syntax, cancellationToken) as IConstructorBodyOperation : null;
            if (body?.Initializer is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { } next } chained } && SymbolEqualityComparer.Default.Equals(next.ContainingType, constructor.ContainingType))
            {
                DeclareParameters(constructor, arguments);
                Construct(created, next, Arguments(chained.Arguments), at);
            }
            else
            {
                InitializeMembers(created, syntax is RecordDeclarationSyntax ? constructor : null, arguments, at);
            }

            if (body is null) return null;
            DeclareParameters(constructor, arguments);
            return Execute((IOperation?)body.BlockBody ?? body.ExpressionBody ?? throw Unsupported(at));
        });
    }

    private void DeclareParameters(IMethodSymbol method, object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++) frame.Declare(method.OriginalDefinition.Parameters[i], arguments[i]);
    }

    private void InitializeMembers(ObjectValue created, IMethodSymbol? recordConstructor, object?[] arguments, IOperation at)
    {
        foreach (var member in created.Type.OriginalDefinition.GetMembers())
        {
            if (member.IsStatic || member.IsImplicitlyDeclared || member is not (IFieldSymbol or IPropertySymbol)) continue;
            var (type, syntax) = member is IFieldSymbol field ? (field.Type, Declaration(field)) : (((IPropertySymbol)member).Type, Declaration(member));
            if (syntax is ParameterSyntax && recordConstructor is not null)
            {
                created.Members[member] = arguments[recordConstructor.Parameters.First(parameter => parameter.Name == member.Name).Ordinal];
                continue;
            }

            if (member is IPropertySymbol property && !IsAutomatic(property)) continue;
            var initializer = syntax switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax declared => declared.Initializer,
                _ => null,
            };
            created.Members[member] = initializer is null
                ? type.IsReferenceType || type is ITypeParameterSymbol ? null : Default(type, at)
                : ModelOf(initializer.SyntaxTree).GetOperation(initializer, cancellationToken) is ISymbolInitializerOperation operation ? Evaluate(operation.Value) : throw Unsupported(at);
        }
    }

    private SyntaxNode? Declaration(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);

    private bool IsAutomatic(IPropertySymbol property) => Declaration(property) switch
    {
        ParameterSyntax => true,
        PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } => accessors.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null),
        _ => false,
    };

    /// <summary>Runs code of an object, where <c>this</c> is the object.</summary>
    private void Inside(ObjectValue self, SyntaxNode site, Func<object?> action)
    {
        if (calls.Count >= CallDepth) throw Fail(DiagnosticIds.Recursion, $"More than {CallDepth} calls are nested here. Does '{self.Type.Name}' contain itself without end?", site);
        var outer = frame;
        frame = new Frame(self.Parameters) { This = self };
        calls.Push(site);
        try
        {
            action();
        }
        finally
        {
            calls.Pop();
            frame = outer;
        }
    }

    private object? ReadMember(ObjectValue owner, ISymbol member, IOperation at)
    {
        var definition = Implementation(member, owner).OriginalDefinition;
        if (owner.Members.TryGetValue(definition, out var value)) return value;
        if (definition is IPropertySymbol { GetMethod: { } getter } property && !property.IsIndexer) return CallSource(getter, owner, [], at.Syntax);
        throw Unsupported(at);
    }

    private object? WriteMember(ObjectValue owner, ISymbol member, object? value, IOperation at)
    {
        var isOwn = ReferenceEquals(frame.Find(), owner) || receivers.Contains(owner);
        member = Implementation(member, owner);
        if (!owner.Members.ContainsKey(member.OriginalDefinition) || (owner.Type.IsValueType && !isOwn)) throw Unsupported(at, $"Assigning to '{at.Syntax}'");
        return owner.Members[member.OriginalDefinition] = value;
    }

    private object With(IWithOperation operation)
    {
        if (Evaluate(operation.Operand) is not ObjectValue original) throw Unsupported(operation);
        var copy = original.Copy();
        Initialize(copy, operation.Initializer);
        return copy;
    }

    private void Initialize(object? target, IObjectOrCollectionInitializerOperation initializer)
    {
        receivers.Push(target);
        try
        {
            foreach (var member in initializer.Initializers) Evaluate(member);
        }
        finally
        {
            receivers.Pop();
        }
    }

    /// <summary>The parts a value deconstructs into, or null when it does not.</summary>
    private IReadOnlyList<object?>? Deconstructed(object? value, int count, IOperation at)
    {
        if (value is TupleValue tuple) return tuple.Items.Count == count ? tuple.Items : null;
        if (value is not ObjectValue { Type: { } type } owner) return null;
        var method = type.GetMembers("Deconstruct").OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.Length == count && method.Parameters.All(parameter => parameter.RefKind == RefKind.Out));
        if (method is null) return null;
        if (method.IsImplicitlyDeclared) return method.Parameters.Select(parameter => ReadMember(owner, type.OriginalDefinition.GetMembers(parameter.Name).First(), at)).ToArray();
        var cells = method.Parameters.Select(_ => new Cell(null)).ToArray();
        CallSource(method, owner, cells, at.Syntax);
        return cells.Select(cell => cell.Value).ToArray();
    }

    /// <summary>What <c>ToString</c> gives: the author's own, or all public members of a record.</summary>
    private string TextOf(object? value, string? format, IOperation at)
    {
        Charge(at, LibraryCall.OfFormat(format, []) + (value is TupleValue ? Weigh(value) : 1));
        if (value is not ObjectValue owner) return Text.Of(value, format);
        CheckStack(at);
        var members = owner.Type.OriginalDefinition.GetMembers();
        if (members.OfType<IMethodSymbol>().FirstOrDefault(method => method is { Name: "ToString", Parameters.Length: 0, IsImplicitlyDeclared: false }) is { } written)
            return Text.Of(CallSource(written, owner, [], at.Syntax));
        if (!owner.Type.IsRecord) return owner.Type.ToDisplayString();
        var shown = members
            .Where(member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } and (IFieldSymbol or IPropertySymbol { IsIndexer: false }))
            .Select(member => member.Name + " = " + TextOf(ReadMember(owner, member, at), null, at)).ToArray();
        Charge(at, LibraryCall.OfText(shown.Sum(part => (long)part.Length)));
        return owner.Type.Name + " { " + string.Join(", ", shown) + " }";
    }
}
