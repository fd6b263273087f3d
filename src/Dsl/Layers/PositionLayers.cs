using Sinter.Graphs;

namespace Sinter;

/// <summary>What tells a Transformer where in a sequence a vector stands.</summary>
public static class PositionLayers
{
    /// <summary>Adds sines and cosines of the place: even features <c>sin(t·ω)</c>, odd ones <c>cos(t·ω)</c>, <c>ω = base^(-2i/features)</c> (Vaswani et al. 2017).</summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="frequencyBase">The base of the wavelengths.</param>
    /// <param name="name">The name in the summary; by default <c>sinusoidalpositions1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="x"/> is not a sequence of vectors.</exception>
    public static Tensor SinusoidalPositions(this Tensor x, float frequencyBase = 10000, string? name = null)
    {
        var layer = Sequence("SinusoidalPositions", x, name);
        Require.Positive(layer, nameof(frequencyBase), frequencyBase);
        return x.Layer("SinusoidalPositions", name, () =>
        {
            var features = x.Shape[1];
            var angle = Positions(x) * Table(x, features, i => (float)Math.Exp(-(i / 2 * 2) * Math.Log(frequencyBase) / features));
            var isOdd = Table(x, features, i => i % 2);
            return (x + isOdd.Where(angle.Cos(), angle.Sin())).Id;
        });
    }

    /// <summary>Adds a learned vector for every place. Parameter: <c>weight [T, features]</c>.</summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="initializer">How the vectors are filled; normal with mean 0 and deviation 1 by default, like an embedding.</param>
    /// <param name="length">The number of vectors; by default as many as there are places.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>learnedpositions1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="x"/> is not a sequence of vectors, or is longer than <paramref name="length"/>.</exception>
    public static Tensor LearnedPositions(this Tensor x, Initializer? initializer = null, int? length = null, string? name = null)
    {
        var layer = Sequence("LearnedPositions", x, name);
        var steps = Steps(x);
        var count = length ?? checked((int)steps.Maximum);
        Require.Positive(layer, nameof(length), count);
        if (steps.Maximum > count) throw Require.Error(DiagnosticIds.Range, $"{layer}: a sequence of {steps} places needs {steps.Maximum} vectors, but length is {count}; make length {steps.Maximum} or more.");
        return x.Layer("LearnedPositions", name, () =>
        {
            var table = x.Weight("weight", Shape.Of(count, x.Shape[1]), initializer ?? Initializer.Normal());
            return (x + table.With(table.Builder.Slice(table.Id, 0, 0, steps))).Id;
        });
    }

    /// <summary>
    /// Rotates pairs of features by an angle that grows with the place, so that a product of two vectors depends on their
    /// distance alone (RoPE; Su et al. 2021).
    /// </summary>
    /// <param name="x">Queries or keys <c>[T, heads, size]</c>, the size even.</param>
    /// <param name="frequencyBase">The base of the wavelengths.</param>
    /// <param name="interleaved">Whether a pair is two neighbours, as the paper and llama2.c have it, instead of one from each half.</param>
    /// <param name="ropeScaling">How the angles are made for sequences longer than those of the training; as they are by default.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The size is odd, or <paramref name="x"/> has no heads.</exception>
    public static Tensor RotaryPositions(this Tensor x, float frequencyBase = 10000, bool interleaved = false, RopeScaling? ropeScaling = null)
    {
        Require.NotNull("RotaryPositions", "the input", x);
        Require.Positive("RotaryPositions", nameof(frequencyBase), frequencyBase);
        if (x.Shape.Rank != 3) throw Require.Error(DiagnosticIds.Rank, $"RotaryPositions needs heads [T, heads, size], but gets {x.Shape}; {Fixes.Heads(x.Shape)}.");
        if (RequireInput.Features("RotaryPositions", x) % 2 != 0) throw Require.Error(DiagnosticIds.Range, $"RotaryPositions rotates pairs of features, but the size of {x.Shape} is {x.Shape[2]}; use heads of an even size.");
        var (size, half) = (x.Shape[2], x.Shape[2] / 2);

        // Both of a pair in one expression: each times the cosine, plus the other times the sine, which the first subtracts. The sine of
        // a negative angle is negative, so that the sign needs no factor of its own.
        bool IsFirst(int i) => interleaved ? i % 2 == 0 : i < half;
        var ofPairs = (ropeScaling ?? RopeScaling.None).Frequencies(frequencyBase, half);
        var frequencies = Table(x, size, i => (IsFirst(i) ? -1 : 1) * (float)ofPairs[interleaved ? i / 2 : i % half]);
        var angle = Positions(x).Unsqueeze(-1) * frequencies;
        var pairs = MultiHeadAttentionLayers.Split(x, interleaved ? half : 2);
        var others = x.Builder.Add(new FlipOp(x.Shape.FullRank - (interleaved ? 0 : 1)), pairs.Id);
        var rotated = (x * angle.Cos()) + (x.With(x.Builder.Reshape(others, x.Shape)) * angle.Sin());
        return ropeScaling is { AttentionFactor: not 1 } ? rotated * ropeScaling.AttentionFactor : rotated;
    }

    /// <summary>The slopes of ALiBi (Press et al. 2022): a geometric sequence from <c>2^(-8/heads)</c>.</summary>
    /// <param name="heads">The number of heads.</param>
    /// <returns>One slope for each head.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="heads"/> is not positive.</exception>
    public static float[] AlibiSlopes(int heads)
    {
        Require.Positive("AlibiSlopes", nameof(heads), heads);
        Require.Written("AlibiSlopes", "heads", heads);
        var power = 1;
        while (power * 2 <= heads) power *= 2;
        double Slope(int count, int index) => Math.Pow(2, -8.0 * (index + 1) / count);

        // A number of heads that is no power of two takes every other slope of twice as many for the rest.
        return Enumerable.Range(0, heads).Select(head => (float)(head < power ? Slope(power, head) : Slope(2 * power, 2 * (head - power)))).ToArray();
    }

    private static string Sequence(string kind, Tensor x, string? name)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.Rank != 2) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence of vectors [T, features], but gets {x.Shape}; {Fixes.Sequence(x.Shape)}.");
        return layer;
    }

    // The places as numbers, [1, T, 1], with as many axes as it takes to meet a sequence of vectors.
    private static Tensor Positions(Tensor x)
    {
        return x.With(x.Builder.Add(new IotaOp(0, Shape.Of(Steps(x), 1))));
    }

    private static Dim Steps(Tensor x) => x.Shape.Dims[x.Shape.IsBatched ? 1 : 0];

    private static Tensor Table(Tensor x, int count, Func<int, float> element)
    {
        Require.Written("A position", "features", count);
        return x.With(x.Builder.Add(new TableOp(Enumerable.Range(0, count).Select(element).ToEquatableArray(), Shape.Of(count))));
    }
}
