using Sinter.Graphs;

namespace Sinter;

/// <summary>Tokens as numbers to compute with.</summary>
public static class TokenLayers
{
    /// <summary>The tokens themselves as floats. They may be any integers, below 0 as well; beyond ±16777216 they are rounded.</summary>
    /// <param name="tokens">Any shape.</param>
    /// <returns>The same shape.</returns>
    public static Tensor ToTensor(this Tokens tokens)
    {
        Require.NotNull("ToTensor", "the input", tokens);
        return Numbers(tokens, tokens.Shape);
    }

    /// <summary>1 at the place of the token and 0 elsewhere, as <c>torch.nn.functional.one_hot</c>, in floats.</summary>
    /// <param name="tokens">Indices 0 … classes - 1, any shape. Every call checks them.</param>
    /// <param name="classes">The number of places. It must be stated, for shapes do not depend on what a call passes in.</param>
    /// <returns>The shape of the tokens with <paramref name="classes"/> as a new last axis.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="classes"/> is not positive, or more than 16777216.</exception>
    public static Tensor OneHot(this Tokens tokens, int classes)
    {
        Require.NotNull("OneHot", "the input", tokens);
        Require.Positive("OneHot", nameof(classes), classes);
        if (classes > Require.LargestWhole) throw Require.Error(DiagnosticIds.Range, $"OneHot: classes is {classes}, but must be {Require.LargestWhole} or less, up to which floats count exactly; use Embedding for so many.");
        var builder = tokens.Builder;
        builder.LimitTokens(tokens.Id, classes);
        var numbers = Numbers(tokens, new Shape(tokens.Shape.Dims.Append(1)));
        var places = new Shape(Enumerable.Repeat((Dim)1, tokens.Shape.FullRank).Append(classes));
        return numbers.With(builder.Pointwise(ScalarFunction.Equal, numbers.Id, builder.Add(new IotaOp(tokens.Shape.FullRank, places))));
    }

    /// <summary>The tokens as floats under another shape of as many elements.</summary>
    internal static Tensor Numbers(Tokens tokens, Shape shape) =>
        new(tokens.Builder, tokens.Builder.Pointwise(ScalarFunction.ToFloat, tokens.Builder.Reshape(tokens.Id, shape)));
}
