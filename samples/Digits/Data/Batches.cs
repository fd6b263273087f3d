namespace Digits.Data;

/// <summary>Deals a set out in batches: pixels as floats, labels as class numbers, in buffers that are reused.</summary>
internal sealed class Batches
{
    private readonly DigitSet set;
    private readonly int[] order;
    private readonly float[] images;
    private readonly int[] labels;

    public Batches(DigitSet set, int size)
    {
        (this.set, Size) = (set, size);
        order = [.. Enumerable.Range(0, set.Count)];
        images = new float[size * DigitSet.Pixels];
        labels = new int[size];
    }

    public int Size { get; }

    /// <summary>How many batches hold the whole set; the last may be smaller.</summary>
    public int Count => (set.Count + Size - 1) / Size;

    /// <summary>A new order that depends on nothing but the seed.</summary>
    public void Shuffle(int seed)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        new Random(seed).Shuffle(order);
    }

    /// <summary>Fills the buffers with one batch; the spans are valid until the next call.</summary>
    public void Load(int batch, out ReadOnlySpan<float> images, out ReadOnlySpan<int> labels)
    {
        var first = batch * Size;
        var count = Math.Min(Size, set.Count - first);
        for (var i = 0; i < count; i++)
        {
            set.CopyImage(order[first + i], this.images.AsSpan(i * DigitSet.Pixels, DigitSet.Pixels));
            this.labels[i] = set.Label(order[first + i]);
        }
        images = this.images.AsSpan(0, count * DigitSet.Pixels);
        labels = this.labels.AsSpan(0, count);
    }
}
