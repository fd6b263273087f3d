using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Pools whose windows follow from the size of the result, as in PyTorch: of <c>n</c> elements that become <c>m</c>, element <c>i</c> is
/// made of those from <c>⌊i·n/m⌋</c> to before <c>⌈(i + 1)·n/m⌉</c>. Where all windows are alike it is a pool like any other; where they are
/// not, as many pools along each axis as there are runs of equal ones. PyTorch's <c>return_indices</c> is no argument: gradients know them.
/// </summary>
/// <remarks>
/// Along an extent that every call chooses, the parts have to be equal at every call: the extent a multiple of the result's. Then, where
/// several elements are the largest, they share its gradient; otherwise the first gets it, as in PyTorch.
/// </remarks>
public static class AdaptivePoolingLayers
{
    /// <summary>The means of as many parts of an image as asked for (He et al. 2015, spatial pyramid pooling).</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="outputSize">Height and width of the result; more than the image has is possible, too.</param>
    /// <param name="name">The name in the summary; by default <c>adaptiveavgpool1</c>, …</param>
    /// <returns><c>[channels, outputSize, outputSize]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, the size is not positive, or an extent that a call chooses is no multiple of it.</exception>
    public static Tensor AdaptiveAvgPool2d(this Tensor x, int outputSize, string? name = null) => x.AdaptiveAvgPool2d((outputSize, outputSize), name);

    /// <summary>The means of as many parts of an image as asked for.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="outputSize">Height and width of the result; null for that of the image.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a size is not positive, or an extent that a call chooses is no multiple of it.</exception>
    public static Tensor AdaptiveAvgPool2d(this Tensor x, (int? Height, int? Width) outputSize, string? name = null) =>
        Pool(x, "AdaptiveAvgPool2d", name, PoolKind.Average, outputSize);

    /// <summary>The largest elements of as many parts of an image as asked for.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="outputSize">Height and width of the result; more than the image has is possible, too.</param>
    /// <param name="name">The name in the summary; by default <c>adaptivemaxpool1</c>, …</param>
    /// <returns><c>[channels, outputSize, outputSize]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, the size is not positive, or an extent that a call chooses is no multiple of it.</exception>
    public static Tensor AdaptiveMaxPool2d(this Tensor x, int outputSize, string? name = null) => x.AdaptiveMaxPool2d((outputSize, outputSize), name);

    /// <summary>The largest elements of as many parts of an image as asked for.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="outputSize">Height and width of the result; null for that of the image.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a size is not positive, or an extent that a call chooses is no multiple of it.</exception>
    public static Tensor AdaptiveMaxPool2d(this Tensor x, (int? Height, int? Width) outputSize, string? name = null) =>
        Pool(x, "AdaptiveMaxPool2d", name, PoolKind.Max, outputSize);

    /// <summary>The means of as many parts of a sequence as asked for.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="outputSize">The length of the result; more than the sequence has is possible, too.</param>
    /// <param name="name">The name in the summary; by default <c>adaptiveavgpool1</c>, …</param>
    /// <returns><c>[channels, outputSize]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, the size is not positive, or a length that a call chooses is no multiple of it.</exception>
    public static Tensor AdaptiveAvgPool1d(this Tensor x, int outputSize, string? name = null) => Pool(x, "AdaptiveAvgPool1d", name, PoolKind.Average, (1, outputSize));

    /// <summary>The largest elements of as many parts of a sequence as asked for.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="outputSize">The length of the result; more than the sequence has is possible, too.</param>
    /// <param name="name">The name in the summary; by default <c>adaptivemaxpool1</c>, …</param>
    /// <returns><c>[channels, outputSize]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, the size is not positive, or a length that a call chooses is no multiple of it.</exception>
    public static Tensor AdaptiveMaxPool1d(this Tensor x, int outputSize, string? name = null) => Pool(x, "AdaptiveMaxPool1d", name, PoolKind.Max, (1, outputSize));

    private static Tensor Pool(Tensor x, string kind, string? name, PoolKind pool, (int? Height, int? Width) outputSize)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        var isSequence = kind.EndsWith("1d", StringComparison.Ordinal);
        if (isSequence) RequireInput.Sequence(layer, x);
        else RequireInput.Image(layer, x);
        foreach (var size in new[] { outputSize.Height, outputSize.Width })
        {
            if (size is not { } given) continue;
            Require.Positive(layer, nameof(outputSize), given);
            Require.Written(layer, "places of its output", given);
        }

