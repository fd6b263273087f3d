using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Attention with its scores in full.</summary>
internal static class AttentionEvaluator
{
    /// <summary>The output, and the logarithm of the sum of each row's exponentials.</summary>
    /// <param name="op">Attention.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="uniform">What decides which probabilities are dropped.</param>
    /// <param name="spoils">
    /// Whether a key that is infinite or not a number, or whose value is, makes all of a row that sees it NaN. Kernels may do so where others do
    /// not see it.
    /// </param>
    public static Values[] Forward(AttentionOp op, Values[] inputs, Func<int, double> uniform, bool spoils = false)
    {
        var (query, key, value) = (inputs[0], inputs[1], inputs[2]);
        var width = value.Dims[3];
        var output = Values.Zeros(query.Dims[0], query.Dims[1], query.Dims[2], width);
        var statistics = Values.Zeros(query.Dims[0], query.Dims[2], query.Dims[1]);
        foreach (var (sample, head, row) in Rows(query))
        {
            var (scores, isHidden) = Scores(op, inputs, 3, sample, head, row, column => spoils && !(IsFinite(key, KeyAt(query, key, sample, column, head)) && IsFinite(value, KeyAt(query, value, sample, column, head))) ? double.NaN : 0);
            var largest = scores.Any(double.IsNaN) ? double.NaN : scores.Max();
            var sum = double.IsNegativeInfinity(largest) ? 0 : scores.Sum(score => Math.Exp(score - largest));
            statistics.Data[(((sample * query.Dims[2]) + head) * query.Dims[1]) + row] = sum == 0 ? double.NegativeInfinity : largest + Math.Log(sum);
            if (sum == 0) continue;
            for (var column = 0; column < scores.Length; column++)
            {
                if (isHidden[column]) continue;
                var weight = Math.Exp(scores[column] - largest) / sum * Kept(op, uniform, query, scores.Length, sample, head, row, column);
                Tally.Add(2 * (query.Dims[3] + width));
                for (var i = 0; i < width; i++) output.Data[At(output, sample, row, head) + i] += weight * value.Data[KeyAt(query, value, sample, column, head) + i];
            }
        }

        return [output, statistics];
    }

    /// <summary>The gradients of queries, keys and values, and of what is added to the scores, if it is wanted.</summary>
    public static Values[] Gradient(AttentionGradientOp gradient, Values[] inputs, Func<int, double> uniform)
    {
        var (query, key, value, output, given) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[5]);
        var op = gradient.Forward;
        Values[] gradients = [Values.Zeros(query.Dims), Values.Zeros(key.Dims), Values.Zeros(value.Dims)];
        var ofScores = Values.Zeros(gradient.IsPerSample ? query.Dims[0] : 1, gradient.IsPerHead ? query.Dims[2] : 1, query.Dims[1], key.Dims[1]);
        var strides = ofScores.StridesFor([query.Dims[0], query.Dims[2], query.Dims[1], key.Dims[1]]);
        var (size, width) = (query.Dims[3], value.Dims[3]);
        foreach (var (sample, head, row) in Rows(query))
        {
            var (scores, isHidden) = Scores(op, inputs, 6, sample, head, row);
            var statistics = inputs[4].Data[(((sample * query.Dims[2]) + head) * query.Dims[1]) + row];
            if (double.IsNegativeInfinity(statistics)) continue;
            var (at, outputAt) = (At(query, sample, row, head), At(output, sample, row, head));
            double delta = 0;
            for (var i = 0; i < width; i++) delta += output.Data[outputAt + i] * given.Data[outputAt + i];
            for (var column = 0; column < scores.Length; column++)
            {
                if (isHidden[column]) continue;
                var (keyAt, valueAt) = (KeyAt(query, key, sample, column, head), KeyAt(query, value, sample, column, head));
                var weight = Math.Exp(scores[column] - statistics);
                var kept = Kept(op, uniform, query, scores.Length, sample, head, row, column);
                double product = 0;
                for (var i = 0; i < width; i++)
                {
                    product += given.Data[outputAt + i] * value.Data[valueAt + i];
                    gradients[2].Data[valueAt + i] += weight * kept * given.Data[outputAt + i];
                }

                var score = weight * ((product * kept) - delta);
                ofScores.Data[(sample * strides[0]) + (head * strides[1]) + (row * strides[2]) + (column * strides[3])] += score;
                score *= op.Scale;
                for (var i = 0; i < size; i++)
                {
                    gradients[0].Data[at + i] += score * key.Data[keyAt + i];
                    gradients[1].Data[keyAt + i] += score * query.Data[at + i];
                }
            }
        }

