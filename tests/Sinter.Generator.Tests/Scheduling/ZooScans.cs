namespace Sinter.Generator.Tests.Scheduling;

/// <summary>The part of the zoo that has recurrences.</summary>
internal static class ZooScans
{
    public const string Text = """

        [Network]
        public partial class Recurrent
        {
            static Tensor Define([Shape(5)] Tokens text, [Shape] Tokens lengths)
            {
                var x = text.Embedding(6, 7);
                var (outputs, hidden, cell) = x.Lstm(5, layers: 2, bidirectional: true, dropout: 0.2f, lengths: lengths);
                return Tensor.Concat([outputs.Flatten(), hidden.Flatten(), cell.Flatten()]).Linear(4);
            }

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network]
        public partial class Gated
        {
            static Tensor Define([Shape(6, 3)] Tensor x) =>
                x.Gru(5, window: 4).Outputs.Rnn(7, relu: true, bidirectional: true).Outputs.Lstm(6, projection: 3, peephole: true).Outputs.Flatten();

            static Tensor Loss(Tensor y, [Shape(18)] Tensor target) => y.MeanSquaredError(target);
        }

        [Network]
        public partial class OwnCell
        {
            static Tensor Define([Shape(5, 4)] Tensor x)
            {
                var (outputs, states) = x.Scan((x.Zeros(4), x.Select(0, 2)), (step, now) =>
                {
                    var (h, c) = now;
                    var gate = (step.Linear(4) + h.Dropout(0.3f).Linear(4, bias: false)).LayerNorm().Sigmoid();
                    var next = gate * c + (1 - gate) * step.Tanh();
                    return (next.Softmax() * h, (next.Sin(), next));
                }, reverse: true);
                return Tensor.Concat([outputs.Flatten(), states.First, states.Second]);
            }

            static Tensor Loss(Tensor y, [Shape(28)] Tensor target) => y.Huber(target);
        }

        [Network]
        public partial class Nested
        {
            static Tensor Define([Shape(3, 4, 2)] Tensor image) => image.Scan(image.Zeros(3), (row, h) =>
            {
                var inner = row.Scan(h, (pixel, g) => (g.Sin(), (pixel.Linear(3, name: "in") + g.Linear(3, name: "down")).Tanh()), reverse: true);
                var next = (inner.State + h.Linear(3, name: "across")).Tanh();
                return (inner.Outputs.Flatten(), next);
            }).Outputs.Flatten().Linear(5);

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network]
        public partial class Exchange
        {
            static Tensor Define([Shape(4, 3)] Tensor x)
            {
                var (outputs, states) = ScanLayers.Scan([x, x.Square()], [x.Select(0, 0), x.Zeros(3), x.Zeros(1), x.Select(0, 1).Tanh()], (step, now) =>
                    ([step[1] * now[0], now[3], x.Zeros(2) + 1, step[0], now[1].Reshape(1, 3), now[1]],
                    [now[1], (step[0] + now[0].Linear(3)).Tanh(), now[2] + 0.5f, now[3]]));
                var all = outputs[0].Flatten();
                for (var i = 1; i < outputs.Length; i++) all = all.Concat(outputs[i].Flatten());
                for (var i = 0; i < states.Length; i++) all = all.Concat(states[i]);
                return all.Linear(9);
            }

            static Tensor Loss(Tensor y, [Shape(9)] Tensor target) => y.MeanSquaredError(target);
        }
        """;
}
