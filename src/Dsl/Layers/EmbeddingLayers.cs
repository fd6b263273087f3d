using Sinter.Graphs;

namespace Sinter;

/// <summary>Tokens turned into vectors.</summary>
public static class EmbeddingLayers
{
    /// <summary>
    /// A learned vector for each token (Bengio et al. 2003). Parameter: <c>weight [vocabulary, dimension]</c>.
    /// </summary>
    /// <param name="tokens">Indices 0 … vocabulary - 1, any shape.</param>
    /// <param name="vocabulary">The number of different tokens.</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <param name="initializer">How the table is filled; normal with mean 0 and deviation 1 by default, as PyTorch does.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>embedding1</c>, …</param>
    /// <returns>The shape of the tokens with <paramref name="dimension"/> as a new last axis.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive.</exception>
    public static Tensor Embedding(this Tokens tokens, int vocabulary, int dimension, Initializer? initializer = null, string? name = null)
    {
        var layer = Require.Title("Embedding", name);
        Require.NotNull(layer, "the input", tokens);
        Require.Positive(layer, nameof(vocabulary), vocabulary);
        Require.Positive(layer, nameof(dimension), dimension);
        return Layer(tokens, name, vocabulary, () =>
            tokens.Builder.Parameter("weight", Shape.Of(vocabulary, dimension), initializer ?? Initializer.Normal()));
    }

    /// <summary>Vectors from a table of your own, to share it between layers or to tie it to an output's weight.</summary>
    /// <param name="tokens">Indices of rows, any shape.</param>
    /// <param name="table">The vectors <c>[vocabulary, dimension]</c>, from <see cref="Tokens.Parameter"/> or <see cref="Tensor.Parameter"/>.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>The shape of the tokens with the dimension as a new last axis.</returns>
    /// <exception cref="NetworkDefinitionException">The table is not a matrix.</exception>
    public static Tensor Embedding(this Tokens tokens, Tensor table, string? name = null)
    {
        var layer = Require.Title("Embedding", name);
        Require.NotNull(layer, "the input", tokens);
        Require.NotNull(layer, nameof(table), table);
        if (table.Shape.IsBatched || table.Shape.Rank != 2)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a table [vocabulary, dimension], but gets {table.Shape}; a row of it is the vector of one token.");
        return Layer(tokens, name, table.Shape[0], () => table.Id);
    }

    private static Tensor Layer(Tokens tokens, string? name, int vocabulary, Func<int> table)
    {
        var builder = tokens.Builder;
        builder.LimitTokens(tokens.Id, vocabulary);
        return new Tensor(builder, builder.Layer("Embedding", name, () => builder.Add(new GatherOp(), table(), tokens.Id)));
    }
}
