namespace Sinter.Runtime;

/// <summary>What <see cref="Attention"/> computes, written as plainly as possible and in double precision.</summary>
internal static class AttentionReference
{
    public static void Forward(
        FloatBuffer output, FloatBuffer logSumExp, FloatBuffer q, FloatBuffer k, FloatBuffer v, FloatBuffer bias, FloatBuffer padding,
        FloatBuffer lengths, FloatBuffer slopes, FloatBuffer keys, AttentionShape shape)
    {
        var (values, sums) = Forward(q, k, v, bias, padding, lengths, slopes, keys, shape);
        for (var i = 0; i < values.Length; i++) output[i] = (float)values[i];
        for (var i = 0; i < sums.Length; i++) logSumExp[i] = (float)sums[i];
    }

    public static (double[] Output, double[] LogSumExp) Forward(
        FloatBuffer q, FloatBuffer k, FloatBuffer v, FloatBuffer bias, FloatBuffer padding, FloatBuffer lengths, FloatBuffer slopes, FloatBuffer keys,
        AttentionShape shape)
    {
        var output = new double[shape.Batch * shape.Queries * shape.OutputStride];
        var logSumExp = new double[shape.Batch * shape.Heads * shape.Queries];
        ForEachRow(shape, (sample, head, query) =>
        {
            var (probabilities, sum) = Probabilities(q, k, bias, padding, lengths, slopes, shape, sample, head, query);
            logSumExp[Row(shape, sample, head, query)] = sum;
            for (var key = 0L; key < shape.Keys; key++)
            {
                var probability = probabilities[key] * Keep(keys, shape, sample, head, query, key);
                if (probability == 0) continue;
                for (var i = 0; i < shape.ValueSize; i++)
                    output[OfOutput(shape, sample, head, query) + i] += probability * v[OfValue(shape, sample, head, key) + i];
            }
        });
        return (output, logSumExp);
    }

    public static void Gradient(
        FloatBuffer qGradient, FloatBuffer kGradient, FloatBuffer vGradient, FloatBuffer biasGradient, FloatBuffer q, FloatBuffer k, FloatBuffer v,
        FloatBuffer outputGradient, FloatBuffer bias, FloatBuffer padding, FloatBuffer lengths, FloatBuffer slopes, FloatBuffer keys, AttentionShape shape)
    {
        var ofQ = new double[shape.Batch * shape.Queries * shape.QueryStride];
        var ofK = new double[shape.Batch * shape.Keys * shape.KeyStride];
        var ofV = new double[shape.Batch * shape.Keys * shape.ValueStride];
        var ofBias = new double[shape.HasBiasGradient ? (shape.BiasGradientPerSample ? shape.Batch : 1) * ScratchSizes.AttentionBiasLength(shape) : 0];
        ForEachRow(shape, (sample, head, query) =>
        {
            var probabilities = Probabilities(q, k, bias, padding, lengths, slopes, shape, sample, head, query).Values;
            var gradients = new double[shape.Keys];
            var queryPlace = OfQuery(shape, sample, head, query);
            var outputPlace = OfOutput(shape, sample, head, query);
            var biasPlace = (((shape.BiasGradientPerSample ? sample * shape.BiasGradientHeads : 0) + (shape.BiasGradientPerHead ? head : 0)) * shape.Queries + query) * shape.Keys;
            var mean = 0.0;
            for (var key = 0L; key < shape.Keys; key++)
            {
                var keep = Keep(keys, shape, sample, head, query, key);
                if (probabilities[key] == 0) continue;
                var valuePlace = OfValue(shape, sample, head, key);
                for (var i = 0; i < shape.ValueSize; i++)
                {
                    gradients[key] += keep * outputGradient[outputPlace + i] * v[valuePlace + i];
                    ofV[valuePlace + i] += keep * probabilities[key] * outputGradient[outputPlace + i];
                }

                mean += probabilities[key] * gradients[key];
            }

            for (var key = 0L; key < shape.Keys; key++)
            {
                var ofScore = probabilities[key] * (gradients[key] - mean) * shape.Scale;
                if (probabilities[key] == 0) continue;
                if (shape.HasBiasGradient) ofBias[biasPlace + key] += probabilities[key] * (gradients[key] - mean);
                var keyPlace = OfKey(shape, sample, head, key);
                for (var i = 0; i < shape.Size; i++)
                {
                    ofQ[queryPlace + i] += ofScore * k[keyPlace + i];
                    ofK[keyPlace + i] += ofScore * q[queryPlace + i];
                }
            }
        });
        for (var i = 0; i < ofQ.Length; i++) qGradient[i] = (float)ofQ[i];
        for (var i = 0; i < ofK.Length; i++) kGradient[i] = (float)ofK[i];
        for (var i = 0; i < ofV.Length; i++) vGradient[i] = (float)ofV[i];
        for (var i = 0; i < ofBias.Length; i++) biasGradient[i] = (float)ofBias[i];
    }

