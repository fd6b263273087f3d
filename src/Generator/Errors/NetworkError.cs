using Sinter.Graphs;

namespace Sinter.Generator.Errors;

/// <summary>Something wrong with a declaration. The analyzer, which runs the same frontend, knows where.</summary>
/// <param name="Id"><c>SNTnnnn</c>, or null where it is the C# compiler that reports it.</param>
/// <param name="Message">The text for the author of the network.</param>
/// <param name="Edits">What the text proposes, the likeliest first.</param>
internal sealed record NetworkError(string? Id, string Message, EquatableArray<ProposedEdit> Edits = default);
