using Sinter.Graphs;

namespace Sinter;

/// <content>Norms of each channel of each sample, and of a channel by its neighbours.</content>
public static partial class NormalizationLayers
{
    /// <summary>
    /// Normalises every channel of every sample over its length (Ulyanov et al. 2016): <c>(x - mean) / √(variance + epsilon) · weight + bias</c>.
    /// With <paramref name="trackRunningStats"/> that is so in training alone, which keeps the mean of the samples' statistics as running
    /// ones, and inference uses those. Parameters, if <paramref name="affine"/>: <c>weight</c> and <c>bias [channels]</c>; state, if tracked:
    /// <c>running_mean</c>, <c>running_var</c>, and <c>num_batches_tracked</c>, which nothing counts, as in PyTorch.
    /// </summary>
    /// <param name="x">Sequences <c>[channels, length]</c> of more than one element.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The share of the new statistics in the running ones.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="trackRunningStats">Whether inference uses running statistics.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>instancenorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence or of a single element, or a number is out of range.</exception>
    public static Tensor InstanceNorm1d(
        this Tensor x, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = false, bool trackRunningStats = false, string? name = null)
    {
        var layer = Require.Title("InstanceNorm1d", name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.IsBatched && x.Shape.Rank == 3)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs sequences [B, channels, length], but gets {x.Shape}; use InstanceNorm2d.");
        RequireInput.Sequence(layer, x);
        return InstanceNorm(x, "InstanceNorm1d", name, epsilon, momentum, affine, trackRunningStats);
    }

    /// <summary>
    /// Normalises every channel of every sample over its pixels (Ulyanov et al. 2016): <c>(x - mean) / √(variance + epsilon) · weight + bias</c>.
    /// With <paramref name="trackRunningStats"/> that is so in training alone, which keeps the mean of the samples' statistics as running
    /// ones, and inference uses those. Parameters, if <paramref name="affine"/>: <c>weight</c> and <c>bias [channels]</c>; state, if tracked:
    /// <c>running_mean</c>, <c>running_var</c>, and <c>num_batches_tracked</c>, which nothing counts, as in PyTorch.
    /// </summary>
    /// <param name="x">Images <c>[channels, height, width]</c> of more than one pixel.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The share of the new statistics in the running ones.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="trackRunningStats">Whether inference uses running statistics.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>instancenorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image or of a single pixel, or a number is out of range.</exception>
    public static Tensor InstanceNorm2d(
        this Tensor x, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = false, bool trackRunningStats = false, string? name = null)
    {
        var layer = Require.Title("InstanceNorm2d", name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.IsBatched && x.Shape.Rank == 2)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs images [B, channels, height, width], but gets {x.Shape}; use InstanceNorm1d.");
        RequireInput.Image(layer, x);
        return InstanceNorm(x, "InstanceNorm2d", name, epsilon, momentum, affine, trackRunningStats);
    }

