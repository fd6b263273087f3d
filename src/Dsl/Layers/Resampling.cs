using Sinter.Graphs;

namespace Sinter;

/// <summary>What becomes of one axis of an image that changes its size.</summary>
internal sealed class Resampling
{
    private readonly int factor;
    private readonly bool isLinear;
    private readonly float[]? weights;
    private readonly int size;

    private Resampling(int factor, bool isLinear = false) => (this.factor, this.isLinear) = (factor, isLinear);

    private Resampling(float[] weights, int size) => (factor, this.weights, this.size) = (1, weights, size);

    /// <summary>Nothing.</summary>
    public static Resampling None { get; } = new(1);

    private bool Repeats => factor > 1 && !isLinear;

    /// <summary>As many times as long, whatever the length.</summary>
    public static Resampling By(int factor, UpsampleMode mode) => factor == 1 ? None : new(factor, mode is UpsampleMode.Linear or UpsampleMode.Bilinear);

    /// <summary>A sum of old elements with the weights of a table for each new one.</summary>
    /// <param name="extent">The old elements.</param>
    /// <param name="size">The new ones.</param>
    /// <param name="step">Old elements from a new one to the next, where the outer edges stay.</param>
    public static Resampling Table(int extent, int size, double step, UpsampleMode mode, bool alignCorners)
    {
        // [extent, size]: the right side of a product.
        var table = new float[extent * size];
        for (var place = 0; place < size; place++)
        {
            foreach (var (from, weight) in Sources(place, extent, size, step, mode, alignCorners)) table[(Math.Min(Math.Max(from, 0), extent - 1) * size) + place] += (float)weight;
        }

        return new(table, size);
    }

    /// <summary>Adds the image with other rows and columns.</summary>
    public static int Run(GraphBuilder builder, int image, Resampling rows, Resampling columns)
    {
        if (rows.Repeats || columns.Repeats) image = Repeat(builder, image, rows.Repeats ? rows.factor : 1, columns.Repeats ? columns.factor : 1);
        if (rows.isLinear || columns.isLinear) image = Interpolate(builder, image, rows.isLinear ? rows.factor : 1, columns.isLinear ? columns.factor : 1);

        // The axis that grows less first: what the other product reads is smaller then. If they grow alike, rows, which are transposed.
        var isRowsFirst = rows.Growth(builder, image, 2) <= columns.Growth(builder, image, 3);
        if (isRowsFirst) image = rows.Product(builder, image, 2);
        image = columns.Product(builder, image, 3);
        return isRowsFirst ? image : rows.Product(builder, image, 2);
    }

    private double Growth(GraphBuilder builder, int image, int axis) => weights is null ? 0 : (double)size / builder.ShapeOf(image).Dims[axis].Value;

    private int Product(GraphBuilder builder, int image, int axis)
    {
        if (weights is null) return image;
        var table = builder.Add(new TableOp(new(weights), Shape.Of(builder.ShapeOf(image).Dims[axis], size)));
        if (axis == 3) return builder.MatMul(image, table);
        return builder.Transpose(builder.MatMul(builder.Transpose(image, 0, 1, 3, 2), table), 0, 1, 3, 2);
    }

    private static int Repeat(GraphBuilder builder, int image, int rows, int columns)
    {
        var d = builder.ShapeOf(image).Dims;
        var apart = builder.Reshape(image, Shape.Of(d[0], d[1], d[2], 1, d[3], 1));
        var repeated = builder.Expand(apart, Shape.Of(d[0], d[1], d[2], rows, d[3], columns));
        return builder.Reshape(repeated, Shape.Of(d[0], d[1], d[2].Times(rows), d[3].Times(columns)));
    }

    /// <summary>
    /// Every element adds a triangle that reaches to the middles of its neighbours, and those at the ends have neighbours like themselves:
    /// a transposed convolution of every channel by one filter.
    /// </summary>
    private static int Interpolate(GraphBuilder builder, int image, int rows, int columns)
    {
        var channels = builder.ShapeOf(image).Dims[1].Value;
        var (high, wide) = (Triangle.Of(rows), Triangle.Of(columns));
        if (rows > 1) image = Borders.Pad(builder, image, 2, 1, 1, PaddingMode.Replicate);
        if (columns > 1) image = Borders.Pad(builder, image, 3, 1, 1, PaddingMode.Replicate);
        var filter = new float[high.Weights.Length * wide.Weights.Length];
        for (var i = 0; i < filter.Length; i++) filter[i] = high.Weights[i / wide.Weights.Length] * wide.Weights[i % wide.Weights.Length];
        var table = builder.Add(new TableOp(new(filter), Shape.Of(1, 1, high.Weights.Length, wide.Weights.Length)));
        var window = new Window(high.Weights.Length, wide.Weights.Length) { PadTop = high.Before, PadBottom = high.After, PadLeft = wide.Before, PadRight = wide.After };
        var op = new ConvolutionOp(window, channels) { InputStrideHeight = rows, InputStrideWidth = columns };
        return builder.Add(op, image, builder.Expand(table, Shape.Of(channels, 1, high.Weights.Length, wide.Weights.Length)));
    }

    private static IEnumerable<(int From, double Weight)> Sources(int place, int extent, int size, double step, UpsampleMode mode, bool alignCorners)
    {
        // In single precision, as PyTorch does: which of two neighbours is the nearest depends on it.
        if (mode is UpsampleMode.Nearest or UpsampleMode.NearestExact)
        {
            yield return ((int)Math.Floor((place + (mode == UpsampleMode.Nearest ? 0 : 0.5f)) * (float)step), 1);
            yield break;
        }

        var at = alignCorners ? (size > 1 ? place * (extent - 1.0) / (size - 1) : 0) : ((place + 0.5) * step) - 0.5;
        if (mode != UpsampleMode.Bicubic) at = Math.Max(at, 0);
        var first = (int)Math.Floor(at);
        var beyond = at - first;
        if (mode != UpsampleMode.Bicubic)
        {
            yield return (first, 1 - beyond);
            yield return (first + 1, beyond);
            yield break;
        }

        for (var tap = -1; tap <= 2; tap++) yield return (first + tap, Cubic(Math.Abs(beyond - tap)));
    }

    // Keys 1981, with a = -3/4.
    private static double Cubic(double distance) => distance <= 1
        ? (((1.25 * distance) - 2.25) * distance * distance) + 1
        : (((((-0.75 * distance) + 3.75) * distance) - 6) * distance) + 3;

    /// <summary>The weights of an element for the new ones around it, and the padding of the spread axis, with an element more at each end.</summary>
    private readonly record struct Triangle(float[] Weights, int Before, int After)
    {
        public static Triangle Of(int factor)
        {
            if (factor == 1) return new([1], 0, 0);
            var weights = new float[(2 * factor) - (factor % 2)];

            // The new element that has the first weight stands this far before the one that is the first of the element behind.
            var begin = 3 * factor / 2;
            for (var i = 0; i < weights.Length; i++) weights[i] = (float)(1 - Math.Abs(((i - begin + 0.5) / factor) + 0.5));

            // Filters are applied in reverse; a triangle is none the less for it.
            Array.Reverse(weights);
            var before = weights.Length - 1 - begin;
            return new(weights, before, weights.Length - 2 - factor - before);
        }
    }
}
