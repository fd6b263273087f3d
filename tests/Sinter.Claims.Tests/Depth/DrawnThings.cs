using Digits.Data;

namespace Sinter.Claims.Depth;

/// <summary>Coloured images of the size of half a CIFAR image: drawn digits, made smaller, in a colour of their own on a background of another.</summary>
internal sealed class DrawnThings
{
    private const int Side = Deep.Side, Length = 3 * Side * Side;

    private readonly float[] images;
    private readonly int[] labels;

    public DrawnThings(int count, int seed)
    {
        var digits = DrawnDigits.Draw(count, seed);
        var random = new Random(seed);
        var grey = new float[DigitSet.Pixels];
        (images, labels) = (new float[count * Length], new int[count]);
        for (var i = 0; i < count; i++)
        {
            digits.CopyImage(i, grey);
            labels[i] = digits.Label(i);
            for (var channel = 0; channel < 3; channel++)
            {
                var (back, front) = (random.NextSingle() - 0.5f, 0.5f + random.NextSingle());
                for (var pixel = 0; pixel < Side * Side; pixel++) images[(i * Length) + (channel * Side * Side) + pixel] = back + (front * Smaller(grey, pixel / Side, pixel % Side));
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => labels.Length;

    /// <summary>Copies random images and their labels.</summary>
    public void Sample(Random random, float[] batch, int[] chosen)
    {
        for (var i = 0; i < chosen.Length; i++)
        {
            var from = random.Next(Count);
            images.AsSpan(from * Length, Length).CopyTo(batch.AsSpan(i * Length));
            chosen[i] = labels[from];
        }
    }

    /// <summary>A batch for so many images.</summary>
    public static float[] Batch(int images) => new float[images * Length];

    // The mean of two by two pixels; the 14 x 14 of them stand in the middle.
    private static float Smaller(float[] grey, int row, int column)
    {
        var (top, left) = (2 * (row - 1), 2 * (column - 1));
        if (top < 0 || left < 0 || top >= DigitSet.Height || left >= DigitSet.Width) return 0;
        var place = (top * DigitSet.Width) + left;
        return 0.25f * (grey[place] + grey[place + 1] + grey[place + DigitSet.Width] + grey[place + DigitSet.Width + 1]);
    }
}