    /// <summary>
    /// Divides every element by what its neighbours in other channels are (Krizhevsky et al. 2012): <c>x / (k + alpha·mean(x²))^beta</c>, the
    /// mean taken over <paramref name="size"/> channels around its own, those beyond the first and the last being 0. The paper has a sum where
    /// PyTorch has the mean.
    /// </summary>
    /// <param name="x"><c>[channels, …]</c>.</param>
    /// <param name="size">How many neighbouring channels count, the own one included; of an even number one more lies before than behind.</param>
    /// <param name="alpha">The factor of their mean square.</param>
    /// <param name="beta">The exponent.</param>
    /// <param name="k">Added to the mean square.</param>
    /// <param name="name">The name in the summary; by default <c>localresponsenorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">There is no batch or no axis besides it, or a number is out of range.</exception>
    public static Tensor LocalResponseNorm(this Tensor x, int size, float alpha = 1e-4f, float beta = 0.75f, float k = 1, string? name = null)
    {
        var layer = Require.Title("LocalResponseNorm", name);
        Require.NotNull(layer, "the input", x);
        if (!x.Shape.IsBatched || x.Shape.Rank == 0)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs channels [B, channels, …], but gets {x.Shape}; {Fixes.Channels(x.Shape)}.");
        Require.Positive(layer, nameof(size), size);
        Require.Finite(layer, nameof(alpha), alpha);
        Require.Finite(layer, nameof(beta), beta);
        Require.Finite(layer, nameof(k), k);
        var channels = RequireInput.Channels(layer, x);
        var pixels = Extent.Of(x.Shape.Dims.Skip(2)).ToDim() ??
            throw Require.Error(DiagnosticIds.Shape, $"{layer} takes the pixels of {x.Shape} as one axis, but an extent can depend on one symbol only; declare a number in place of one of the symbols.");
        return x.Layer("LocalResponseNorm", name, () =>
        {
            // A pool whose rows are the channels: its own channels, along which the kernel runs, are the pixels.
            var builder = x.Builder;
            var rows = builder.Transpose(builder.Reshape((x * x).Id, new Shape([Dim.Batch, channels, pixels, 1])), 0, 2, 1, 3);
            var window = new Window(size, 1) { PadTop = size / 2, PadBottom = (size - 1) / 2 };
            var mean = builder.Transpose(builder.Add(new PoolOp(PoolKind.Average, window), rows), 0, 2, 1, 3);
            return (x / ((alpha * x.With(builder.Reshape(mean, x.Shape))) + k).Pow(beta)).Id;
        });
    }

    private static Tensor InstanceNorm(Tensor x, string kind, string? name, float epsilon, float momentum, bool affine, bool trackRunningStats)
    {
        var layer = Require.Title(kind, name);
        Require.Positive(layer, nameof(epsilon), epsilon);
        CheckMomentum(layer, momentum);
        CheckPlaces(layer, x);
        if (affine || trackRunningStats) RequireInput.Channels(layer, x);
        return x.Layer(kind, name, () =>
        {
            var builder = x.Builder;
            var channels = new Shape([x.Shape.Dims[1]]);
            var places = Enumerable.Range(2, x.Shape.Rank - 1).ToArray();
            var scale = affine ? x.Scale(channels) : null;
            var offset = affine ? x.Offset(channels) : null;
            var normal = x.With(Normalize(builder, x.Id, places, epsilon, out var mean, out var variance));
            var own = scale is null ? normal : (normal * scale.PerChannel(x)) + offset!.PerChannel(x);
            if (!trackRunningStats) return own.Id;

            // What is kept is the mean of all samples' means, and of their unbiased variances.
            var (runningMean, runningVariance) = (builder.State("running_mean", channels, 0), builder.State("running_var", channels, 1));
            var batches = builder.State("num_batches_tracked", Shape.Scalar, 0, isCounter: true);
            builder.AddUpdate(batches, builder.CurrentValue(batches));
            var count = builder.Add(new SizeOp(new(places.Select(axis => x.Shape.Dims[axis]).ToArray())));
            var unbiased = builder.Multiply(builder.Mean(variance, 0), builder.Divide(count, builder.Add(count, -1f)));
            Track(builder, runningMean, builder.Reshape(builder.Mean(mean, 0), channels), momentum);
            Track(builder, runningVariance, builder.Reshape(unbiased, channels), momentum);
            return builder.Add(new PhaseOp(), own.Id, ByRunning(x, runningMean, runningVariance, epsilon, scale, offset).Id);
        });
    }

    // One place has no variance. PyTorch refuses it when it occurs.
    private static void CheckPlaces(string layer, Tensor x)
    {
        var places = x.Shape.Dims.Skip(2).ToArray();
        if (places.Any(extent => extent.Minimum > 1)) return;
        var open = places.FirstOrDefault(extent => !extent.IsConstant);
        throw Require.Error(DiagnosticIds.Shape, $"{layer} normalises each channel over its own {(places.Length == 1 ? "elements" : "pixels")} and needs more than one, but {x.Shape} {(open.IsConstant ? "has" : "can have")} 1; {(open.IsConstant ? (Phrase)$"leave it out, or use GroupNorm over several channels" : Fixes.Bound(open, 2))}.");
    }
}
