using Digits.Data;

namespace Import.Pictures;

/// <summary>What goes into the network, and what its scores say.</summary>
internal static class Reading
{
    /// <summary>A picture as the networks of the files were trained on them: from 0, paper, to 255, ink.</summary>
    public static void Pixels(DigitSet set, int index, Span<float> image)
    {
        var pixels = set.Image(index);
        for (var i = 0; i < pixels.Length; i++) image[i] = pixels[i];
    }

    /// <summary>The digit with the highest score.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var digit = 1; digit < scores.Length; digit++)
        {
            if (scores[digit] > scores[best]) best = digit;
        }

        return best;
    }

    /// <summary>The scores as probabilities.</summary>
    public static float[] Probabilities(ReadOnlySpan<float> scores)
    {
        var largest = scores[Best(scores)];
        var result = new float[scores.Length];
        for (var digit = 0; digit < scores.Length; digit++) result[digit] = MathF.Exp(scores[digit] - largest);
        var sum = result.Sum();
        for (var digit = 0; digit < result.Length; digit++) result[digit] /= sum;
        return result;
    }
}
