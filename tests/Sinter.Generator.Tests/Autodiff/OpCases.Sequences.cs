using Sinter.Graphs;

namespace Sinter.Generator.Tests.Autodiff;

internal static partial class OpCases
{
    private static IEnumerable<(string Name, Func<GraphBuilder, int> Value)> Sequences() =>
    [
        ("Scan", b => Scan(b, reverse: false)),
        ("ScanReverse", b => Scan(b, reverse: true)),
        ("Attention", b => Attention(b, new AttentionOp(0.7f, Causal: false, Window: 0, HasBias: false, HasLengths: false, HasSlopes: false))),
        ("AttentionCausal", b => Attention(b, new AttentionOp(0.7f, Causal: true, Window: 2, HasBias: false, HasLengths: false, HasSlopes: false))),
        ("AttentionWideValues", b => Attention(b, Plain, width: 3)),
        ("AttentionBias", b => Attention(b, Plain with { HasBias = true }, bias: [1, 1, 3, 5])),
        ("AttentionBiasOfHeads", b => Attention(b, Plain with { HasBias = true }, bias: [1, 4, 3, 5])),
        ("AttentionBiasOfSamples", b => Attention(b, Plain with { HasBias = true, HasPadding = true, Causal = true }, bias: [2, 1, 3, 5], padding: [1, 5])),
        ("AttentionBiasForAllQueries", b => Attention(b, Plain with { HasBias = true, HasPadding = true }, bias: [2, 4, 1, 5], padding: [1, 5])),
        ("AttentionPadding", b => Attention(b, Plain with { HasPadding = true }, padding: [2, 5])),
        ("AttentionBiasAndPadding", b => Attention(b, Plain with { HasBias = true, HasPadding = true }, bias: [1, 4, 3, 5], padding: [2, 5])),
    ];

    // The whole history of a state, and a result: h' = tanh(x + w·h), y = x·h.
    private static int Scan(GraphBuilder b, bool reverse)
    {
        var (x, initial, w) = (Parameter(b, "x", 4, 3), Parameter(b, "initial", 3), Parameter(b, "w", 3));
        var (scan, results) = ScanBuilder.Add(b, 4, [x], [initial], reverse, (step, now) =>
        {
            var next = b.Pointwise(ScalarFunction.Tanh, b.Add(step[0], b.Multiply(w, now[0])));
            return ([next], [b.Multiply(step[0], now[0])]);
        });
        var history = b.Add(new ScanResultOp(0, reverse ? 0 : 1, Shape.Of(4, 3)), scan);
        return b.Add(history, b.Add(new ScanResultOp(results[0], 0, Shape.Of(4, 3)), scan));
    }

    private static readonly AttentionOp Plain = new(0.7f, Causal: false, Window: 0, HasBias: false, HasLengths: false, HasSlopes: false);

    private static int Attention(GraphBuilder b, AttentionOp op, int width = 2, Dim[]? bias = null, Dim[]? padding = null)
    {
        var inputs = new List<int> { Parameter(b, "query", 2, 3, 4, 2), Parameter(b, "key", 2, 5, 2, 2), Parameter(b, "value", 2, 5, 2, width) };
        if (bias is not null) inputs.Add(Parameter(b, "bias", [.. bias]));
        if (padding is not null) inputs.Add(Parameter(b, "padding", [.. padding]));
        return b.Add(new ResultOp(0, op.Result(0, [.. inputs.Select(b.ShapeOf)])), b.Add(op, [.. inputs]));
    }
}
