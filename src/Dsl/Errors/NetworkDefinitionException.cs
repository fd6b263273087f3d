namespace Sinter.Graphs;

/// <summary>A definition that cannot be compiled: the message is meant for the author of the network.</summary>
internal sealed class NetworkDefinitionException(string id, string message) : Exception(message)
{
    /// <summary>The diagnostic id, <c>SNTnnnn</c>.</summary>
    public string Id { get; } = id;

    /// <summary>A shape, size or argument that does not fit: <c>SNT2001</c>.</summary>
    public static NetworkDefinitionException Shape(string message) => new("SNT2001", message);
}
