namespace Sinter.Graphs;

/// <summary>A definition that cannot be compiled: the message is meant for the author of the network.</summary>
internal sealed class NetworkDefinitionException(string id, Phrase message) : Exception(message.ToString())
{
    /// <summary>The diagnostic id, <c>SNTnnnn</c>.</summary>
    public string Id { get; } = id;

    /// <summary>The message, with what it proposes.</summary>
    public Phrase Phrase { get; } = message;

    /// <summary>What the message proposes, the likeliest first.</summary>
    public IReadOnlyList<ProposedEdit> Edits => Phrase.Edits;

    /// <summary>The value of the graph that it is about, where that is no value in the making: the author is shown where it was asked for.</summary>
    public int? Node { get; init; }

    /// <summary>A shape, size or argument that does not fit.</summary>
    public static NetworkDefinitionException Shape(Phrase message) => new(DiagnosticIds.Shape, message);
}
