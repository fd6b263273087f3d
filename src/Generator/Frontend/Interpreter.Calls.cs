using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// Calls: source in the compilation is interpreted, the Dsl is invoked, a little of the base library is computed.
internal sealed partial class Interpreter
{
    // BindingFlags.DoNotWrapExceptions, which netstandard2.0 does not name and older hosts ignore.
    private const BindingFlags NoWrapping = (BindingFlags)0x02000000;

    private static readonly PropertyInfo? ExtensionParameterProperty = typeof(INamedTypeSymbol).GetProperty("ExtensionParameter");

    private readonly Dictionary<ISymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IOperation, bool> iterators = [];

    /// <summary>Calls a lambda or method group; the Dsl does so through a <see cref="DelegateAdapter"/>.</summary>
    public object? Call(Closure closure, object?[] arguments)
    {
        var site = Current ?? closure.Body?.Syntax;
        return closure switch
        {
            { Body: { } body } => CallBody(closure.Method, body, arguments, closure.Captured, site!),
            { Method.MethodKind: MethodKind.LocalFunction } => CallBody(closure.Method, BodyOf(closure.Method, site!), arguments, closure.Captured, site!),
            _ => CallMethod(closure.Method, closure.Receiver, arguments, null, site),
        };
    }

    private object? Invoke(IInvocationOperation operation)
    {
        var method = operation.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            var target = Evaluate(operation.Instance!);
            var values = Arguments(operation.Arguments);
            return target switch
            {
                Closure closure => Call(closure, values),
                Unknown => target,
                Delegate dsl => Reflect(() => dsl.DynamicInvoke(Marshal(dsl.Method, values)), operation.Syntax),
                _ => throw Thrown(new NullReferenceException("The delegate is null."), operation.Syntax),
            };
        }

