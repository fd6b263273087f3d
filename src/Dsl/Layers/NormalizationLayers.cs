using Sinter.Graphs;

namespace Sinter;

/// <summary>Layers that bring values to mean 0 and variance 1, or to magnitude 1, and scale them by learned weights.</summary>
public static partial class NormalizationLayers
{
    /// <summary>
    /// Normalises every feature over the batch (Ioffe and Szegedy 2015): <c>(x - mean) / √(variance + epsilon) · weight + bias</c>.
    /// Training uses the batch's own statistics and keeps running ones (with the unbiased variance), which inference uses.
    /// Parameters: <c>weight</c> and <c>bias [features]</c>; state: <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Under <see cref="Tensor.Frozen"/> or <see cref="FreezeAttribute"/> the statistics are frozen as soon as all of the layer's weights are, or
    /// one of the statistics is named: training then normalises by the running statistics, as inference does, and leaves them and
    /// <c>num_batches_tracked</c> as they are, so that a batch of one value is no error. In PyTorch that takes <c>bn.eval()</c> beside
    /// <c>requires_grad_(False)</c>. A layer of which the weight alone or the bias alone is frozen uses and keeps statistics as any other.
    /// What freezes while a program runs, a parameter group of the optimizer, and a <c>Detach</c> behind the layer leave the running statistics as
    /// they are, too, but training normalises by those of the batch.
    /// </para>
    /// <para>
    /// Two things of PyTorch's are left out. <c>track_running_stats=False</c> would have inference use the statistics of whatever samples share a call;
    /// <see cref="GroupNorm"/>, <see cref="LayerNorm"/> and <see cref="InstanceNorm1d"/> are without statistics and look at one sample only.
    /// <c>momentum=None</c>, the mean of all batches, would weigh each batch by the number of steps, which no part of a compiled step reads.
    /// </para>
    /// </remarks>
    /// <param name="x"><c>[features]</c>, or sequences <c>[features, length]</c>, normalised over the length too.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The share of the new statistics in the running ones, from 0 to 1.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>batchnorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input has the wrong number of axes, or a number is out of range.</exception>
    public static Tensor BatchNorm1d(this Tensor x, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true, string? name = null)
    {
        var layer = Require.Title("BatchNorm1d", name);
        Require.NotNull(layer, "the input", x);
        if (!x.Shape.IsBatched || x.Shape.Rank is not (1 or 2))
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs [B, features] or [B, features, length], but gets {x.Shape}; {(x.Shape.Rank == 3 ? (Phrase)$"use BatchNorm2d" : $"{InsertedCall.Before(x.Shape.Rank == 0 ? "Unsqueeze(0)" : "Flatten(1)")}")}.");
        return BatchNorm(x, "BatchNorm1d", name, epsilon, momentum, affine);
    }

    /// <summary>
    /// Normalises every channel over the batch and all its pixels (Ioffe and Szegedy 2015):
    /// <c>(x - mean) / √(variance + epsilon) · weight + bias</c>. Training uses the batch's own statistics and keeps running
    /// ones (with the unbiased variance), which inference uses and folds into a neighbour.
    /// Parameters: <c>weight</c> and <c>bias [channels]</c>; state: <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
    /// </summary>
    /// <inheritdoc cref="BatchNorm1d" path="/remarks"/>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The share of the new statistics in the running ones, from 0 to 1.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>batchnorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or a number is out of range.</exception>
    public static Tensor BatchNorm2d(this Tensor x, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true, string? name = null)
    {
        var layer = Require.Title("BatchNorm2d", name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.IsBatched && x.Shape.Rank is 1 or 2) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs images [B, channels, height, width], but gets {x.Shape}; use BatchNorm1d.");
        RequireInput.Image(layer, x);
        return BatchNorm(x, "BatchNorm2d", name, epsilon, momentum, affine);
    }

    /// <summary>
    /// Normalises every sample over its last axes (Ba et al. 2016): <c>(x - mean) / √(variance + epsilon) · weight + bias</c>.
    /// Parameters: <c>weight</c> and <c>bias</c> in the shape of these axes.
    /// </summary>
    /// <param name="x">Any shape with so many axes besides the batch.</param>
    /// <param name="axes">How many of the last axes are normalised together: the length of PyTorch's <c>normalized_shape</c>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there is a weight.</param>
    /// <param name="bias">Whether there is a bias beside the weight.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>layernorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input has fewer axes, or a number is out of range.</exception>
    public static Tensor LayerNorm(
        this Tensor x, int axes = 1, float epsilon = 1e-5f, bool affine = true, bool bias = true, string? name = null)
    {
        var layer = Require.Title("LayerNorm", name);
        CheckLast(layer, x, axes, epsilon);
        return x.Layer("LayerNorm", name, () =>
        {
            var shape = LastAxes(x.Shape, axes);
            var normal = x.With(Normalize(x.Builder, x.Id, LastIndices(x.Shape, axes), epsilon));
            if (!affine) return normal.Id;
            var scaled = normal * x.Scale(shape);
            return (bias ? scaled + x.Offset(shape) : scaled).Id;
        });
    }

