using Sinter.Graphs;

namespace Sinter;

/// <summary>Tokens as numbers to compute with, and numbers as tokens to return.</summary>
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

    /// <summary>
    /// Numbers as integers, as <c>x.int()</c> in PyTorch: an output of the network that a call receives in a <c>Span&lt;int&gt;</c>, such as the places
    /// of <see cref="RankingLayers.ArgMax"/> and <see cref="RankingLayers.TopK"/>. No gradient passes.
    /// </summary>
    /// <remarks>
    /// What is behind the point is left out. Whole numbers are exact up to 16777216, up to which floats count. In the output NaN is 0, and what is out of
    /// the range of integers, infinity too, is the nearest of them, -2147483648 or 2147483647, on every machine; PyTorch leaves that open.
    /// <see cref="ToTensor"/> keeps all three as they are. Integers that are computed index nothing, for every call checks its indices before it
    /// computes: <see cref="ToTensor"/> and <see cref="OneHot"/> are what reads them. Tokens that are an input are given out as they came in.
    /// </remarks>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape.</returns>
    public static Tokens ToTokens(this Tensor x)
    {
        Require.NotNull("ToTokens", "the input", x);
        return new(x.Builder, x.Id);
    }

    /// <summary>1 at the place of the token and 0 elsewhere, as <c>torch.nn.functional.one_hot</c>, in floats.</summary>
    /// <param name="tokens">Indices 0 … classes - 1, any shape. Every call checks them if they are an input; of computed ones others give zeros alone.</param>
    /// <param name="classes">The number of places. It must be stated, for shapes do not depend on what a call passes in.</param>
    /// <returns>The shape of the tokens with <paramref name="classes"/> as a new last axis.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="classes"/> is not positive, or more than 16777216.</exception>
    public static Tensor OneHot(this Tokens tokens, int classes)
    {
        Require.NotNull("OneHot", "the input", tokens);
        Require.Positive("OneHot", nameof(classes), classes);
        if (classes > Require.LargestWhole) throw Require.Error(DiagnosticIds.Range, $"OneHot: classes is {classes}, but must be {Require.LargestWhole} or less, up to which floats count exactly; use Embedding for so many.");
        var builder = tokens.Builder;
        if (!IsComputed(tokens)) builder.LimitTokens(tokens.Id, classes);
        var numbers = Numbers(tokens, new Shape(tokens.Shape.Dims.Append(1)));
        var places = new Shape(Enumerable.Repeat((Dim)1, tokens.Shape.FullRank).Append(classes));
        return numbers.With(builder.Pointwise(ScalarFunction.Equal, numbers.Id, builder.Add(new IotaOp(tokens.Shape.FullRank, places))));
    }

    /// <summary>The tokens as floats under another shape of as many elements.</summary>
    internal static Tensor Numbers(Tokens tokens, Shape shape)
    {
        var (builder, reshaped) = (tokens.Builder, tokens.Builder.Reshape(tokens.Id, shape));
        if (!IsComputed(tokens)) return new(builder, builder.Pointwise(ScalarFunction.ToFloat, reshaped));

        // As the output is cut off. The sign is that of a constant in pieces, as the floor is: no gradient passes either.
        var x = new Tensor(builder, reshaped);
        return x.Sign() * x.Abs().Floor();
    }

    private static bool IsComputed(Tokens tokens) => tokens.Builder[tokens.Id].Type == DataType.Float32;
}
