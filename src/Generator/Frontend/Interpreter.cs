using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>
/// Evaluates the user's C# over <see cref="IOperation"/> at build time. Numbers, strings, tuples and arrays are computed here;
/// calls on the Dsl go to the generator's Dsl, which builds the graph. Bounded by a step budget, a limit on nested calls and a
/// cancellation token. Every error is a <see cref="DefinitionException"/> at the expression that caused it; where it can, reading goes on after it.
/// </summary>
internal sealed partial class Interpreter(CSharpCompilation compilation, CancellationToken cancellationToken)
{
    /// <summary>Calls that may be nested.</summary>
    public const int CallDepth = 128;

    /// <summary>The message when the host's stack is full before <see cref="CallDepth"/> is reached.</summary>
    public const string TooDeep = "Calls and expressions are nested too deeply here to be read at build time.";

    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly Stack<SyntaxNode> calls = new();
    private Frame frame = new(null);

    /// <summary>The syntax being evaluated: where nodes that the Dsl adds now come from.</summary>
    public SyntaxNode? Current { get; set; }

    /// <summary>The calls that are being read, the innermost first.</summary>
    public SyntaxNode[] CallSites => calls.ToArray();

    private object? Evaluate(IOperation operation)
    {
        Step(operation, 1);
        if (operation.ConstantValue is { HasValue: true } constant) return Wrap(operation.Type, constant.Value);
        CheckStack(operation);
        var (outer, before) = (Current, unknowns);
        Current = operation.Syntax;
        try
        {
            var value = EvaluateCore(operation);
            return value is Unknown || (unknowns != before && IsComputed(operation.Kind)) ? Meet() : value;
        }
        catch (Exception exception) when (IsArithmetic(exception))
        {
            return unknowns != before ? Meet() : throw Thrown(exception, operation.Syntax);
        }
        catch (DefinitionException error) when (error.IsRecoverable && unknowns != before)
        {
            return Meet();
        }
        finally
        {
            Current = outer;
        }
    }

    private object? EvaluateCore(IOperation operation) => operation.Kind switch
    {
        OperationKind.LocalReference => Variable(((ILocalReferenceOperation)operation).Local, operation).Value,
        OperationKind.ParameterReference => Variable(((IParameterReferenceOperation)operation).Parameter, operation).Value,
        OperationKind.Invocation => Invoke((IInvocationOperation)operation),
        OperationKind.Conversion => Convert((IConversionOperation)operation),
        OperationKind.Binary => Binary((IBinaryOperation)operation),
        OperationKind.Unary => Unary((IUnaryOperation)operation),
        OperationKind.Conditional => Conditional((IConditionalOperation)operation),
        OperationKind.InterpolatedString => Interpolate((IInterpolatedStringOperation)operation),
        OperationKind.SimpleAssignment => Assign((ISimpleAssignmentOperation)operation),
        OperationKind.CompoundAssignment => CompoundAssign((ICompoundAssignmentOperation)operation),
        OperationKind.CoalesceAssignment => CoalesceAssign((ICoalesceAssignmentOperation)operation),
        OperationKind.DeconstructionAssignment => Deconstruct((IDeconstructionAssignmentOperation)operation),
        OperationKind.Increment or OperationKind.Decrement => Increment((IIncrementOrDecrementOperation)operation),
        OperationKind.Tuple => new TupleValue(((ITupleOperation)operation).Elements.Select(EvaluateOrUnknown).ToArray()),
        OperationKind.TupleBinary => TupleEquality((ITupleBinaryOperation)operation),
        OperationKind.ArrayCreation => CreateArray((IArrayCreationOperation)operation),
        OperationKind.ArrayElementReference => ReadElement((IArrayElementReferenceOperation)operation),
        OperationKind.ImplicitIndexerReference => ReadImplicitIndexer((IImplicitIndexerReferenceOperation)operation),
        OperationKind.CollectionExpression => CreateCollection((ICollectionExpressionOperation)operation),
        OperationKind.Range => Range((IRangeOperation)operation),
        OperationKind.PropertyReference => ReadProperty((IPropertyReferenceOperation)operation),
        OperationKind.FieldReference => ReadField((IFieldReferenceOperation)operation),
        OperationKind.ObjectCreation => CreateObject((IObjectCreationOperation)operation),
        OperationKind.DelegateCreation => CreateDelegate((IDelegateCreationOperation)operation),
        OperationKind.AnonymousFunction => Capture((IAnonymousFunctionOperation)operation),
        OperationKind.SwitchExpression => Switch((ISwitchExpressionOperation)operation),
        OperationKind.IsPattern => IsPattern((IIsPatternOperation)operation),
        OperationKind.IsType => IsType((IIsTypeOperation)operation),
        OperationKind.Coalesce => Coalesce((ICoalesceOperation)operation),
        OperationKind.ConditionalAccess => ConditionalAccess((IConditionalAccessOperation)operation),
        OperationKind.ConditionalAccessInstance => receivers.Peek(),
        OperationKind.InstanceReference => InstanceReference((IInstanceReferenceOperation)operation),
        OperationKind.With => With((IWithOperation)operation),
        OperationKind.DefaultValue => Default(operation.Type, operation),
        OperationKind.Parenthesized => Evaluate(((IParenthesizedOperation)operation).Operand),
        OperationKind.DeclarationExpression => Evaluate(((IDeclarationExpressionOperation)operation).Expression),
        OperationKind.Throw => throw ThrowStatement((IThrowOperation)operation),
        _ => throw Unsupported(operation),
    };

