using Sinter.Graphs;

namespace Sinter;

/// <summary>What attention adds to its scores for the distance of a key from its query; pass it as <c>mask</c> or <c>bias</c>.</summary>
public static class RelativePositionLayers
{
    /// <summary>
    /// A learned number for every head and every bucket of distances (T5; Raffel et al. 2020): near distances have a bucket each, far ones share
    /// buckets that widen as their logarithm, those beyond <paramref name="maxDistance"/> the last. Parameter: <c>weight [buckets, heads]</c>, which Hugging
    /// Face's T5 calls <c>relative_attention_bias.weight</c>; its attention has <c>scale: 1</c>.
    /// </summary>
    /// <param name="query">The sequence that asks, <c>[Q, …]</c>: only its length is read.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="key">The sequence that is asked, <c>[K, …]</c>; by default the same.</param>
    /// <param name="bidirectional">Whether keys ahead of the query have half of the buckets, as in an encoder; in a decoder they share the first.</param>
    /// <param name="buckets">The number of buckets, Hugging Face's <c>relative_attention_num_buckets</c>.</param>
    /// <param name="maxDistance">The distance from which on all are one bucket, Hugging Face's <c>relative_attention_max_distance</c>.</param>
    /// <param name="initializer">How the numbers are filled; normal with mean 0 and deviation 1 by default, like an embedding.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>bucketedpositionbias1</c>, …</param>
    /// <returns><c>[heads, Q, K]</c>, the same for every sample. Of lengths that a call binds, it is a part of what belongs to the longest.</returns>
    /// <exception cref="NetworkDefinitionException">There are too few buckets, or the last distance is among those with a bucket of their own.</exception>
    public static Tensor BucketedPositionBias(
        this Tensor query, int heads, Tensor? key = null, bool bidirectional = true, int buckets = 32, int maxDistance = 128, Initializer? initializer = null,
        string? name = null)
    {
        var layer = Require.Title("BucketedPositionBias", name);
        Require.NotNull(layer, nameof(query), query);
        Require.Positive(layer, nameof(heads), heads);
        var (asks, asked) = (Steps(layer, query), Steps(layer, key ?? query));
        var least = bidirectional ? 4 : 2;
        if (buckets < least || (bidirectional && buckets % 2 != 0))
            throw Require.Error(DiagnosticIds.Range, $"{layer}: buckets is {buckets}, but must be {(bidirectional ? (Phrase)$"an even number, {least}" : $"{least}")} or more; 32 is usual.");
        var own = (bidirectional ? buckets / 2 : buckets) / 2;
        if (maxDistance <= own)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: maxDistance is {maxDistance}, but the {own} nearest distances have buckets of their own; it must be {new ArgumentValue(nameof(maxDistance), $"{own + 1}")} or more.");
        return query.Layer("BucketedPositionBias", name, () =>
        {
            var (queries, keys) = (checked((int)asks.Maximum), checked((int)asked.Maximum));
            var weight = query.Weight("weight", Shape.Of(buckets, heads), initializer ?? Initializer.Normal());
            var bounds = Buckets(buckets, bidirectional, maxDistance);
            var builder = query.Builder;
            Tensor Row(Func<(float Low, float High), float> element) => query.With(builder.Add(new TableOp(bounds.Select(element).ToEquatableArray(), Shape.Of(buckets))));

            // For every distance its bucket: a row of zeros and a one.
            var distance = query.With(builder.Add(new IotaOp(0, Shape.Of(queries + keys - 1, 1)))) - (queries - 1);
            var isIn = Row(bound => bound.Low).LessOrEqual(distance) * distance.LessOrEqual(Row(bound => bound.High));
            var byDistance = isIn.Matmul(weight).Transpose();
            var whole = Shifted(byDistance.Unsqueeze(1).Expand(heads, queries, queries + keys - 1));
            return builder.Slice(builder.Slice(whole.Id, 1, 0, asks), 2, 0, asked);
        });
    }

    /// <summary>
    /// A learned number for every head and every offset between two places of a window of an image (Swin; Liu et al. 2021). Parameter:
    /// <c>relative_position_bias_table [(2·height - 1)·(2·width - 1), heads]</c>, as torchvision's Swin has it.
    /// </summary>
    /// <param name="like">A value of the network.</param>
    /// <param name="height">The rows of a window.</param>
    /// <param name="width">The columns of a window.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="name">The name of the layer around the parameter; by default there is none, and it is one of the surrounding layer.</param>
    /// <returns>
    /// <c>[heads, height·width, height·width]</c>, the same for every sample. Windows that attention computes as heads, <c>[height·width, windows·heads, size]</c>, take
    /// it for every window: <c>bias.Unsqueeze(0).Expand(windows, -1, -1, -1).Flatten(0, 1)</c>, to which a mask of shifted windows can be added before.
    /// </returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive.</exception>
    public static Tensor WindowPositionBias(this Tensor like, int height, int width, int heads, string? name = null)
    {
        var layer = Require.Title("WindowPositionBias", name);
        Require.NotNull(layer, nameof(like), like);
        Require.Positive(layer, nameof(height), height);
        Require.Positive(layer, nameof(width), width);
        Require.Positive(layer, nameof(heads), heads);
        return name is null ? Bias(like) : like.Layer("WindowPositionBias", name, () => Bias(like).Id);

        Tensor Bias(Tensor value)
        {
            var (rows, columns) = ((2 * height) - 1, (2 * width) - 1);
            var table = value.With(value.Builder.Parameter(
                "relative_position_bias_table", Shape.Of(rows * columns, heads), Initializer.TruncatedNormal(standardDeviation: 0.02f), decays: false));

            // The table counts from the key to the query; first for each pair of columns, then of rows.
            var offsets = table.Transpose().Reshape(heads, rows, columns).Flip(1, 2);
            var ofColumns = Shifted(offsets.Unsqueeze(2).Expand(heads, rows, width, columns));
            var ofRows = ofColumns.Permute(0, 2, 3, 1).Unsqueeze(3).Expand(heads, width, width, height, rows);
            return Shifted(ofRows).Permute(0, 3, 1, 4, 2).Reshape(heads, height * width, height * width);
        }
    }

