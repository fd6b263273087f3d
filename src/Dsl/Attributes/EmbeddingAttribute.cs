using Sinter.Graphs;

namespace Sinter;

/// <summary>Adds <see cref="EmbeddingLayers.Embedding(Tokens, int, int, Initializer, string)"/>; the first layer after <c>[Input(…, Tokens = true)]</c>.</summary>
/// <param name="vocabulary">The number of different tokens.</param>
/// <param name="dimension">The length of a vector.</param>
public sealed class EmbeddingAttribute(int vocabulary, int dimension) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) =>
        throw Require.Error(DiagnosticIds.Kind, $"{Require.Title("Embedding", Name)} reads tokens, but gets the numbers {x.Shape}; put it first and declare [Input(…, Tokens = true)].");

    internal override Tensor Apply(Tokens tokens) => tokens.Embedding(vocabulary, dimension, name: Name);
}
