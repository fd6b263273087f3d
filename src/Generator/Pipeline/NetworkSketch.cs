using Sinter.Graphs;

namespace Sinter.Generator;

/// <summary>
/// What the methods of a network take, as far as its declaration says so although its definition is wrong: code that calls them
/// is not to be wrong as well.
/// </summary>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Targets">What only the loss reads, in order.</param>
/// <param name="Outputs">The names of the results.</param>
internal sealed record NetworkSketch(EquatableArray<SketchInput> Inputs, EquatableArray<SketchInput> Targets, EquatableArray<string> Outputs);

/// <summary>An input by its name.</summary>
internal sealed record SketchInput(string Argument, bool IsTokens);
