namespace Digits.Data;

/// <summary>Labelled grey images of one size: the pixels as bytes, row by row, and the digit each shows.</summary>
internal sealed class DigitSet
{
    public const int Width = 28, Height = 28, Pixels = Width * Height, Classes = 10;

    private readonly byte[] pixels;
    private readonly byte[] labels;

    public DigitSet(byte[] pixels, byte[] labels)
    {
        if (pixels.Length != (long)labels.Length * Pixels)
            throw new ArgumentException($"{labels.Length} labels need {(long)labels.Length * Pixels} pixels, not {pixels.Length}.", nameof(pixels));
        (this.pixels, this.labels) = (pixels, labels);
    }

    public int Count => labels.Length;

    public ReadOnlySpan<byte> Image(int index) => pixels.AsSpan(index * Pixels, Pixels);

    public int Label(int index) => labels[index];

    /// <summary>Writes the image with its pixels scaled to 0…1, the form the networks are trained on.</summary>
    public void CopyImage(int index, Span<float> destination)
    {
        var image = Image(index);
        for (var i = 0; i < image.Length; i++) destination[i] = image[i] * (1 / 255f);
    }
}
