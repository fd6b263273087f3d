namespace Sinter.Claims.Recurrence;

/// <summary>The equations of gated cells in double precision, written down from the papers.</summary>
internal static class Cells
{
    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000):
    /// <c>i, f, o = σ(W·x + b + U·h + c)</c>, <c>g = tanh(…)</c>, <c>c' = f·c + i·g</c>, <c>h' = o·tanh(c')</c>.
    /// </summary>
    /// <returns>The outputs of all steps, and the last cell.</returns>
    public static (double[] Outputs, double[] Cell) Lstm(ParameterCollection weights, float[] sequence, int inputs, int hidden)
    {
        var (h, c, outputs) = (new double[hidden], new double[hidden], new List<double>());
        foreach (var x in sequence.Chunk(inputs))
        {
            var total = Total(weights, x, h, 4 * hidden);
            var next = new double[hidden];
            for (var unit = 0; unit < hidden; unit++)
            {
                var (input, forget) = (Sigmoid(total[unit].Sum), Sigmoid(total[hidden + unit].Sum));
                c[unit] = (forget * c[unit]) + (input * Math.Tanh(total[(2 * hidden) + unit].Sum));
                next[unit] = Sigmoid(total[(3 * hidden) + unit].Sum) * Math.Tanh(c[unit]);
            }

            outputs.AddRange(h = next);
        }

        return ([.. outputs], c);
    }

    /// <summary>
    /// The gated recurrent unit (Cho et al. 2014) with the reset gate behind the product: <c>r, z = σ(W·x + b + U·h + c)</c>,
    /// <c>n = tanh(W·x + b + r·(U·h + c))</c>, <c>h' = (1 - z)·n + z·h</c>.
    /// </summary>
    /// <returns>The outputs of all steps.</returns>
    public static double[] Gru(ParameterCollection weights, float[] sequence, int inputs, int hidden)
    {
        var (h, outputs) = (new double[hidden], new List<double>());
        foreach (var x in sequence.Chunk(inputs))
        {
            var total = Total(weights, x, h, 3 * hidden);
            var next = new double[hidden];
            for (var unit = 0; unit < hidden; unit++)
            {
                var (reset, update, candidate) = (Sigmoid(total[unit].Sum), Sigmoid(total[hidden + unit].Sum), total[(2 * hidden) + unit]);
                next[unit] = ((1 - update) * Math.Tanh(candidate.Input + (reset * candidate.Hidden))) + (update * h[unit]);
            }

            outputs.AddRange(h = next);
        }

        return [.. outputs];
    }

    // W·x + b and U·h + c of every row.
    private static Row[] Total(ParameterCollection weights, float[] x, double[] h, int rows) =>
    [
        .. Enumerable.Range(0, rows).Select(row => new Row(
            weights["cell.bias_ih_l0"].Values[row] + Product(weights["cell.weight_ih_l0"].Values, row, [.. x.Select(number => (double)number)]),
            weights["cell.bias_hh_l0"].Values[row] + Product(weights["cell.weight_hh_l0"].Values, row, h))),
    ];

    private static double Product(ReadOnlySpan<float> weight, int row, double[] vector)
    {
        var sum = 0.0;
        for (var i = 0; i < vector.Length; i++) sum += weight[(row * vector.Length) + i] * vector[i];
        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private readonly record struct Row(double Input, double Hidden)
    {
        public double Sum => Input + Hidden;
    }
}
