using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017, "Attention Is All You Need") and its gradient, in tiles: scores exist only for as
/// many queries and keys as fit the cache, with the softmax carried along from tile to tile (Dao et al. 2022, "FlashAttention: Fast and
/// Memory-Efficient Exact Attention with IO-Awareness").
/// </summary>
/// <remarks>
/// A row of scores is <c>Scale * q · k</c>, plus a bias, plus a number of the key, plus <c>slope * (key - place of the query)</c> (ALiBi: Press et al. 2021, "Train
/// Short, Test Long"), and minus infinity where a mask hides the key: the causal mask, the window, or the number of keys of the sample.
/// Tiles that are hidden as a whole are not computed. A query that sees no key at all gets zeros and gives zero gradients.
/// The order of all additions follows from the extents: the threads change no bit of a result.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Attention
{
    /// <summary>
    /// <c>output = dropout(softmax(scores)) · v</c> for every head.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[Batch, Queries, Heads, ValueSize]; overlaps no other operand.</param>
    /// <param name="logSumExp">
    /// [Batch, Heads, Queries]: the logarithm of the sum of the exponentials of each row of scores, which the gradient needs; minus
    /// infinity for a query that sees no key. Not written if it is the default buffer.
    /// </param>
    /// <param name="q">The queries, [Batch, Queries, Heads, Size].</param>
    /// <param name="k">The keys, [Batch, Keys, KeyHeads, Size].</param>
    /// <param name="v">The values, [Batch, Keys, KeyHeads, ValueSize].</param>
    /// <param name="bias">
    /// [Batch or 1, Heads or 1, Queries or 1, Keys], as the shape says: added to the scores, and may be minus infinity. Read only if the shape
    /// has a bias.
    /// </param>
    /// <param name="padding">
    /// [Batch or 1, Keys], as the shape says: added to all scores with a key, and may be minus infinity. Read only if the shape has it.
    /// </param>
    /// <param name="lengths">[Batch] integers: how many keys of each sample there are. Read only if the shape has lengths.</param>
    /// <param name="slopes">[Heads]: what a head adds to a score for every place the key lies behind the query. Read only if the shape has
    /// slopes.</param>
    /// <param name="keys">
    /// Two raw words, the key of the random numbers that dropout draws; the number of a probability is its index in [Batch, Heads, Queries,
    /// Keys]. Read only if the shape has dropout.
    /// </param>
    /// <param name="shape">The extents.</param>
    /// <param name="scratch"><see cref="ScratchSizes.AttentionForward"/> floats.</param>
    public static void Forward(
        Workers workers, FloatBuffer output, FloatBuffer logSumExp, FloatBuffer q, FloatBuffer k, FloatBuffer v, FloatBuffer bias,
        FloatBuffer padding, FloatBuffer lengths, FloatBuffer slopes, FloatBuffer keys, in AttentionShape shape, FloatBuffer scratch)
    {
        var job = new Job(output, logSumExp, q, k, v, bias, padding, lengths, slopes, keys, shape, scratch)
        {
            ScratchPerWorker = ScratchSizes.AttentionForwardLength(shape),
        };
        Widest.Run(new ForwardAction(workers, &job));
    }

    /// <summary>
    /// The gradients of queries, keys and values, and of what is added to the scores, from the gradient of the output. Scores are computed
    /// again, not kept.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="qGradient">[Batch, Queries, Heads, Size]; overlaps no other operand.</param>
    /// <param name="kGradient">[Batch, Keys, KeyHeads, Size]; overlaps no other operand.</param>
    /// <param name="vGradient">[Batch, Keys, KeyHeads, ValueSize]; overlaps no other operand.</param>
    /// <param name="biasGradient">
    /// [Batch or 1, Heads or 1, Queries, Keys], as the shape says, whatever the form of the bias: where it is 1, the sum. Written only if the
    /// shape has it; overlaps no other operand.
    /// </param>
    /// <param name="q">The queries.</param>
    /// <param name="k">The keys.</param>
    /// <param name="v">The values.</param>
    /// <param name="output">What <see cref="Forward"/> computed.</param>
    /// <param name="logSumExp">What <see cref="Forward"/> computed.</param>
    /// <param name="outputGradient">[Batch, Queries, Heads, ValueSize].</param>
    /// <param name="bias">As for <see cref="Forward"/>.</param>
    /// <param name="padding">As for <see cref="Forward"/>.</param>
    /// <param name="lengths">As for <see cref="Forward"/>.</param>
    /// <param name="slopes">As for <see cref="Forward"/>. They have no gradient.</param>
    /// <param name="keys">As for <see cref="Forward"/>: the same words, so that the same probabilities are dropped.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="scratch"><see cref="ScratchSizes.AttentionGradient"/> floats.</param>
    public static void Gradient(
        Workers workers, FloatBuffer qGradient, FloatBuffer kGradient, FloatBuffer vGradient, FloatBuffer biasGradient, FloatBuffer q, FloatBuffer k,
        FloatBuffer v, FloatBuffer output, FloatBuffer logSumExp, FloatBuffer outputGradient, FloatBuffer bias, FloatBuffer padding, FloatBuffer lengths,
        FloatBuffer slopes, FloatBuffer keys, in AttentionShape shape, FloatBuffer scratch)
    {
        var job = new Job(output, logSumExp, q, k, v, bias, padding, lengths, slopes, keys, shape, scratch)
        {
            ScratchPerWorker = ScratchSizes.AttentionGradientLength(shape),
            QGradient = qGradient.Pointer,
            KGradient = kGradient.Pointer,
            VGradient = vGradient.Pointer,
            BiasGradient = biasGradient.Pointer,
            OutputGradient = outputGradient.Pointer,
        };
        Widest.Run(new GradientAction(workers, &job));
    }

    /// <summary>The operands of a call, as the workers see them.</summary>
    private struct Job
    {
        public Job(
            FloatBuffer output, FloatBuffer logSumExp, FloatBuffer q, FloatBuffer k, FloatBuffer v, FloatBuffer bias, FloatBuffer padding,
            FloatBuffer lengths, FloatBuffer slopes, FloatBuffer keys, in AttentionShape shape, FloatBuffer scratch)
        {
            Output = output.Pointer;
            LogSumExp = logSumExp.Pointer;
            Q = q.Pointer;
            K = k.Pointer;
            V = v.Pointer;
            Bias = bias.Pointer;
            Padding = padding.Pointer;
            Lengths = lengths.AsIntegers().Pointer;
            Slopes = slopes.Pointer;
            Scratch = scratch.Pointer;
            Shape = shape;
            if (shape.Dropout > 0)
            {
                var words = keys.AsIntegers();
                (Key0, Key1) = ((uint)words[0], (uint)words[1]);
            }
        }

        public FloatPointer Output;
        public FloatPointer LogSumExp;
        public FloatPointer Q;
        public FloatPointer K;
        public FloatPointer V;
        public FloatPointer Bias;
        public FloatPointer Padding;
        public IntPointer Lengths;
        public FloatPointer Slopes;
        public uint Key0;
        public uint Key1;
        public FloatPointer QGradient;
        public FloatPointer KGradient;
        public FloatPointer VGradient;
        public FloatPointer BiasGradient;
        public FloatPointer OutputGradient;
        public FloatPointer Scratch;
        public long ScratchPerWorker;
        public AttentionShape Shape;

        public readonly long QueryTiles => (Shape.Queries + TileQueries - 1) / TileQueries;

        /// <summary>The products of queries with keys, or of probabilities with values, if nothing is masked.</summary>
        public readonly double Products => (double)Shape.Batch * Shape.Heads * Shape.Queries * Shape.Keys * ((double)Shape.Size + Shape.ValueSize) / 2;

        /// <summary>Where a query of a head begins.</summary>
        public readonly long OfQuery(long sample, int head, long query) =>
            ((sample * Shape.Queries) + query) * Shape.QueryStride + ((long)head * Shape.Size);

        /// <summary>Where the output of a query of a head begins.</summary>
        public readonly long OfOutput(long sample, int head, long query) =>
            ((sample * Shape.Queries) + query) * Shape.OutputStride + ((long)head * Shape.ValueSize);

        /// <summary>Where a key of a head begins.</summary>
        public readonly long OfKey(long sample, int keyHead, long key) =>
            ((sample * Shape.Keys) + key) * Shape.KeyStride + ((long)keyHead * Shape.Size);

        /// <summary>Where a value of a head begins.</summary>
        public readonly long OfValue(long sample, int keyHead, long key) =>
            ((sample * Shape.Keys) + key) * Shape.ValueStride + ((long)keyHead * Shape.ValueSize);

        /// <summary>The number of a row of scores.</summary>
        public readonly long Row(long sample, int head, long query) => (((sample * Shape.Heads) + head) * Shape.Queries) + query;

        /// <summary>The bias of a row of scores.</summary>
        public readonly FloatPointer BiasRow(long sample, int head, long query)
        {
            var heads = Shape.BiasPerHead ? Shape.Heads : 1;
            var matrix = (Shape.BiasPerSample ? sample * heads : 0) + (Shape.BiasPerHead ? head : 0);
            return Bias + ((Shape.BiasForAllQueries ? matrix : (matrix * Shape.Queries) + query) * Shape.Keys);
        }

        /// <summary>What is added to all scores with each key.</summary>
        public readonly FloatPointer PaddingRow(long sample) => Padding + (Shape.PaddingPerSample ? sample * Shape.Keys : 0);

        /// <summary>How many keys a sample has.</summary>
        public readonly long Length(long sample) => Shape.HasLengths ? Math.Clamp(Lengths[sample], 0, Shape.Keys) : Shape.Keys;

        /// <summary>The keys that any of some consecutive queries sees: from the first up to but not including the second.</summary>
        public readonly (long Begin, long End) KeysSeen(long sample, long firstQuery, long lastQuery)
        {
            var end = Length(sample);
            if (Shape.Causal) end = Math.Min(end, lastQuery + Shape.Offset + 1);
            var begin = Shape.Window > 0 ? Math.Max(0, firstQuery + Shape.Offset - Shape.Window + 1) : 0;
            return (begin, Math.Max(begin, end));
        }
    }
}
