namespace Sinter.Generator.Tests.Scheduling;

/// <summary>The part of the zoo that has attention.</summary>
internal static class ZooAttention
{
    public const string Text = """

        [Network]
        public partial class Encoder
        {
            static Tensor Define([Shape(5)] Tokens text, [Shape] Tokens lengths)
            {
                var x = text.Embedding(7, 6).SinusoidalPositions();
                x = x.TransformerEncoderLayer(heads: 3, feedForward: 9, dropout: 0.2f, lengths: lengths, slopes: PositionLayers.AlibiSlopes(3));
                return x.BertBlock(heads: 2, feedForward: 7, lengths: lengths).MeanOverSteps(lengths).Linear(4);
            }

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network]
        public partial class Llama
        {
            static Tensor Define([Shape(6)] Tokens text)
            {
                var x = text.Embedding(9, 8);
                x = x.LlamaBlock(heads: 4, feedForward: 6, groups: 2).LlamaBlock(heads: 2, feedForward: 5, interleaved: true);
                return x.LearnedPositions().GptBlock(2, dropout: 0.1f).RMSNorm().Linear(9);
            }

            static Tensor Loss(Tensor logits, [Shape(6)] Tokens next) => logits.CrossEntropy(next, axis: -1);
        }

        [Network]
        public partial class Windowed
        {
            static Tensor Define([Shape(9, 5)] Tensor x, [Shape] Tokens lengths, [Shape(9, 9)] Tensor mask)
            {
                var (q, k, v) = (x.Linear(12).Reshape(9, 4, 3), x.Linear(6).Reshape(9, 2, 3), x.Linear(6).Reshape(9, 2, 3));
                var near = q.Attention(k, v, causal: true, window: 3, slopes: PositionLayers.AlibiSlopes(4), dropout: 0.3f);
                var far = q.Attention(k, v, bias: mask, lengths: lengths, scale: 0.25f);
                return (near * far).Flatten(1).Linear(3);
            }

            static Tensor Loss(Tensor y, [Shape(9, 3)] Tensor target) => y.MeanSquaredError(target);
        }

        [Network]
        public partial class Relative
        {
            static Tensor Define([Shape(7, 6)] Tensor x, [Shape(7)] Tensor hidden)
            {
                var y = x.MultiHeadAttention(3, mask: x.BucketedPositionBias(3, buckets: 6, maxDistance: 5), keyPaddingMask: hidden, dropout: 0.2f);
                var q = y.Linear(8).Reshape(-1, 4, 2);
                return q.Attention(y.Linear(4).Reshape(-1, 2, 2), y.Linear(6).Reshape(-1, 2, 3), causal: true, bias: y.Matmul(y.Transpose()).Tanh()).Flatten(1).Linear(5);
            }

            static Tensor Loss(Tensor y, [Shape(7, 5)] Tensor target) => y.MeanSquaredError(target);
        }

        [Network]
        public partial class Detector
        {
            static (Tensor Found, Tensor Weights) Define([Shape(7, 6)] Tensor memory, [Shape(3, 6)] Tensor asked, [Shape] Tokens lengths)
            {
                var queries = memory.Parameter("queries", [4, 6], Initializer.Normal());
                var found = queries.TransformerDecoderLayer(memory, heads: 2, feedForward: 5, causal: false, memoryLengths: lengths, name: "learned");
                var keys = memory.Parameter("keys", [5, 1, 3]);
                var shared = asked.Reshape(3, 2, 3).Attention(keys, keys.Tanh()).Flatten(1);
                var (read, weights) = shared.MultiHeadAttentionWithWeights(3, found, mask: memory.Matmul(memory.Transpose()).Slice(0, 0, 3).Slice(1, 0, 4), averageAttentionWeights: false, name: "read");
                return (found.Linear(4), read.Concat(weights.Sum(0), axis: 1));
            }

            static Tensor Loss(Tensor found, Tensor weights, [Shape(4, 4)] Tensor target) => found.Huber(target) + weights.Square().Mean();
        }

        [Network]
        public partial class AttendingCell
        {
            static Tensor Define([Shape(4, 4)] Tensor x)
            {
                // Attention inside a step, with a query that is the state; and the linear kind, which is a recurrence itself.
                var heads = x.Linear(4).Reshape(4, 2, 2);
                var read = x.Scan(x.Zeros(4), (step, h) =>
                {
                    var seen = (step + h).Reshape(1, 2, 2).Attention(heads, heads.Tanh()).Flatten();
                    return (seen, (h.Linear(4) + seen).Tanh());
                }).Outputs;
                return read + heads.LinearAttention(heads.Sin(), heads.Cos(), causal: true).Flatten(1) + heads.LinearAttention(heads.Sin(), heads.Cos()).Flatten(1);
            }

            static Tensor Loss(Tensor y, [Shape(4, 4)] Tensor target) => y.MeanSquaredError(target);
        }
        """;
}
