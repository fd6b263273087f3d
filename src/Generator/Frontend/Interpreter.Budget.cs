using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// What reading a definition costs. Everything that grows with a size is charged before it is done.
internal sealed partial class Interpreter
{
    /// <summary>Operations one definition may evaluate. ResNet-152 takes about 20,000.</summary>
    public const int StepBudget = 1_000_000;

    private const int DslCallCost = 20;
    private const string BudgetMessage = "The definition takes more than 1,000,000 steps to read.";

    /// <summary>How deep tuples and records may be nested in one another where they are compared or written.</summary>
    private const int MostNested = 100;

    private int steps;

    /// <summary>Counts a value that the Dsl adds to the network, with its axes.</summary>
    public void ChargeValue(int axes, SyntaxNode? place) => Charge(place ?? Current, 2L + axes);

    private void Step(IOperation operation, int cost) => Charge(operation.Syntax, cost);

    /// <summary>Counts work that grows with a size, before it is done.</summary>
    private void Charge(IOperation operation, long size) => Charge(operation.Syntax, size);

    private void Charge(SyntaxNode? site, long size)
    {
        if (size > budget - steps) throw OverBudget(site, size);
        var before = steps;
        steps += (int)Math.Max(size, 0);
        if ((before ^ steps) >> 8 != 0) cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The budget ran out: by what alone is too large for it, or else the loop that turned most often is the likely cause.</summary>
    private DefinitionException OverBudget(SyntaxNode? place, long size)
    {
        if (errors.Count > 0) return DefinitionException.Consequence(place, isFinal: true);
        if (size > StepBudget) return Fail(DiagnosticIds.Budget, $"{BudgetMessage} This alone would take {size:N0}: is a size too large?", place);
        if (loops.Count > 0) place = loops.OrderByDescending(loop => loop.Turns).First().Syntax;
        return Fail(DiagnosticIds.Budget, BudgetMessage + " Does a loop never end?", place);
    }

    /// <summary>What it costs to compare a value, to find its hash, or to write it: tuples and records are walked through with all their parts.</summary>
    private long Weigh(object? value)
    {
        if (value is string text) return LibraryCall.OfText(text.Length);
        if (value is not (TupleValue or ObjectValue)) return 1;
        var weight = 0L;
        var pending = new Stack<(object? Value, int Depth)>([(value, 0)]);
        while (pending.Count > 0 && weight <= StepBudget)
        {
            var (part, depth) = pending.Pop();
            if (depth > MostNested) throw Fail(DiagnosticIds.Recursion, TooDeep, Current);
            weight += part is string letters ? LibraryCall.OfText(letters.Length) : 1;
            IEnumerable<object?> parts = part switch
            {
                TupleValue tuple => tuple.Items,
                ObjectValue { Type.IsRecord: true } or ObjectValue { Type.IsValueType: true } => ((ObjectValue)part).Members.Values,
                _ => [],
            };
            foreach (var inner in parts) pending.Push((inner, depth + 1));
        }

        return weight;
    }

    /// <summary>The same of several values: no further than the budget goes.</summary>
    private long WeighAll(IEnumerable<object?> values)
    {
        var weight = 0L;
        foreach (var value in values)
        {
            weight += Weigh(value);
            if (weight > StepBudget) break;
        }

        return weight;
    }

    /// <summary>Whether an argument, or a part of one, is unknown.</summary>
    private bool AnyUnknown(object?[] arguments, SyntaxNode? site)
    {
        foreach (var argument in arguments)
        {
            if (argument is not (TupleValue or SequenceValue))
            {
                if (argument is Unknown) return true;
                continue;
            }

            var isUnknown = HasUnknown(argument, out var visited);
            Charge(site, visited / 4);
            if (isUnknown) return true;
        }

        return false;
    }

    /// <summary>Whether a value, or a part of it, is unknown.</summary>
    public static bool HasUnknown(object? value) => HasUnknown(value, out _);

    // A list may contain itself, and a tuple the same tuple twice: each is looked into once.
    private static bool HasUnknown(object? value, out int visited)
    {
        visited = 1;
        if (value is not (TupleValue or SequenceValue)) return value is Unknown;
        var seen = new HashSet<object>(ByReference.Instance) { value };
        var pending = new Stack<object>([value]);
        while (pending.Count > 0)
        {
            var whole = pending.Pop();
            foreach (var part in whole is TupleValue tuple ? tuple.Items : (IEnumerable<object?>)((SequenceValue)whole).Items)
            {
                visited++;
                if (part is Unknown) return true;
                if (part is TupleValue or SequenceValue && seen.Add(part)) pending.Push(part);
            }
        }

        return false;
    }

    /// <summary>Compares by identity: equality of what contains itself has no end.</summary>
    private sealed class ByReference : IEqualityComparer<object>
    {
        public static ByReference Instance { get; } = new();

        bool IEqualityComparer<object>.Equals(object? left, object? right) => ReferenceEquals(left, right);

        int IEqualityComparer<object>.GetHashCode(object value) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
    }
}
