using Sinter.Graphs;

namespace Sinter.Generator.Model;

/// <summary>
/// What the methods of a network take, as far as its declaration says so although its definition is wrong: code that calls them
/// is not to be wrong as well.
/// </summary>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Targets">What only the loss reads, in order.</param>
/// <param name="Outputs">The results in order.</param>
internal sealed record NetworkSketch(EquatableArray<SketchArgument> Inputs, EquatableArray<SketchArgument> Targets, EquatableArray<SketchArgument> Outputs)
{
    /// <summary>What the methods of a network take whose definition is right.</summary>
    public static NetworkSketch? Of(NetworkModel model)
    {
        if (model.Graph is not { } graph) return model.Sketch;
        SketchArgument Input(int id) => graph[id].Op is InputOp input ? new(input.Argument, input.Type == DataType.Int32) { IsOptional = model.Optional.Contains(input.Argument) } : throw new InvalidOperationException($"{graph[id].Op} is no input.");
        return new(model.Inputs.Select(Input).ToEquatableArray(), model.Targets.Select(Input).ToEquatableArray(), graph.Outputs.Select(output => new SketchArgument(output.Name, output.Type == DataType.Int32)).ToEquatableArray());
    }
}

/// <summary>An input or a result by its name.</summary>
internal sealed record SketchArgument(string Argument, bool IsTokens)
{
    /// <summary>Whether a call may leave it out.</summary>
    public bool IsOptional { get; init; }
}
