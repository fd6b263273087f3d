using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// A single query, as in generation with a cache of keys and values: nothing to share among queries, so vectors lie along the head, and
/// keys and values pass through the processor once for all query heads that read them.
/// </summary>
public static unsafe partial class Attention
{
    private const int RowKeys = ScratchSizes.AttentionRowKeys;

    // One item for each (sample, key head). A worker goes through all its heads of a sample together, some keys at a time: so it reads
    // memory nearly as it lies, where a head by itself would be a small piece of every page.
    private static void ForwardRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (Job*)state;
        var length = ScratchSizes.AttentionRowLength(job->Shape);
        var scratch = new FloatBuffer(job->Scratch + (worker * job->ScratchPerWorker));
        Planned.Limit(ref scratch, job->ScratchPerWorker, "scratch of attention");
        var scores = Take(ref scratch, RowKeys);
        while (begin < end)
        {
            var (sample, keyHead) = Math.DivRem(begin, job->Shape.KeyHeads);
            var keyHeads = Math.Min(end - begin, job->Shape.KeyHeads - keyHead);
            begin += keyHeads;
            var firstHead = (int)keyHead * job->Shape.Group;
            var endHead = firstHead + ((int)keyHeads * job->Shape.Group);
            for (var head = firstHead; head < endHead; head++) BeginRow(new(scratch.At(head * length), job->Shape));
            var (firstKey, endKey) = job->KeysSeen(sample, 0, 0);
            for (var key = firstKey; key < endKey; key += RowKeys)
            {
                var count = (int)Math.Min(RowKeys, endKey - key);
                for (var head = firstHead; head < endHead; head++)
                    ContinueRow<V>(job, sample, head, key, count, scores, new(scratch.At(head * length), job->Shape), new(key - firstKey, key + count == endKey));
            }

            for (var head = firstHead; head < endHead; head++)
                FinishRow<V>(job, sample, head, new(scratch.At(head * length), job->Shape));
        }
    }

    /// <summary>What is known of a row so far.</summary>
    private readonly struct RowState(FloatBuffer scratch, in AttentionShape shape)
    {
        private readonly int sums = ScratchSizes.AttentionSums(shape);

        /// <summary>Whole vectors.</summary>
        public FloatBuffer Output => scratch;

        public long Width { get; } = ScratchSizes.AttentionValueWidth(shape);

        /// <summary>Whether the output is summed in blocks, whose sums are in two more such buffers.</summary>
        public bool IsLong => sums > 1;

        public FloatBuffer High => scratch.At(Width);

        public FloatBuffer Low => scratch.At(2 * Width);

        public ref double Sum => ref Unsafe.As<float, double>(ref scratch[Width * sums]);

        public ref float Largest => ref scratch[(Width * sums) + 2];
    }

    /// <summary>The place of some keys among those a row sees.</summary>
    private readonly struct RowPlace(long offset, bool isLast)
    {
        private const long BlockKeys = 2 * RowKeys;

        /// <summary>Whether they begin a block of the sum.</summary>
        public bool Begins => offset % BlockKeys == 0;

        /// <summary>Whether they end one.</summary>
        public bool Ends => isLast || offset % BlockKeys == BlockKeys - RowKeys;

        public bool IsInFirstBlock => offset < BlockKeys;
    }

    private static void BeginRow(in RowState row)
    {
        row.Largest = float.NegativeInfinity;
        row.Sum = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ContinueRow<V>(
        Job* job, long sample, int head, long firstKey, int count, FloatBuffer scores, in RowState row, RowPlace keys)
        where V : struct, ISimd<V>
    {
        var keyHead = head / job->Shape.Group;
        Compare<V>(
            new(job->Q + job->OfQuery(sample, head, 0)), new(job->K + job->OfKey(sample, keyHead, firstKey)), job->Shape.KeyStride, job->Shape.Size, scores,
            count);

        var scale = V.Fill(job->Shape.Scale);
        var slope = job->Shape.HasSlopes ? job->Slopes[head] : 0f;
        var hidden = new RowMasks(job, sample, head, firstKey);
        var largest = V.Fill(row.Largest);
        for (var key = 0; key < count; key += V.Count)
        {
            var score = V.Load(scores, key) * scale;
            if (job->Shape.HasSlopes) score = V.MultiplyAdd(V.Iota(firstKey + key - job->Shape.Offset), slope, score);
            if (hidden.HasBias) score = Biased(score, V.Load(hidden.Bias, key));
            if (hidden.HasPadding) score = Biased(score, V.Load(hidden.Padding, key));
            score = Lanes.Keep(score, count - key, float.NegativeInfinity);
            largest = Larger(largest, score);
            V.Store(score, scores, key);
        }

        var before = row.Largest;
        row.Largest = V.MaxLanes(largest);
        var relative = V.Fill(float.IsNegativeInfinity(row.Largest) ? 0f : row.Largest);
        var sum = V.Fill(0f);
        for (var key = 0; key < count; key += V.Count)
        {
            var exponential = VectorMath.ExpOfNegative(V.Load(scores, key) - relative);
            V.Store(exponential, scores, key);
            sum += exponential;
        }

        var factor = row.Sum == 0 ? 0f : MathF.Exp(before - row.Largest);
        row.Sum = (row.Sum * factor) + V.SumLanes(sum);
        if (job->Shape.Dropout > 0) DropRow<V>(job, sample, head, firstKey, count, scores);
        var values = new FloatBuffer(job->V + job->OfValue(sample, keyHead, firstKey));
        var (stride, size) = (job->Shape.ValueStride, job->Shape.ValueSize);
        var kept = row.IsLong && keys.Begins ? 0f : factor;
        if (hidden.HasBias || hidden.HasPadding) AddSeenValues<V>(hidden, values, stride, size, scores, count, row.Output, kept);
        else AddValues<V>(values, stride, size, scores, count, row.Output, kept);
        if (row.IsLong) ContinueBlocks<V>(row, keys, factor);
    }

    /// <summary>What is added to the scores of a row with some keys.</summary>
    private readonly struct RowMasks(Job* job, long sample, int head, long firstKey)
    {
        public bool HasBias { get; } = job->Shape.HasBias;

        public bool HasPadding { get; } = job->Shape.HasPadding;

        public FloatBuffer Bias { get; } = job->Shape.HasBias ? new(job->BiasRow(sample, head, 0) + firstKey) : default;

        public FloatBuffer Padding { get; } = job->Shape.HasPadding ? new(job->PaddingRow(sample) + firstKey) : default;

        public bool Hides(int key) =>
            (HasBias && float.IsNegativeInfinity(Bias[key])) || (HasPadding && float.IsNegativeInfinity(Padding[key]));
    }

    /// <summary>The same without the values that are hidden: a product of NaN with 0 would not be 0.</summary>
    private static void AddSeenValues<V>(
        in RowMasks hidden, FloatBuffer values, long stride, int size, FloatBuffer scores, int count, FloatBuffer output, float factor)
        where V : struct, ISimd<V>
    {
        var added = false;
        for (var key = 0; key < count;)
        {
            var end = key;
            while (end < count && !hidden.Hides(end)) end++;
            if (end > key)
            {
                AddValues<V>(values.At(key * stride), stride, size, scores.At(key), end - key, output, added ? 1f : factor);
                added = true;
            }

            key = end + 1;
        }

        if (!added) AddValues<V>(values, stride, size, scores, 0, output, factor);
    }

    /// <summary>Makes the sum of earlier blocks relative to the largest score, and adds the block that ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ContinueBlocks<V>(in RowState row, RowPlace keys, float factor)
        where V : struct, ISimd<V>
    {
        var (high, low) = (row.High, row.Low);
        for (var i = 0L; factor != 1f && !keys.IsInFirstBlock && i < row.Width; i += V.Count)
        {
            V.Store(factor == 0f ? V.Fill(0f) : V.Load(high, i) * factor, high, i);
            V.Store(factor == 0f ? V.Fill(0f) : V.Load(low, i) * factor, low, i);
        }

        if (!keys.Ends) return;
        if (keys.IsInFirstBlock) CompensatedSums.Begin(row.Output, high, low, row.Width);
        else CompensatedSums.Add(row.Output, high, low, row.Width);
    }

    /// <summary><c>scores[key] = query · keys[key]</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<V>(FloatBuffer query, FloatBuffer keys, long stride, int size, FloatBuffer scores, int count)
        where V : struct, ISimd<V>
    {
        var whole = size - (size % V.Count);
        var key = 0;
        for (; key <= count - 4; key += 4, keys = keys.At(4 * stride))
        {
            var sum0 = V.Fill(0f);
            var sum1 = V.Fill(0f);
            var sum2 = V.Fill(0f);
            var sum3 = V.Fill(0f);
            for (var i = 0; i < whole; i += V.Count)
            {
                var x = V.Load(query, i);
                sum0 = V.MultiplyAdd(x, V.Load(keys, i), sum0);
                sum1 = V.MultiplyAdd(x, V.Load(keys, stride + i), sum1);
                sum2 = V.MultiplyAdd(x, V.Load(keys, (2 * stride) + i), sum2);
                sum3 = V.MultiplyAdd(x, V.Load(keys, (3 * stride) + i), sum3);
            }

            if (whole < size)
            {
                var rest = size - whole;
                var x = V.LoadPartial(query, whole, rest, 0f);
                sum0 = V.MultiplyAdd(x, V.LoadPartial(keys, whole, rest, 0f), sum0);
                sum1 = V.MultiplyAdd(x, V.LoadPartial(keys, stride + whole, rest, 0f), sum1);
                sum2 = V.MultiplyAdd(x, V.LoadPartial(keys, (2 * stride) + whole, rest, 0f), sum2);
                sum3 = V.MultiplyAdd(x, V.LoadPartial(keys, (3 * stride) + whole, rest, 0f), sum3);
            }

            scores[key] = V.SumLanes(sum0);
            scores[key + 1] = V.SumLanes(sum1);
            scores[key + 2] = V.SumLanes(sum2);
            scores[key + 3] = V.SumLanes(sum3);
        }

        for (; key < count; key++, keys = keys.At(stride))
        {
            var sum = V.Fill(0f);
            for (var i = 0; i < whole; i += V.Count) sum = V.MultiplyAdd(V.Load(query, i), V.Load(keys, i), sum);
            if (whole < size)
                sum = V.MultiplyAdd(V.LoadPartial(query, whole, size - whole, 0f), V.LoadPartial(keys, whole, size - whole, 0f), sum);
            scores[key] = V.SumLanes(sum);
        }
    }

    private static void DropRow<V>(Job* job, long sample, int head, long firstKey, int count, FloatBuffer scores)
        where V : struct, ISimd<V>
    {
        var dropout = V.Fill(job->Shape.Dropout);
        var kept = V.Fill(1f / (1f - job->Shape.Dropout));
        var index = (job->Row(sample, head, 0) * job->Shape.Keys) + firstKey;
        for (var key = 0; key < count; key += V.Count)
        {
            var keep = V.SelectLess(V.Uniform(job->Key0, job->Key1, index + key), dropout, V.Fill(0f), kept);
            V.Store(V.Load(scores, key) * keep, scores, key);
        }
    }

    /// <summary><c>output = output * factor + scores · values</c>, in whole vectors; a factor of 0 begins anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues<V>(
        FloatBuffer values, long stride, int size, FloatBuffer scores, int count, FloatBuffer output, float factor)
        where V : struct, ISimd<V>
    {
        var i = 0;
        for (; i + (4 * V.Count) <= size; i += 4 * V.Count)
        {
            var sum0 = V.Fill(0f);
            var sum1 = V.Fill(0f);
            var sum2 = V.Fill(0f);
            var sum3 = V.Fill(0f);
            if (factor != 0f)
            {
                sum0 = V.Load(output, i) * factor;
                sum1 = V.Load(output, i + V.Count) * factor;
                sum2 = V.Load(output, i + (2 * V.Count)) * factor;
                sum3 = V.Load(output, i + (3 * V.Count)) * factor;
            }

            var row = values.At(i);
            for (var key = 0; key < count; key++, row = row.At(stride))
            {
                var score = scores[key];
                sum0 = V.MultiplyAdd(V.Load(row, 0), score, sum0);
                sum1 = V.MultiplyAdd(V.Load(row, V.Count), score, sum1);
                sum2 = V.MultiplyAdd(V.Load(row, 2 * V.Count), score, sum2);
                sum3 = V.MultiplyAdd(V.Load(row, 3 * V.Count), score, sum3);
            }

            V.Store(sum0, output, i);
            V.Store(sum1, output, i + V.Count);
            V.Store(sum2, output, i + (2 * V.Count));
            V.Store(sum3, output, i + (3 * V.Count));
        }

        for (; i < size; i += V.Count)
        {
            // Two chains of additions, or there would be nothing to do while one waits.
            var even = factor != 0f ? V.Load(output, i) * factor : V.Fill(0f);
            var odd = V.Fill(0f);
            var row = values.At(i);
            var key = 0;
            for (; key <= count - 2; key += 2, row = row.At(2 * stride))
            {
                even = V.MultiplyAdd(V.Load(row, 0), scores[key], even);
                odd = V.MultiplyAdd(V.Load(row, stride), scores[key + 1], odd);
            }

            if (key < count) even = V.MultiplyAdd(V.Load(row, 0), scores[key], even);
            V.Store(even + odd, output, i);
        }
    }

    private static void FinishRow<V>(Job* job, long sample, int head, in RowState row)
        where V : struct, ISimd<V>
    {
        var size = job->Shape.ValueSize;
        var output = new FloatBuffer(job->Output + job->OfOutput(sample, head, 0));
        var sum = (float)row.Sum;
        if (row.IsLong && sum != 0f) CompensatedSums.Join(row.High, row.Low, row.Output, row.Width);
        for (var i = 0; i < size; i += V.Count)
            Lanes.Store(sum == 0f ? V.Fill(0f) : V.Load(row.Output, i) * (1f / sum), output, i, size - i);
        if (job->LogSumExp != default) job->LogSumExp[job->Row(sample, head, 0)] = row.Largest + MathF.Log(sum);
    }
}