    /// <summary>
    /// Normalises every pixel over its channels (Ba et al. 2016; as ConvNeXt uses it, Liu et al. 2022).
    /// Parameters: <c>weight</c> and <c>bias [channels]</c>.
    /// </summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>layernorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or <paramref name="epsilon"/> is not positive.</exception>
    public static Tensor LayerNorm2d(this Tensor x, float epsilon = 1e-5f, bool affine = true, string? name = null)
    {
        var layer = Require.Title("LayerNorm2d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        if (affine) RequireInput.Channels(layer, x);
        Require.Positive(layer, nameof(epsilon), epsilon);
        return x.Layer("LayerNorm2d", name, () =>
        {
            var normal = x.With(Normalize(x.Builder, x.Id, [1], epsilon));
            return affine ? ScaleChannels(normal).Id : normal.Id;
        });
    }

    /// <summary>
    /// Brings the last axes of every sample to a root mean square of 1 (Zhang and Sennrich 2019):
    /// <c>x / √(mean(x²) + epsilon) · weight</c>. Parameter: <c>weight</c> in the shape of these axes.
    /// </summary>
    /// <param name="x">Any shape with so many axes besides the batch.</param>
    /// <param name="axes">How many of the last axes are normalised together.</param>
    /// <param name="epsilon">Added to the mean square; PyTorch's default is the resolution of a float.</param>
    /// <param name="affine">Whether there is a weight.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>rmsnorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The input has fewer axes, or a number is out of range.</exception>
    public static Tensor RMSNorm(this Tensor x, int axes = 1, float epsilon = 1.1920929e-7f, bool affine = true, string? name = null)
    {
        var layer = Require.Title("RMSNorm", name);
        CheckLast(layer, x, axes, epsilon);
        return x.Layer("RMSNorm", name, () =>
        {
            var builder = x.Builder;
            var square = builder.Mean(builder.Multiply(x.Id, x.Id), LastIndices(x.Shape, axes));
            var normal = x.With(builder.Multiply(x.Id, builder.Rsqrt(builder.Add(square, epsilon))));
            return (affine ? normal * x.Scale(LastAxes(x.Shape, axes)) : normal).Id;
        });
    }

    /// <summary>
    /// Normalises every sample over groups of neighbouring channels and all their pixels (Wu and He 2018).
    /// Parameters: <c>weight</c> and <c>bias [channels]</c>.
    /// </summary>
    /// <param name="x"><c>[channels, …]</c>.</param>
    /// <param name="groups">The number of groups; it divides the channels. One for each channel is instance normalisation.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>groupnorm1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The groups do not divide the channels, or a number is out of range.</exception>
    public static Tensor GroupNorm(this Tensor x, int groups, float epsilon = 1e-5f, bool affine = true, string? name = null)
    {
        var layer = Require.Title("GroupNorm", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Vector(layer, x);
        Require.Positive(layer, nameof(groups), groups);
        Require.Positive(layer, nameof(epsilon), epsilon);
        var channels = RequireInput.Channels(layer, x);
        RequireInput.Groups(layer, x, channels, groups);
        return x.Layer("GroupNorm", name, () =>
        {
            var builder = x.Builder;
            var lead = x.Shape.IsBatched ? 1 : 0;
            var dims = x.Shape.Dims;
            var grouped = builder.Reshape(x.Id, new Shape(dims.Take(lead).Concat([groups, channels / groups]).Concat(dims.Skip(lead + 1))));
            var within = Enumerable.Range(lead + 1, x.Shape.Rank).ToArray();
            var normal = x.With(builder.Reshape(Normalize(builder, grouped, within, epsilon), x.Shape));
            return affine ? ScaleChannels(normal).Id : normal.Id;
        });
    }

    private static Tensor BatchNorm(Tensor x, string kind, string? name, float epsilon, float momentum, bool affine)
    {
        var layer = Require.Title(kind, name);
        Require.Positive(layer, nameof(epsilon), epsilon);
        CheckMomentum(layer, momentum);
        Redundancy.CheckBias(x, layer);
        var channels = Shape.Of(RequireInput.Channels(layer, x));
        return x.Layer(kind, name, () =>
        {
            var builder = x.Builder;
            var scale = affine ? x.Scale(channels) : null;
            var offset = affine ? x.Offset(channels) : null;
            var runningMean = builder.State("running_mean", channels, 0);
            var runningVariance = builder.State("running_var", channels, 1);
            var batches = builder.State("num_batches_tracked", Shape.Scalar, 0, isCounter: true);

            // Training: the batch's own statistics. The variance is a mean of squared deviations; E[x²] - E[x]² would cancel.
            int[] axes = [0, .. Enumerable.Range(2, x.Shape.Rank - 1)];
            builder.AddStatistics(axes.Select(axis => x.Shape.Dims[axis]));
            var normal = x.With(Normalize(builder, x.Id, axes, epsilon, out var mean, out var variance));
            var training = scale is null ? normal : (normal * scale.PerChannel(x)) + offset!.PerChannel(x);

            // The running variance is the unbiased one. A batch of one value per channel has none, and is refused.
            var count = builder.Add(new SizeOp(new(axes.Select(axis => x.Shape.Dims[axis]).ToArray())));
            var correction = builder.Divide(count, builder.Maximum(builder.Add(count, -1f), 1));
            var unbiased = builder.Multiply(builder.Reshape(variance, channels), correction);
            Track(builder, runningMean, builder.Reshape(mean, channels), momentum);
            Track(builder, runningVariance, unbiased, momentum);
            builder.AddUpdate(batches, builder.Add(builder.CurrentValue(batches), 1f));

            var inference = ByRunning(x, runningMean, runningVariance, epsilon, scale, offset);
            return builder.Add(new PhaseOp(), training.Id, inference.Id);
        });
    }

    // One multiplication and one addition, whose factors depend on the weights alone.
    private static Tensor ByRunning(Tensor x, int runningMean, int runningVariance, float epsilon, Tensor? scale, Tensor? offset)
    {
        var builder = x.Builder;
        var factor = builder.Rsqrt(builder.Add(runningVariance, epsilon));
        if (scale is not null) factor = builder.Multiply(factor, scale.Id);
        var shift = builder.Negate(builder.Multiply(runningMean, factor));
        if (offset is not null) shift = builder.Add(shift, offset.Id);
        return (x * x.With(factor).PerChannel(x)) + x.With(shift).PerChannel(x);
    }

    private static void Track(GraphBuilder builder, int state, int value, float momentum)
    {
        var kept = builder.Multiply(builder.CurrentValue(state), 1 - momentum);
        builder.AddUpdate(state, builder.Add(kept, builder.Multiply(value, momentum)));
    }

    private static int Normalize(GraphBuilder builder, int x, int[] axes, float epsilon) => Normalize(builder, x, axes, epsilon, out _, out _);

    private static int Normalize(GraphBuilder builder, int x, int[] axes, float epsilon, out int mean, out int variance)
    {
        mean = builder.Mean(x, axes);
        var centered = builder.Subtract(x, mean);
        variance = builder.Mean(builder.Multiply(centered, centered), axes);
        return builder.Multiply(centered, builder.Rsqrt(builder.Add(variance, epsilon)));
    }

    private static Tensor ScaleChannels(Tensor normal)
    {
        var channels = Shape.Of(normal.Shape[0]);
        return (normal * normal.Scale(channels).PerChannel(normal)) + normal.Offset(channels).PerChannel(normal);
    }

    private static void CheckMomentum(string layer, float momentum)
    {
        if (!(momentum >= 0 && momentum <= 1)) throw Require.Error(DiagnosticIds.Range, $"{layer}: momentum is {momentum}, but must be at least 0 and at most 1.");
    }

    private static void CheckLast(string layer, Tensor x, int axes, float epsilon)
    {
        Require.NotNull(layer, "the input", x);
        RequireInput.Vector(layer, x);
        Require.Positive(layer, nameof(axes), axes);
        Require.Positive(layer, nameof(epsilon), epsilon);
        if (axes > x.Shape.Rank)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} is asked for the last {axes} axes of {x.Shape}, which has {x.Shape.Rank} besides the batch; use at most {x.Shape.Rank}.");
    }

    private static int[] LastIndices(Shape shape, int count) => Enumerable.Range(shape.FullRank - count, count).ToArray();

    private static Shape LastAxes(Shape shape, int count) => new(shape.Dims.Skip(shape.FullRank - count));
}
