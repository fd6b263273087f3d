using Sinter;

namespace Zoo.Networks;

/// <summary>The cell of xLSTM with scalar memory: gates that are exponentials, and states that are kept in proportion.</summary>
/// <remarks>Beck, Pöppel, Spanring, Auer, Prudnikova, Kopp, Klambauer, Brandstetter and Hochreiter, "xLSTM: Extended Long Short-Term Memory", 2024.</remarks>
[Network, Dim("T", Max = 256)]
internal sealed partial class SLstm
{
    private const int Width = 128;

    private static Tensor Define([Shape("T")] Tokens words)
    {
        var gates = words.Embedding(10_000, 100, name: "embedding").Linear(4 * Width, name: "cell.W");
        var start = gates.Zeros(Width);
        var (outputs, _) = ScanLayers.Scan([gates], [start, start, start, start], (step, now) =>
        {
            var (h, c, n, m) = (now[0], now[1], now[2], now[3]);
            var parts = (step[0] + h.Linear(4 * Width, bias: false, name: "R")).Chunk(4);
            var (value, input, forget, output) = (parts[0].Tanh(), parts[1], -(-parts[2]).Softplus(), parts[3].Sigmoid());

            // The larger of both exponents is taken away from both; what is left of it cancels in the quotient.
            var largest = (forget + m).Maximum(input);
            var (kept, fresh) = ((forget + m - largest).Exp(), (input - largest).Exp());
            (c, n) = ((kept * c) + (fresh * value), (kept * n) + fresh);
            h = output * c / n;
            return ([h], [h, c, n, largest]);
        }, name: "cell");
        return outputs[0].Linear(17, name: "tags");
    }

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
