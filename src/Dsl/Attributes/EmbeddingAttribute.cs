using Sinter.Graphs;

namespace Sinter;

/// <summary>Adds <see cref="EmbeddingLayers.Embedding(Tokens, int, int, int?, float?, float, Initializer, string)"/>; the first layer after <c>[Input(…, Tokens = true)]</c>.</summary>
/// <param name="vocabulary">The number of different tokens.</param>
/// <param name="dimension">The length of a vector.</param>
/// <param name="maxNorm">The most that the length of a vector may be; 0 for any.</param>
/// <param name="normType">The exponent of that length.</param>
public sealed class EmbeddingAttribute(int vocabulary, int dimension, float maxNorm = 0, float normType = 2) : LayerAttribute
{
    private int? padding;

    /// <summary>The token that stands for nothing, a negative one counted from the end; none by default.</summary>
    public int PaddingIdx
    {
        get => padding ?? throw new InvalidOperationException("There is no padding.");
        set => padding = value;
    }

    internal override Tensor Apply(Tensor x) =>
        throw Require.Error(DiagnosticIds.Kind, $"{Require.Title("Embedding", Name)} reads tokens, but gets the numbers {x.Shape}; put it first and declare [Input(…, Tokens = true)].");

    internal override Tensor Apply(Tokens tokens) => tokens.Embedding(vocabulary, dimension, padding, maxNorm == 0 ? null : maxNorm, normType, name: Name);
}
