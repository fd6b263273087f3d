using Sinter.Graphs;

namespace Sinter.Generator.Model;

/// <summary>
/// What the methods of a network take, as far as its declaration says so although its definition is wrong: code that calls them
/// is not to be wrong as well.
/// </summary>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Targets">What only the loss reads, in order.</param>
/// <param name="Outputs">The names of the results.</param>
internal sealed record NetworkSketch(EquatableArray<SketchInput> Inputs, EquatableArray<SketchInput> Targets, EquatableArray<string> Outputs)
{
    /// <summary>What the methods of a network take whose definition is right.</summary>
    public static NetworkSketch? Of(NetworkModel model)
    {
        if (model.Graph is not { } graph) return model.Sketch;
        SketchInput Input(int id) => graph[id].Op is InputOp input ? new(input.Argument, input.Type == DataType.Int32) { IsOptional = model.Optional.Contains(input.Argument) } : throw new InvalidOperationException($"{graph[id].Op} is no input.");
        return new(model.Inputs.Select(Input).ToEquatableArray(), model.Targets.Select(Input).ToEquatableArray(), model.OutputNames.ToEquatableArray());
    }
}

/// <summary>An input by its name.</summary>
internal sealed record SketchInput(string Argument, bool IsTokens)
{
    /// <summary>Whether a call may leave it out.</summary>
    public bool IsOptional { get; init; }
}
