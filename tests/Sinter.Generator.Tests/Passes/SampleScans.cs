using Definition = Sinter.Generator.Tests.Passes.SampleNetworks.Definition;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Small networks with recurrences: what a cell reads, keeps and leaves behind in every combination that passes tell apart.</summary>
internal static class SampleScans
{
    public static Dictionary<string, Action<Definition>> Definitions { get; } = new()
    {
        ["ScanRnn"] = d => d.Classify(d.Image(4, 3).Rnn(3, relu: true).Outputs.Flatten().Linear(4)),
        ["ScanLstm"] = d => d.Classify(d.Image(4, 3).Lstm(3, layers: 2, bidirectional: true, dropout: 0.3f).Outputs.Flatten().Linear(4)),
        ["ScanGru"] = d => d.Classify(d.Image(4, 3).Gru(3, lengths: d.Lengths(4)).Hidden.Flatten().Linear(4)),
        ["ScanProjection"] = d => d.Classify(d.Tokens(5, 7).Embedding(7, 4).Lstm(4, projection: 3, peephole: true).Outputs.Flatten().Linear(4)),
        ["ScanReverse"] = d => d.Classify(Own(d.Image(4, 3), reverse: true).Flatten().Linear(4)),
        ["ScanTruncated"] = d => d.Classify(d.Image(5, 3).Gru(3, window: 2).Outputs.Flatten().Linear(4)),
        ["ScanDropout"] = d =>
        {
            var x = d.Image(4, 3);
            d.Classify(x.Scan(x.Zeros(3), (step, h) =>
            {
                var next = (step + h.Dropout(0.4f).Linear(3)).Tanh();
                return (next.Dropout(0.2f), next);
            }).Outputs.Flatten().Linear(4));
        },
        ["ScanStates"] = d =>
        {
            // One state is exchanged with another, one is passed on as it is, one only counts, and a result depends on nothing.
            var x = d.Image(4, 3);
            var (outputs, states) = ScanLayers.Scan([x, x.Square()], [x.Select(0, 0), x.Zeros(3), x.Zeros(1), x.Select(0, 1).Tanh()], (step, now) =>
                ([step[1] * now[0], now[3], x.Zeros(2) + 1, step[0]], [now[1], (step[0] + now[0].Linear(3)).Tanh(), now[2] + 0.5f, now[3]]));
            d.Classify(Tensor.Concat([.. outputs.Select(output => output.Flatten()), .. states]).Linear(4));
        },
        ["ScanTwoResults"] = d =>
        {
            // Next states that are one value, and results that are views of it.
            var x = d.Image(4, 3);
            var (outputs, states) = ScanLayers.Scan([x], [x.Zeros(3), x.Zeros(3)], (step, now) =>
            {
                var next = (step[0] + now[0] - (now[1] * 0.5f)).Tanh();
                return ([next.Reshape(1, 3), next, next.Square()], [next, next]);
            });
            d.Classify(Tensor.Concat([.. outputs.Select(output => output.Flatten()), .. states]).Linear(4));
        },
        ["ScanNested"] = d =>
        {
            // Rows of a picture: a scan over columns in every step of a scan over rows.
            var x = d.Image(3, 4, 2);
            d.Classify(x.Scan(x.Zeros(3), (row, h) =>
            {
                var inner = row.Scan(h, (pixel, g) => (pixel, (pixel.Linear(3, name: "in") + g.Linear(3, name: "down")).Tanh())).State;
                var next = (inner + h.Linear(3, name: "across")).Tanh();
                return (next, next);
            }).Outputs.Flatten().Linear(4));
        },
        ["ScanNestedReverse"] = d =>
        {
            var x = d.Image(3, 4, 2);
            d.Classify(x.Scan(x.Zeros(2), (row, h) =>
            {
                var inner = row.Scan(h, (pixel, g) => ((pixel * g).Sin(), (pixel + (g * 0.7f)).Tanh()), reverse: true);
                return (inner.Outputs.Linear(3), inner.State);
            }, reverse: true).Outputs.Flatten().Linear(4));
        },
        ["ScanStacked"] = d =>
        {
            // A scan of one step, and one whose state has several axes.
            var x = d.Image(3, 2);
            var first = x.Slice(0, 1, 2).Scan(x.Zeros(2), (step, h) => (step + h, (step * 2) + h));
            var outer = x.Scan(x.Zeros(2, 2), (step, h) => (h.Matmul(step.Unsqueeze(1)).Squeeze(1), (h * 0.9f) + (step.Unsqueeze(0) * step.Unsqueeze(1))));
            d.Classify(Tensor.Concat([first.Outputs.Flatten(), first.State, outer.Outputs.Flatten(), outer.State.Flatten()]).Linear(4));
        },
        ["ScanDetach"] = d =>
        {
            var x = d.Image(4, 3);
            d.Classify(x.Scan(x.Zeros(3), (step, h) =>
            {
                var next = (step.Linear(3) + h.Detach().Linear(3) + (h * 0.1f)).Tanh();
                return (next.Softmax() * h.Detach(), next);
            }).Outputs.Flatten().Linear(4));
        },
        ["ScanNormalized"] = d =>
        {
            var x = d.Image(4, 3);
            d.Classify(x.Scan(x.Zeros(3), (step, h) =>
            {
                var next = (step.Linear(3) + h.Linear(3, bias: false)).LayerNorm().Tanh();
                return (next, next);
            }).Outputs.Flatten().Linear(4));
        },
    };

    private static Tensor Own(Tensor x, bool reverse) => x.Scan((x.Zeros(3), x.Parameter("begin", [3]).Expand(3) + x.Zeros(3)), (step, now) =>
    {
        var (h, c) = now;
        var gate = (step.Linear(3) + h.Linear(3, bias: false)).Sigmoid();
        var cell = (gate * c) + ((1 - gate) * step);
        return (cell * h.Cos(), (cell.Tanh(), cell));
    }, reverse).Outputs;
}
