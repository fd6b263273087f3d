using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Integers: words of a vocabulary, classes, or places. An input of the network being declared, or what it computes and
/// <see cref="TokenLayers.ToTokens"/> makes an integer, to be an output. A network that returns them writes to a <c>Span&lt;int&gt;</c>.
/// </summary>
public sealed class Tokens
{
    internal Tokens(GraphBuilder builder, int id) => (Builder, Id) = (builder, id);

    internal GraphBuilder Builder { get; }

    internal int Id { get; }

    /// <summary>The extents, without the batch.</summary>
    public Shape Shape => Builder.ShapeOf(Id);

    /// <summary>
    /// A trainable weight of your own, or one to share: the table of an Embedding that an output layer uses as well.
    /// </summary>
    /// <inheritdoc cref="Tensor.Parameter" path="/param"/>
    public Tensor Parameter(string name, int[] shape, Initializer? initializer = null, bool? decay = null) =>
        new Tensor(Builder, Id).Parameter(name, shape, initializer, decay);

    /// <summary>Applies <paramref name="body"/> with all names below <paramref name="name"/>: <c>encoder.embedding.weight</c>.</summary>
    /// <inheritdoc cref="Tensor.Scope" path="/param"/>
    /// <inheritdoc cref="Tensor.Scope" path="/typeparam"/>
    /// <inheritdoc cref="Tensor.Scope" path="/returns"/>
    /// <inheritdoc cref="Tensor.Scope" path="/exception"/>
    public T Scope<T>(string name, Func<Tokens, T> body)
    {
        Require.NotNull("Scope", nameof(body), body);
        return Tensor.Within(Builder, name, () => body(this));
    }
}
