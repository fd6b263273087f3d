using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Frontend;

// A mistake does not end the reading. What it would have given is unknown from there on, and so is what is made of it, silently:
// only mistakes that are independent of one another are reported.
internal sealed partial class Interpreter
{
    private readonly List<DefinitionException> errors = [];

    // What may still be evaluated: after a mistake, not so much that one waits for the message.
    private const int StepsAfterMistake = 50_000;
    private int budget = StepBudget;

    // How often something unknown was met: what then goes wrong is a consequence.
    private int unknowns;

    /// <summary>The mistakes found so far, in the order of reading.</summary>
    public IReadOnlyList<DefinitionException> Errors => errors;

    /// <summary>Runs a static method of the user's source; <see cref="Unknown"/> when a mistake keeps it from an end.</summary>
    public object? Run(IMethodSymbol method, object?[] arguments) =>
        Recover(() => CallSource(method, null, arguments, method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken)));

    /// <summary>Evaluates; what goes wrong is reported here, and the value is unknown.</summary>
    private object? EvaluateOrUnknown(IOperation operation)
    {
        var before = unknowns;
        try
        {
            return Evaluate(operation);
        }
        catch (DefinitionException error) when (error.IsRecoverable)
        {
            return Report(error, before);
        }
    }

    /// <summary>Executes; what goes wrong is reported here, and ends the method around the statement.</summary>
    private Flow Execute(IOperation statement)
    {
        var before = unknowns;
        try
        {
            return ExecuteCore(statement);
        }
        catch (DefinitionException error) when (error is { IsRecoverable: true, IsConsequence: false })
        {
            Report(error, before);
            throw DefinitionException.Consequence(statement.Syntax);
        }
    }

    private object? Recover(Func<object?> call)
    {
        var before = unknowns;
        try
        {
            return call();
        }
        catch (DefinitionException error) when (error.IsRecoverable)
        {
            return Report(error, before);
        }
    }

    private Unknown Report(DefinitionException error, int unknownsBefore)
    {
        // A loop or a method that is called several times is wrong in one place.
        if (!error.IsConsequence && unknowns == unknownsBefore && !errors.Any(known => known.Id == error.Id && known.Place == error.Place))
        {
            errors.Add(error);
            budget = Math.Min(budget, steps + StepsAfterMistake);
        }


        return Meet();
    }

    private Unknown Meet()
    {
        unknowns++;
        return Unknown.Value;
    }

    /// <summary>The value, which decides how to go on.</summary>
    private object? Known(object? value, IOperation at) => value is Unknown ? throw DefinitionException.Consequence(at.Syntax) : value;
}

/// <summary>What stands for a value that a mistake left without one.</summary>
internal sealed class Unknown
{
    private Unknown()
    {
    }

    public static Unknown Value { get; } = new();
}
