namespace Sinter.Graphs;

/// <summary>A definition that cannot be compiled: the message is meant for the author of the network.</summary>
internal sealed class NetworkDefinitionException(string id, Phrase message) : Exception(message.ToString())
{
    /// <summary>The diagnostic id, <c>SNTnnnn</c>.</summary>
    public string Id { get; } = id;

    /// <summary>What the message proposes, the likeliest first.</summary>
    public IReadOnlyList<ProposedEdit> Edits { get; } = message.Edits;

    /// <summary>A shape, size or argument that does not fit.</summary>
    public static NetworkDefinitionException Shape(Phrase message) => new(DiagnosticIds.Shape, message);
}
