using Sinter.Graphs;

namespace Sinter;

/// <summary>Integers that index something: words of a vocabulary, or classes. An input of the network being declared.</summary>
public sealed class Tokens
{
    internal Tokens(GraphBuilder builder, int id) => (Builder, Id) = (builder, id);

    internal GraphBuilder Builder { get; }

    internal int Id { get; }

    /// <summary>The extents, without the batch.</summary>
    public Shape Shape => Builder.ShapeOf(Id);
}
