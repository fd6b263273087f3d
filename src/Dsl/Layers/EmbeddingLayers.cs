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
    /// <param name="paddingIdx">
    /// The token that stands for nothing, a negative one counted from the end: its row begins as zeros and gets no gradient, so that it stays
    /// what it is, unless weight decay makes it smaller.
    /// </param>
    /// <param name="maxNorm">The most that the length of a vector may be: longer ones are read as shrunk to it. See the remarks.</param>
    /// <param name="normType">The exponent of that length, above 0: 2 for Euclid's.</param>
    /// <param name="initializer">How the table is filled; normal with mean 0 and deviation 1 by default, as PyTorch does.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>embedding1</c>, …</param>
    /// <returns>The shape of the tokens with <paramref name="dimension"/> as a new last axis.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive, or another number is out of range.</exception>
    /// <remarks>
    /// PyTorch shrinks the rows of the table itself when they are looked up. Here they stay as they are, for weights are not written but by an
    /// optimizer's step: what is read and the gradients are the same, while a step changes the row as it was. PyTorch's
    /// <c>scale_grad_by_freq</c> and <c>sparse</c> are left out: gradients of all weights lie in one arena, which every optimizer walks
    /// through, and which no kernel writes by how often a token occurs.
    /// </remarks>
    public static Tensor Embedding(
        this Tokens tokens,
        int vocabulary,
        int dimension,
        int? paddingIdx = null,
        float? maxNorm = null,
        float normType = 2,
        Initializer? initializer = null,
        string? name = null)
    {
        var layer = Require.Title("Embedding", name);
        Require.NotNull(layer, "the input", tokens);
        Require.Positive(layer, nameof(vocabulary), vocabulary);
        Require.Positive(layer, nameof(dimension), dimension);
        var lookup = Lookup.Of(layer, vocabulary, paddingIdx, maxNorm, normType);
        var filling = initializer ?? Initializer.Normal();
        if (lookup.Padding is { } row) filling = filling.WithZeroRow(row);
        return Layer(tokens, name, lookup, () => tokens.Builder.Parameter("weight", Shape.Of(vocabulary, dimension), filling));
    }

    /// <summary>Vectors from a table of your own, to share it between layers or to tie it to an output's weight.</summary>
    /// <param name="tokens">Indices of rows, any shape.</param>
    /// <param name="table">The vectors <c>[vocabulary, dimension]</c>, from <see cref="Tokens.Parameter"/> or <see cref="Tensor.Parameter"/>.</param>
    /// <param name="paddingIdx">The token that stands for nothing, a negative one counted from the end: its row gets no gradient from here.</param>
    /// <param name="maxNorm">The most that the length of a vector may be: longer ones are read as shrunk to it, and stay in the table as they are.</param>
    /// <param name="normType">The exponent of that length, above 0: 2 for Euclid's.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>The shape of the tokens with the dimension as a new last axis.</returns>
    /// <exception cref="NetworkDefinitionException">The table is not a matrix, or a number is out of range.</exception>
    public static Tensor Embedding(this Tokens tokens, Tensor table, int? paddingIdx = null, float? maxNorm = null, float normType = 2, string? name = null)
    {
        var layer = Require.Title("Embedding", name);
        Require.NotNull(layer, "the input", tokens);
        Require.NotNull(layer, nameof(table), table);
        if (table.Shape.IsBatched || table.Shape.Rank != 2)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a table [vocabulary, dimension], but gets {table.Shape}; a row of it is the vector of one token.");
        return Layer(tokens, name, Lookup.Of(layer, table.Shape[0], paddingIdx, maxNorm, normType), () => table.Id);
    }

    private static Tensor Layer(Tokens tokens, string? name, Lookup lookup, Func<int> table)
    {
        var builder = tokens.Builder;
        builder.LimitTokens(tokens.Id, lookup.Vocabulary);
        return new Tensor(builder, builder.Layer("Embedding", name, () =>
        {
            var rows = new Tensor(builder, builder.Add(new GatherOp(), table(), tokens.Id));
            if (lookup.MaxNorm is { } most) rows = Shrunk(rows, most, lookup.NormType);
            if (lookup.Padding is not { } padding) return rows.Id;
            var token = builder.Reshape(builder.Pointwise(ScalarFunction.ToFloat, tokens.Id), new Shape(tokens.Shape.Dims.Concat([1])));
            var isPadding = builder.Pointwise(ScalarFunction.Equal, token, builder.ConstantLike(padding, token));
            return builder.Select(isPadding, rows.Detach().Id, rows.Id);
        }));
    }

    // The gradient is that of rows which are as short already, as after PyTorch's change of the table.
    private static Tensor Shrunk(Tensor rows, float most, float normType)
    {
        var length = DistanceLayers.Length(rows, normType, keepDims: true);
        var scale = length.Greater(most).Where(most / (length + 1e-7f), 1);
        return (rows * scale).Detach() + (rows - rows.Detach());
    }

    /// <summary>How rows of a table are read.</summary>
    private sealed record Lookup(int Vocabulary, int? Padding, float? MaxNorm, float NormType)
    {
        public static Lookup Of(string layer, int vocabulary, int? paddingIdx, float? maxNorm, float normType)
        {
            if (paddingIdx < -vocabulary || paddingIdx >= vocabulary)
                throw Require.Error(DiagnosticIds.Range, $"{layer}: paddingIdx is {paddingIdx}, but must be one of the {vocabulary} tokens; use 0 … {vocabulary - 1}, or {-vocabulary} … -1 from the end.");
            if (maxNorm is { } most) Require.Positive(layer, nameof(maxNorm), most);
            DistanceLayers.CheckExponent(layer, nameof(normType), normType);
            return new(vocabulary, paddingIdx < 0 ? paddingIdx + vocabulary : paddingIdx, maxNorm, normType);
        }
    }
}