    // A value of one of its operands and nothing else: unknown where one of them is.
    private static bool IsComputed(OperationKind kind) => kind is
        OperationKind.Binary or OperationKind.Unary or OperationKind.Conversion or OperationKind.InterpolatedString or OperationKind.IsPattern or OperationKind.IsType or
        OperationKind.TupleBinary or OperationKind.ArrayElementReference or OperationKind.ImplicitIndexerReference or OperationKind.PropertyReference or
        OperationKind.Range or OperationKind.Coalesce;

    private void CheckStack(IOperation operation)
    {
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }
        catch (InsufficientExecutionStackException)
        {
            throw Fail(DiagnosticIds.Recursion, TooDeep, operation.Syntax);
        }
    }

    private Cell Variable(ISymbol symbol, IOperation at) =>
        frame.Find(symbol) ?? throw DefinitionException.NotCompiling(at.Syntax);

    private SemanticModel ModelOf(SyntaxTree tree)
    {
        if (!models.TryGetValue(tree, out var model)) models.Add(tree, model = compilation.GetSemanticModel(tree));
        return model;
    }

    private DefinitionException Fail(string id, string message, SyntaxNode? place) => new(id, message, place, calls.ToArray());

    private DefinitionException Unsupported(IOperation operation, string? what = null)
    {
        if (operation.Kind == OperationKind.Invalid || (operation.Kind == OperationKind.None && HasErrors(operation.Syntax))) return DefinitionException.NotCompiling(operation.Syntax);
        what ??= UnsupportedOperations.Describe(operation);
        return Fail(DiagnosticIds.Unsupported, $"{what} cannot be used in a network definition, which is read at build time.", operation.Syntax);
    }

    /// <summary>Whether the C# compiler objects to this part of the source.</summary>
    public bool HasErrors(SyntaxNode syntax) =>
        ModelOf(syntax.SyntaxTree).GetDiagnostics(syntax.Span, cancellationToken).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static bool IsArithmetic(Exception exception) => exception is ArithmeticException or IndexOutOfRangeException or ArgumentException or InvalidCastException or NullReferenceException;

    /// <summary>What the running program would throw here.</summary>
    private DefinitionException Thrown(Exception exception, SyntaxNode place) =>
        new(DiagnosticIds.Throws, $"The definition throws {exception.GetType().Name}: {FirstLine(exception.Message)}", place, calls.ToArray()) { IsNull = exception is NullReferenceException };

    private static string FirstLine(string message)
    {
        var end = message.IndexOfAny(['\r', '\n']);
        if (end >= 0) message = message.Substring(0, end);
        var parameter = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return parameter < 0 ? message : message.Substring(0, parameter);
    }
}