        return x.Layer(kind, name, () =>
        {
            var builder = x.Builder;
            var image = isSequence ? SequenceConvolutionLayers.AsImage(x) : x.Id;
            var pooled = Pool(builder, layer, image, pool, outputSize);
            return isSequence ? SequenceConvolutionLayers.AsSequence(builder, pooled) : pooled;
        });
    }

    private static int Pool(GraphBuilder builder, string layer, int image, PoolKind pool, (int? Height, int? Width) outputSize)
    {
        var dims = builder.ShapeOf(image).Dims;
        if (pool == PoolKind.Average && outputSize is (1, 1)) return builder.Mean(image, 2, 3);
        var rows = Parts.Of(layer, dims[2], outputSize.Height);
        var columns = Parts.Of(layer, dims[3], outputSize.Width);
        if (rows.Window is { } high && columns.Window is { } wide)
        {
            var window = new Window(high.Kernel, wide.Kernel) { StrideHeight = high.Stride, StrideWidth = wide.Stride };
            return high.Kernel * wide.Kernel == 1 ? image : builder.Add(new PoolOp(pool, window), image);
        }

        // Columns first: the first of several that are the largest is then that of the whole part, row by row.
        return rows.Pool(builder, columns.Pool(builder, image, 3, pool), 2, pool);
    }

    /// <summary>Windows of the same length at the same distances.</summary>
    private readonly record struct Run(int First, int Kernel, int Stride, int Count)
    {
        /// <summary>The elements from the first to the last that a window sees.</summary>
        public int Length => ((Count - 1) * Stride) + Kernel;
    }

    // Each is a pool of its own: more of them would be a program that nobody waits for.
    private const int MostRuns = 1 << 10;

    /// <summary>What an axis is cut into: runs of windows, or so many equal parts, whatever length a call chooses.</summary>
    private sealed class Parts
    {
        private readonly List<Run> runs = [];
        private int equal;

        /// <summary>All windows, if they are alike.</summary>
        public Run? Window => runs.Count == 1 ? runs[0] : null;

        public static Parts Of(string layer, Dim extent, int? size)
        {
            var parts = new Parts();
            if (!extent.IsConstant && size is { } count)
            {
                if (extent.DividedBy(count) is null)
                    throw Require.Error(DiagnosticIds.Shape, $"{layer} cannot cut {extent} elements, whatever a call chooses, into {count} equal parts; state MultipleOf = {count} of {extent.Symbol}.");
                parts.equal = count;
                return parts;
            }

            if (!extent.IsConstant) parts.runs.Add(new(0, 1, 1, 1));
            else parts.Cut(extent.Value, size ?? extent.Value);
            if (parts.runs.Count > MostRuns)
                throw Require.Error(DiagnosticIds.Range, $"{layer} would cut {extent} elements into {size} parts of which {parts.runs.Count} are unlike their neighbours, but can do so with {MostRuns} at most; use an outputSize that divides {extent}.");
            return parts;
        }

        private void Cut(int extent, int count)
        {
            for (var i = 0L; i < count; i++)
            {
                var start = (int)(i * extent / count);
                var kernel = (int)((((i + 1) * extent) + count - 1) / count) - start;
                if (runs.Count > 0 && runs[runs.Count - 1] is var last && last.Kernel == kernel)
                {
                    var stride = start - last.First - ((last.Count - 1) * last.Stride);
                    if (stride > 0 && (last.Count == 1 || stride == last.Stride))
                    {
                        runs[runs.Count - 1] = last with { Stride = stride, Count = last.Count + 1 };
                        continue;
                    }
                }

                runs.Add(new(start, kernel, 1, 1));
            }
        }

        public int Pool(GraphBuilder builder, int image, int axis, PoolKind pool)
        {
            var shape = builder.ShapeOf(image);
            if (equal > 0) return InEqualParts(builder, image, axis, pool);
            if (!shape.Dims[axis].IsConstant) return image;
            return builder.Concat(axis, [.. runs.Select(run =>
            {
                var part = builder.Slice(image, axis, run.First, run.Length);
                var window = axis == 2 ? new Window(run.Kernel, 1) { StrideHeight = run.Stride } : new Window(1, run.Kernel) { StrideWidth = run.Stride };
                return run is (_, 1, 1, _) ? part : builder.Add(new PoolOp(pool, window), part);
            })]);
        }

        private int InEqualParts(GraphBuilder builder, int image, int axis, PoolKind pool)
        {
            var dims = builder.ShapeOf(image).Dims;
            var cut = builder.Reshape(image, new Shape(dims.Take(axis).Concat([equal, dims[axis].DividedBy(equal)!.Value]).Concat(dims.Skip(axis + 1))));
            var pooled = pool == PoolKind.Average ? builder.Mean(cut, axis + 1) : builder.Max(cut, axis + 1);
            return builder.Reshape(pooled, new Shape(dims.Take(axis).Concat([equal]).Concat(dims.Skip(axis + 1))));
        }
    }
}