    private static (double[] Values, double LogSumExp) Probabilities(
        FloatBuffer q, FloatBuffer k, FloatBuffer bias, FloatBuffer padding, FloatBuffer lengths, FloatBuffer slopes, AttentionShape shape, long sample,
        int head, long query)
    {
        var scores = new double[shape.Keys];
        for (var key = 0L; key < shape.Keys; key++)
        {
            var place = query + shape.Keys - shape.Queries;
            var seen = (!shape.HasLengths || key < lengths.AsIntegers()[sample]) && (!shape.Causal || key <= place) &&
                (shape.Window == 0 || key > place - shape.Window);
            scores[key] = double.NegativeInfinity;
            if (!seen) continue;
            var product = 0.0;
            for (var i = 0; i < shape.Size; i++)
                product += (double)q[OfQuery(shape, sample, head, query) + i] * k[OfKey(shape, sample, head, key) + i];
            scores[key] = product * shape.Scale;
            if (shape.HasSlopes) scores[key] += slopes[head] * (double)(key - place);
            if (shape.HasPadding) scores[key] += padding[(shape.PaddingPerSample ? sample * shape.Keys : 0) + key];
            if (!shape.HasBias) continue;
            var matrix = (shape.BiasPerSample ? sample * (shape.BiasPerHead ? shape.Heads : 1) : 0) + (shape.BiasPerHead ? head : 0);
            scores[key] += bias[((shape.BiasForAllQueries ? matrix : (matrix * shape.Queries) + query) * shape.Keys) + key];
        }

        var largest = scores.Length == 0 ? double.NegativeInfinity : scores.Max();
        if (double.IsNegativeInfinity(largest)) return (new double[shape.Keys], double.NegativeInfinity);
        var sum = scores.Sum(score => Math.Exp(score - largest));
        return (scores.Select(score => Math.Exp(score - largest) / sum).ToArray(), largest + Math.Log(sum));
    }

    // What a probability is multiplied with: 0 where it is dropped.
    private static double Keep(FloatBuffer keys, AttentionShape shape, long sample, int head, long query, long key)
    {
        if (shape.Dropout == 0) return 1;
        var words = keys.AsIntegers();
        var uniform = CounterRandom.Uniform((uint)words[0], (uint)words[1], (Row(shape, sample, head, query) * shape.Keys) + key);
        return uniform >= shape.Dropout ? 1 / (1 - (double)shape.Dropout) : 0;
    }

    private static long Row(AttentionShape shape, long sample, int head, long query) =>
        (((sample * shape.Heads) + head) * shape.Queries) + query;

    private static long OfQuery(AttentionShape shape, long sample, int head, long query) =>
        ((((sample * shape.Queries) + query) * shape.Heads) + head) * shape.Size;

    private static long OfOutput(AttentionShape shape, long sample, int head, long query) =>
        ((((sample * shape.Queries) + query) * shape.Heads) + head) * shape.ValueSize;

    private static long OfKey(AttentionShape shape, long sample, int head, long key) => KeyNumber(shape, sample, head, key) * shape.Size;

    private static long OfValue(AttentionShape shape, long sample, int head, long key) => KeyNumber(shape, sample, head, key) * shape.ValueSize;

    private static long KeyNumber(AttentionShape shape, long sample, int head, long key) =>
        (((sample * shape.Keys) + key) * shape.KeyHeads) + (head / (shape.Heads / shape.KeyHeads));

    private static void ForEachRow(AttentionShape shape, Action<long, int, long> action)
    {
        for (var sample = 0L; sample < shape.Batch; sample++)
        for (var head = 0; head < shape.Heads; head++)
        for (var query = 0L; query < shape.Queries; query++)
            action(sample, head, query);
    }
}
