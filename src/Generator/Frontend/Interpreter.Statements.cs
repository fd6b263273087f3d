using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// Statements. Each says how control leaves it.
internal sealed partial class Interpreter
{
    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
    }

    private Flow ExecuteCore(IOperation statement)
    {
        Step(statement, 1);
        switch (statement.Kind)
        {
            case OperationKind.Block:
                return ExecuteAll(((IBlockOperation)statement).Operations);
            case OperationKind.VariableDeclarationGroup:
                foreach (var declaration in ((IVariableDeclarationGroupOperation)statement).Declarations) Declare(declaration);
                return Flow.Next;
            case OperationKind.ExpressionStatement:
                EvaluateOrUnknown(((IExpressionStatementOperation)statement).Operation);
                return Flow.Next;
            case OperationKind.Conditional:
                var conditional = (IConditionalOperation)statement;
                if (Test(conditional.Condition)) return Execute(conditional.WhenTrue);
                return conditional.WhenFalse is null ? Flow.Next : Execute(conditional.WhenFalse);
            case OperationKind.Loop:
                return Loop((ILoopOperation)statement);
            case OperationKind.Switch:
                return Switch((ISwitchOperation)statement);
            case OperationKind.Return:
                frame.Result = ((IReturnOperation)statement).ReturnedValue is { } returned ? EvaluateOrUnknown(returned) : null;
                return Flow.Return;
            case OperationKind.YieldReturn:
                frame.Yielded!.Add(Evaluate(((IReturnOperation)statement).ReturnedValue!));
                return Flow.Next;
            case OperationKind.YieldBreak:
                return Flow.Return;
            case OperationKind.Branch:
                return ((IBranchOperation)statement).BranchKind switch
                {
                    BranchKind.Break => Flow.Break,
                    BranchKind.Continue => Flow.Continue,
                    _ => throw Unsupported(statement, "'goto'"),
                };
            case OperationKind.Throw:
                throw ThrowStatement((IThrowOperation)statement);
            case OperationKind.Empty or OperationKind.LocalFunction:
                return Flow.Next;
            default:
                throw Unsupported(statement);
        }
    }

    private Flow ExecuteAll(IEnumerable<IOperation> statements)
    {
        foreach (var statement in statements)
        {
            var flow = Execute(statement);
            if (flow != Flow.Next) return flow;
        }

        return Flow.Next;
    }

    private void Declare(IVariableDeclarationOperation declaration)
    {
        foreach (var declarator in declaration.Declarators)
        {
            if (declarator.Symbol.IsRef) throw Unsupported(declarator, "A ref local");
            var initializer = declarator.Initializer ?? declaration.Initializer;
            frame.Declare(declarator.Symbol, initializer is null ? null : EvaluateOrUnknown(initializer.Value));
        }
    }

    private bool Test(IOperation condition) =>
        Known(Evaluate(condition), condition) is bool value ? value : throw Unsupported(condition, "A condition that is not a bool");

    /// <summary>A running loop and how often it has turned.</summary>
    private sealed class Turning(SyntaxNode syntax)
    {
        public SyntaxNode Syntax { get; } = syntax;

        public int Turns { get; set; }
    }

    private readonly Stack<Turning> loops = new();

    private Flow Loop(ILoopOperation loop)
    {
        loops.Push(new Turning(loop.Syntax));
        try
        {
            return LoopCore(loop);
        }
        finally
        {
            loops.Pop();
        }
    }

    private Flow Turn(IOperation body)
    {
        loops.Peek().Turns++;
        return Execute(body);
    }

    private Flow LoopCore(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation { Condition: var condition } steps:
                var flow = ExecuteAll(steps.Before);
                if (flow != Flow.Next) return flow;
                while (condition is null || Test(condition))
                {
                    flow = Turn(steps.Body);
                    if (flow is Flow.Break) break;
                    if (flow is Flow.Return) return flow;
                    ExecuteAll(steps.AtLoopBottom);
                }

                return Flow.Next;
            case IForEachLoopOperation each:
                return ForEach(each);
            case IWhileLoopOperation repeat:
                do
                {
                    if (repeat.ConditionIsTop && Test(repeat.Condition!) == repeat.ConditionIsUntil) break;
                    flow = Turn(repeat.Body);
                    if (flow is Flow.Break) break;
                    if (flow is Flow.Return) return flow;
                }
                while (repeat.ConditionIsTop || Test(repeat.Condition!) != repeat.ConditionIsUntil);
                return Flow.Next;
            default:
                throw Unsupported(loop);
        }
    }

    private Flow ForEach(IForEachLoopOperation loop)
    {
        if (loop.IsAsynchronous) throw Unsupported(loop, "'await foreach'");
        foreach (var item in Snapshot(Known(Evaluate(loop.Collection), loop.Collection), loop.Collection))
        {
            Step(loop, 1);
            switch (loop.LoopControlVariable)
            {
                case IVariableDeclaratorOperation declarator:
                    frame.Declare(declarator.Symbol, ConvertElement(item, declarator.Symbol.Type));
                    break;
                case { } target:
                    Store(target, item);
                    break;
            }

            var flow = Turn(loop.Body);
            if (flow is Flow.Break) break;
            if (flow is Flow.Return) return flow;
        }

        return Flow.Next;
    }

    // foreach (float x in ints) converts each element; the conversion is not an operation of its own.
    private object? ConvertElement(object? item, ITypeSymbol type) =>
        item is not (null or Unknown) && NumericConversion.IsNumeric(type.SpecialType) ? NumericConversion.Convert(item, type.SpecialType, isChecked: false) ?? item : item;

    private IReadOnlyList<object?> Snapshot(object? value, IOperation at)
    {
        Charge(at, value switch { SequenceValue sequence => sequence.Items.Count / 4, DictionaryValue dictionary => dictionary.Keys.Count, string text => text.Length, _ => 0 });
        return Items(value, at);
    }

    private IReadOnlyList<object?> Items(object? value, IOperation at) => value switch
    {
        SequenceValue sequence => sequence.Items.ToArray(),
        DictionaryValue dictionary => dictionary.Pairs.ToArray(),
        string text => text.Select(letter => (object?)letter).ToArray(),
        null => throw Thrown(new NullReferenceException("The collection is null."), at.Syntax),
        _ => throw Unsupported(at, $"A collection of type {at.Type?.ToDisplayString()}"),
    };

    private Flow Switch(ISwitchOperation statement)
    {
        var value = Known(Evaluate(statement.Value), statement.Value);
        var chosen = statement.Cases.FirstOrDefault(section => section.Clauses.Any(clause => Matches(clause, value)))
            ?? statement.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause.CaseKind == CaseKind.Default));
        if (chosen is null) return Flow.Next;
        var flow = ExecuteAll(chosen.Body);
        return flow is Flow.Break ? Flow.Next : flow;
    }

    private bool Matches(ICaseClauseOperation clause, object? value) => clause switch
    {
        IPatternCaseClauseOperation pattern => Matches(pattern.Pattern, value) && (pattern.Guard is null || Test(pattern.Guard)),
        ISingleValueCaseClauseOperation single => AreEqual(value, Evaluate(single.Value)),
        IDefaultCaseClauseOperation => false,
        _ => throw Unsupported(clause),
    };

    private DefinitionException ThrowStatement(IThrowOperation operation)
    {
        if (operation.Exception is not { } thrown) return Unsupported(operation, "'throw' without an exception");
        while (thrown is IConversionOperation conversion) thrown = conversion.Operand;
        if (thrown is not IObjectCreationOperation creation) return Unsupported(operation, "An exception that is not created where it is thrown");
        var message = creation.Arguments
            .OrderBy(argument => argument.Parameter?.Name == "message" ? 0 : 1)
            .FirstOrDefault(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String);
        var text = message is null ? "" : ": " + Text.Of(Evaluate(message.Value));
        return Fail(DiagnosticIds.Throws, $"The definition throws {creation.Type?.Name}{text}", operation.Syntax);
    }
}
