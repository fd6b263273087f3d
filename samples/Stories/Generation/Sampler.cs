namespace Stories.Generation;

/// <summary>Chooses the next token.</summary>
/// <param name="temperature">0 takes the likeliest token; 1 draws as the network says.</param>
/// <param name="topP">Only the likeliest tokens that make up this probability are drawn from (Holtzman et al. 2020).</param>
/// <param name="seed">For drawing.</param>
internal sealed class Sampler(float temperature, float topP, int seed)
{
    private readonly Random random = new(seed);
    private readonly int[] order = new int[Stories260K.Vocabulary];
    private readonly float[] probabilities = new float[Stories260K.Vocabulary];

    public int Next(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var token = 1; token < logits.Length; token++)
        {
            if (logits[token] > logits[best]) best = token;
        }

        return temperature == 0 ? best : Draw(logits, logits[best]);
    }

    private int Draw(ReadOnlySpan<float> logits, float largest)
    {
        var sum = 0f;
        for (var token = 0; token < logits.Length; token++)
        {
            order[token] = token;
            sum += probabilities[token] = MathF.Exp((logits[token] - largest) / temperature);
        }

        Array.Sort(order, (left, right) => probabilities[right].CompareTo(probabilities[left]));
        var nucleus = 0f;
        var count = 0;
        while (count < order.Length && nucleus < topP * sum) nucleus += probabilities[order[count++]];
        var rest = random.NextSingle() * nucleus;
        for (var index = 0; index < count; index++)
        {
            rest -= probabilities[order[index]];
            if (rest < 0) return order[index];
        }

        return order[count - 1];
    }
}