        return gradient.Bias is null ? gradients : [.. gradients, ofScores];
    }

    /// <summary>
    /// Inputs with errors in place of the results: a score that is off changes all weights of its row. Neither lengths nor the
    /// logarithms of sums are touched, which count or may be infinite.
    /// </summary>
    public static Values[] Rounded(Op op, Values[] inputs, Func<Values, Values> round)
    {
        var count = op switch { AttentionOp => 3, AttentionGradientOp => 6, _ => 0 };
        return count == 0 ? inputs : [.. inputs.Select((input, index) => index < count && index != 4 ? round(input) : input)];
    }

    private static IEnumerable<(int Sample, int Head, int Row)> Rows(Values query) =>
        from sample in Enumerable.Range(0, query.Dims[0])
        from head in Enumerable.Range(0, query.Dims[2])
        from row in Enumerable.Range(0, query.Dims[1])
        select (sample, head, row);

    private static bool IsFinite(Values rows, int at) => Enumerable.Range(at, rows.Dims[3]).All(i => double.IsFinite(rows.Data[i]));

    private static int At(Values query, int sample, int row, int head) => ((((sample * query.Dims[1]) + row) * query.Dims[2]) + head) * query.Dims[3];

    private static int KeyAt(Values query, Values key, int sample, int column, int head) =>
        ((((sample * key.Dims[1]) + column) * key.Dims[2]) + (head / (query.Dims[2] / key.Dims[2]))) * key.Dims[3];

    private static double Kept(AttentionOp op, Func<int, double> uniform, Values query, int keys, int sample, int head, int row, int column)
    {
        if (op.Dropout == 0) return 1;
        var index = ((((sample * query.Dims[2]) + head) * query.Dims[1]) + row) * keys + column;
        return uniform(index) >= op.Dropout ? 1 / (1 - (double)op.Dropout) : 0;
    }

    private static (double[] Scores, bool[] IsHidden) Scores(AttentionOp op, Values[] inputs, int next, int sample, int head, int row, Func<int, double>? mark = null)
    {
        var (query, key) = (inputs[0], inputs[1]);
        var bias = op.HasBias ? inputs[next++] : null;
        var padding = op.HasPadding ? inputs[next++] : null;
        var lengths = op.HasLengths ? inputs[next++] : null;
        var slopes = op.HasSlopes ? inputs[next] : null;
        var (scores, isHidden) = (new double[key.Dims[1]], new bool[key.Dims[1]]);
        var place = row + scores.Length - query.Dims[1];
        for (var column = 0; column < scores.Length; column++)
        {
            for (var i = 0; i < query.Dims[3]; i++) scores[column] += query.Data[At(query, sample, row, head) + i] * key.Data[KeyAt(query, key, sample, column, head) + i];
            scores[column] = (scores[column] * op.Scale) + (mark?.Invoke(column) ?? 0);
            if (bias is not null)
            {
                var strides = bias.StridesFor([query.Dims[0], query.Dims[2], query.Dims[1], scores.Length]);
                var added = bias.Data[(sample * strides[0]) + (head * strides[1]) + (row * strides[2]) + (column * strides[3])];
                scores[column] += added;
                isHidden[column] = double.IsNegativeInfinity(added);
            }

            if (padding is not null)
            {
                var added = padding.Data[(padding.Dims[0] == 1 ? 0 : sample * scores.Length) + column];
                scores[column] += added;
                isHidden[column] |= double.IsNegativeInfinity(added);
            }

            if (slopes is not null) scores[column] += slopes.Data[head] * (column - place);
            isHidden[column] |= (op.Causal && column > place) || (op.Window > 0 && column <= place - op.Window) || (lengths is not null && column >= lengths.Data[sample]);
            if (isHidden[column]) scores[column] = double.NegativeInfinity;
        }

        return (scores, isHidden);
    }
}
