namespace Sinter.Graphs;

/// <summary>Something in a network that works, but hardly as its author means it. Not part of the graph: it changes nothing.</summary>
/// <param name="Id">The id of the diagnostic.</param>
/// <param name="Message">What is the matter, and what to do.</param>
/// <param name="Node">The value it is about: it is shown where that was made.</param>
internal sealed record Advice(string Id, string Message, int Node);