        // A static extension method has no instance; a call on a base-library value keeps it.
        var receiver = operation.Instance is { } instance ? Evaluate(instance) : null;
        if (!method.IsStatic && receiver is null && method.MethodKind != MethodKind.LocalFunction && !IsNullable(method.ContainingType))
            throw Thrown(new NullReferenceException($"'{operation.Instance?.Syntax}' is null."), operation.Syntax);
        return CallMethod(method, receiver, Arguments(operation.Arguments), operation, operation.Syntax);
    }

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private object? CallMethod(IMethodSymbol method, object? receiver, object?[] arguments, IOperation at) => CallMethod(method, receiver, arguments, at, at.Syntax);

    private object? CallMethod(IMethodSymbol method, object? receiver, object?[] arguments, IOperation? at, SyntaxNode? site)
    {
        method = method.ReducedFrom ?? method;
        if (receiver is Unknown) return receiver;
        if (DslBinding.IsDsl(method.ContainingType)) return InvokeDsl(method, receiver, arguments, site!);
        if (!HasSource(method) || method.IsImplicitlyDeclared)
            return receiver is not (SequenceValue or DictionaryValue) && AnyUnknown(arguments, site) ? Unknown.Value : CallBaseLibrary(method, receiver, arguments, at, site!);
        return CallSource(method, receiver, arguments, site!);
    }

    /// <summary>Whether there is source of it in this project. In an editor, other projects have some that cannot be asked for its meaning here.</summary>
    private bool HasSource(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0 && compilation.ContainsSyntaxTree(symbol.DeclaringSyntaxReferences[0].SyntaxTree);

    // The generator reads before anything is added, and takes it for a mistake in the C#. The analyzer reads afterwards, and says what it is.
    private void RequireWritten(ISymbol member, SyntaxNode site)
    {
        if (!GeneratedMembers.IsGenerated(member, cancellationToken)) return;
        var type = member.ContainingType.Name;
        var name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? $"new {type}" : $"{type}.{member.Name}";
        throw Fail(DiagnosticIds.Unsupported, $"'{name}' is generated from a definition, and cannot be used in one, which is read before; write the value itself.", site);
    }

    private object? CallSource(IMethodSymbol method, object? receiver, object?[] arguments, SyntaxNode site)
    {
        if (method.MethodKind == MethodKind.LocalFunction) return CallBody(method, BodyOf(method, site), arguments, frame, site);
        if (method.IsStatic) return CallBody(method, BodyOf(method, site), arguments, null, site);
        if (ExtensionParameter(method) is { } extended)
        {
            var around = new Frame(null);
            around.Declare(extended, receiver);
            return CallBody(method, BodyOf(method, site), arguments, around, site);
        }

        if (receiver is ObjectValue self)
        {
            method = (IMethodSymbol)Implementation(method, self);
            return CallBody(method, BodyOf(method, site), arguments, self.Parameters, site, self);
        }

        throw Fail(DiagnosticIds.Unsupported, $"The method '{method.Name}' cannot be called in a network definition, which has no object of '{method.ContainingType.Name}'.", site);
    }

    /// <summary>What a member of an interface is in the class of an object, which is known here; any other member is itself.</summary>
    private static ISymbol Implementation(ISymbol member, ObjectValue owner) =>
        member.ContainingType is { TypeKind: TypeKind.Interface } && owner.Type.FindImplementationForInterfaceMember(member is IMethodSymbol method ? method.ConstructedFrom : member) is { } own ? own : member;

    // What an extension block of C# 14 extends. The oldest compiler that hosts us has no name for it.
    private static IParameterSymbol? ExtensionParameter(ISymbol member) =>
        member.ContainingType is { Name: "" } block ? ExtensionParameterProperty?.GetValue(block) as IParameterSymbol : null;

    private object? CallBody(IMethodSymbol method, IOperation body, object?[] arguments, Frame? around, SyntaxNode site, ObjectValue? self = null)
    {
        if (method.IsAsync) throw Fail(DiagnosticIds.Unsupported, "An async method cannot be used in a network definition, which is read at build time.", site);
        if (calls.Count >= CallDepth)
            throw Fail(DiagnosticIds.Recursion, $"More than {CallDepth} calls are nested here. Does {(method.Name.Length == 0 ? "the lambda" : $"'{method.Name}'")} call itself without end?", site);
        var (outer, outerSyntax) = (frame, Current);
        var inner = new Frame(around) { This = self };
        var parameters = (method.PartialImplementationPart ?? method).OriginalDefinition.Parameters;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (arguments[i] is Cell cell) inner.Alias(parameters[i], cell);
            else inner.Declare(parameters[i], arguments[i]);
        }

        var isIterator = IsIterator(method, body);
        if (isIterator) inner.Yielded = [];
        frame = inner;
        calls.Push(site);
        try
        {
            Execute(body);
            return isIterator ? new SequenceValue(inner.Yielded!.ToArray()) : inner.Result;
        }
        finally
        {
            calls.Pop();
            (frame, Current) = (outer, outerSyntax);
        }
    }

    private bool IsIterator(IMethodSymbol method, IOperation body)
    {
        if (method.ReturnType is not INamedTypeSymbol { Name: "IEnumerable" }) return false;
        if (!iterators.TryGetValue(body, out var yields)) iterators.Add(body, yields = Yields(body));
        return yields;
    }

    private static bool Yields(IOperation body) =>
        body.Syntax.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => node is YieldStatementSyntax);

    private IOperation BodyOf(IMethodSymbol method, SyntaxNode site)
    {
        var definition = (method.PartialImplementationPart ?? method).OriginalDefinition;
        if (!bodies.TryGetValue(definition, out var body))
        {
            RequireWritten(definition, site);
            var syntax = definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
            body = syntax is null ? null : ModelOf(syntax.SyntaxTree).GetOperation(syntax, cancellationToken) switch
            {
                IMethodBodyBaseOperation whole => whole.BlockBody ?? whole.ExpressionBody,
                ILocalFunctionOperation local => local.Body,
                IBlockOperation block => block,
                _ => null,
            };
            bodies.Add(definition, body);
        }

        return body ?? throw Fail(DiagnosticIds.Unsupported, $"'{method.Name}' has no body to read.", site);
    }

    private object?[] Arguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var values = new object?[arguments.Length];
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { } parameter) throw DefinitionException.NotCompiling(argument.Syntax);
            values[parameter.Ordinal] = parameter.RefKind is RefKind.Ref or RefKind.Out ? Reference(argument.Value) : EvaluateOrUnknown(argument.Value);
        }

        return values;
    }

    private Cell Reference(IOperation target)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                return Reference(declaration.Expression);
            case ILocalReferenceOperation { IsDeclaration: true } local:
                return frame.Declare(local.Local, null);
            case ILocalReferenceOperation local:
                return frame.Find(local.Local) ?? frame.Declare(local.Local, null);
            case IParameterReferenceOperation parameter:
                return Variable(parameter.Parameter, target);
            case IDiscardOperation:
                return new Cell(null);
            default:
                throw Unsupported(target, "A reference to anything but a local");
        }
    }

    private object? InvokeDsl(IMethodSymbol method, object? receiver, object?[] arguments, SyntaxNode site)
    {
        Charge(site, DslCallCost);
        cancellationToken.ThrowIfCancellationRequested();
        if (DslBinding.FindType(method.ContainingType) is null) throw NotReadable(method, site);
        var target = DslBinding.FindMethod(method) ??
            throw Fail(DiagnosticIds.Internal, $"The generator does not know '{method.ToDisplayString()}': it is not of the same version as the library.", site);
        if (target is MethodInfo { IsGenericMethodDefinition: true } generic)
            target = generic.MakeGenericMethod(method.TypeArguments.Select(DslBinding.RuntimeType).ToArray());
        if (receiver is null && !target.IsStatic && !target.IsConstructor) throw Thrown(new NullReferenceException($"The receiver of '{method.Name}' is null."), site);
        if (AnyUnknown(arguments, site)) return Unknown.Value;
        var values = Marshal(target, arguments);
        var outer = Current;
        Current = site;
        try
        {
            return Reflect(() => target is ConstructorInfo constructor ? constructor.Invoke(NoWrapping, null, values, null) : target.Invoke(receiver, NoWrapping, null, values, null), site, arguments);
        }
        finally
        {
            Current = outer;
        }
    }

    private object?[] Marshal(MethodBase target, object?[] arguments) =>
        target.GetParameters().Select((parameter, i) => Marshaling.ToDsl(arguments[i], parameter.ParameterType, this)).ToArray();

    /// <summary>Runs the Dsl; what it objects to is an error at the call.</summary>
    private object? Reflect(Func<object?> call, SyntaxNode site, object?[]? arguments = null)
    {
        try
        {
            return Marshaling.FromDsl(call());
        }
        catch (Exception exception) when (Unwrapped(exception) is not (DefinitionException or OperationCanceledException or InsufficientExecutionStackException))
        {
            // Only what the Dsl itself throws is caught. Errors of nested lambdas must pass by without a handler: each handler
            // on the way would stay on the stack, which may be nearly full.
            throw Unwrapped(exception) switch
            {
                NetworkDefinitionException definition => Misfit(definition, site, arguments ?? []),
                OverflowException => Fail(DiagnosticIds.Range, Require.TooLarge, site),
                var other => Thrown(other, site),
            };
        }
    }

    // Where several tensors meet that do not fit, each may be the wrong one.
    private DefinitionException Misfit(NetworkDefinitionException error, SyntaxNode site, object?[] arguments)
    {
        var operands = arguments.SelectMany(argument => argument is SequenceValue sequence ? sequence.Items : [argument])
            .Select(argument => argument switch { Tensor tensor => tensor.Id, Tokens tokens => tokens.Id, _ => -1 })
            .Where(node => node >= 0).Distinct().ToArray();
        return new(error.Id, error.Message, site, calls.ToArray()) { Edits = error.Edits, Operands = operands.Length > 1 ? operands : [] };
    }

    /// <summary>What reflection wrapped.</summary>
    public static Exception Unwrapped(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: { } inner }) exception = inner;
        return exception;
    }

    private Closure Capture(IAnonymousFunctionOperation operation) => new(operation.Symbol, operation.Body, Captured(operation), null);

    private Frame Captured(IOperation operation)
    {
        var captured = frame.Capture();
        Charge(operation, captured.Count / 4);
        return captured;
    }

    private object? CreateDelegate(IDelegateCreationOperation operation)
    {
        switch (operation.Target)
        {
            case IMethodReferenceOperation { Method: { } method } reference:
                var isLocal = method.MethodKind == MethodKind.LocalFunction;
                var receiver = reference.Instance is { } instance && !isLocal ? Evaluate(instance) : null;
                return new Closure(method, null, isLocal ? Captured(operation) : null, receiver);
            default:
                return Evaluate(operation.Target);
        }
    }
}
