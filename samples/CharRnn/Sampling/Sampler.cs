namespace CharRnn.Sampling;

/// <summary>Draws characters from logits. The same seed draws the same.</summary>
internal sealed class Sampler
{
    private readonly float temperature;
    private readonly Random random;

    /// <param name="temperature">What logits are divided by: below 1 the likely becomes likelier; 0 always takes the likeliest.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public Sampler(float temperature, int seed)
    {
        if (!(temperature >= 0 && float.IsFinite(temperature))) throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must not be negative.");
        (this.temperature, random) = (temperature, new Random(seed));
    }

    /// <summary>Draws an index with the probabilities of <c>softmax(logits / temperature)</c>.</summary>
    public int Draw(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        if (temperature == 0) return best;

        // In double precision, so that a small temperature does not overflow; the sum is at least 1.
        var sum = 0.0;
        foreach (var logit in logits) sum += Weight(logit, logits[best]);
        var rest = random.NextDouble() * sum;
        for (var i = 0; i < logits.Length; i++)
        {
            rest -= Weight(logits[i], logits[best]);
            if (rest < 0) return i;
        }
        return best;
    }

    private double Weight(float logit, float highest) => Math.Exp(((double)logit - highest) / temperature);
}