    /// <summary>
    /// Scores by distance as scores by key: each row moves one place further to the left than the one below it (Huang et al. 2018, "Music Transformer"). What
    /// a query makes of the learned vectors of all distances (Shaw et al. 2018; Dai et al. 2019) becomes a bias of its attention so.
    /// </summary>
    /// <param name="x">
    /// <c>[…, Q, Q + K - 1]</c>, constant extents: a row for each query, in it the distances of a key from <c>-(Q - 1)</c>, the first key as the last query sees it, to
    /// <c>K - 1</c>.
    /// </param>
    /// <returns><c>[…, Q, K]</c>: of row <c>i</c>, the elements from <c>Q - 1 - i</c> on.</returns>
    /// <exception cref="NetworkDefinitionException">There are fewer than two axes, an extent is no constant, or there are fewer distances than queries.</exception>
    public static Tensor RelativeShift(this Tensor x)
    {
        const string Layer = "RelativeShift";
        Require.NotNull(Layer, "the input", x);
        if (x.Shape.Rank < 2)
            throw Require.Error(DiagnosticIds.Rank, $"{Layer} needs scores by distance […, Q, Q + K - 1], but gets {x.Shape}; give a row to each query.");
        var last = x.Shape.FullRank - 1;
        RequireInput.Constant(Layer, "a constant number of queries", x, last - 1);
        RequireInput.Constant(Layer, "a constant number of distances", x, last);
        var (queries, distances) = (x.Shape.Dims[last - 1].Value, x.Shape.Dims[last].Value);
        if (distances < queries)
            throw Require.Error(DiagnosticIds.Shape, $"{Layer} needs a distance for every pair of {queries} queries and a key, {queries} or more, but gets {x.Shape}.");
        return Shifted(x);
    }

    /// <summary>The first and the last distance, key minus query, of each bucket.</summary>
    internal static (float Low, float High)[] Buckets(int buckets, bool bidirectional, int maxDistance)
    {
        var count = bidirectional ? buckets / 2 : buckets;
        var own = count / 2;

        // The bucket of a distance behind the query, as single precision has it in Hugging Face's.
        int Bucket(int distance)
        {
            if (distance < own) return distance;
            var logarithm = (float)Math.Log((float)distance / own) / (float)Math.Log(maxDistance / (double)own);
            return Math.Min(own + (int)(logarithm * (count - own)), count - 1);
        }

        var result = new (float Low, float High)[buckets];
        for (var i = 0; i < buckets; i++) result[i] = (1, 0);
        for (var distance = 0; distance <= maxDistance; distance++)
        {
            var bucket = Bucket(distance);
            var isLast = bucket == count - 1;
            var (low, high) = (-distance, result[bucket].Low > result[bucket].High ? -distance : result[bucket].High);
            result[bucket] = (isLast ? float.NegativeInfinity : low, high);
        }

        if (!bidirectional)
        {
            result[0].High = float.PositiveInfinity;
            return result;
        }

        // Ahead of the query the same buckets once more; distance 0 lies behind.
        for (var i = 0; i < count; i++) result[count + i] = i == 0 ? (1, 0) : (-result[i].High, -result[i].Low);
        return result;
    }

    // Row i of the last two axes [Q, L] from element Q - 1 - i on. In a row one element shorter, each begins one element earlier.
    private static Tensor Shifted(Tensor x)
    {
        var (builder, dims) = (x.Builder, x.Shape.Dims);
        var before = dims.Take(dims.Count - 2).ToArray();
        var (queries, distances) = (dims[dims.Count - 2].Value, dims[dims.Count - 1].Value);
        if (queries == 1) return x;
        Shape With(params Dim[] extents) => new(before.Concat(extents));
        var flat = builder.Reshape(x.Id, With(queries * distances));
        var rows = builder.Reshape(builder.Slice(flat, before.Length, queries - 1, queries * (distances - 1)), With(queries, distances - 1));
        return x.With(builder.Slice(rows, before.Length + 1, 0, distances - queries + 1));
    }

    private static Dim Steps(string layer, Tensor sequence)
    {
        if (sequence.Shape.Rank < 1) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence [T, …], but gets {sequence.Shape}; {InsertedCall.Before("Unsqueeze(0)")} for a sequence of one step.");
        return sequence.Shape.Dims[sequence.Shape.IsBatched ? 1 : 0];
    }
}
