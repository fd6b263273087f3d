using Sinter;

namespace Zoo.Networks;

/// <summary>The cell of xLSTM with a matrix for memory: values are stored under keys, and found again with queries.</summary>
/// <remarks>Beck, Pöppel, Spanring, Auer, Prudnikova, Kopp, Klambauer, Brandstetter and Hochreiter, "xLSTM: Extended Long Short-Term Memory", 2024.</remarks>
[Network, Dim("T", Max = 256)]
internal sealed partial class MLstm
{
    private const int Width = 128, Heads = 4, Size = Width / Heads;

    private static Tensor Define([Shape("T")] Tokens words)
    {
        var x = words.Embedding(10_000, Width, name: "embedding");
        Tensor Part(string name) => x.Linear(Width, name: $"cell.W_{name}").Reshape(-1, Heads, Size);
        var (query, key, value) = (Part("q"), Part("k") * (1 / MathF.Sqrt(Size)), Part("v"));
        var (input, forget) = (x.Linear(Heads, name: "cell.w_i"), -(-x.Linear(Heads, name: "cell.w_f")).Softplus());
        var (outputs, _) = ScanLayers.Scan([query, key, value, input, forget], [x.Zeros(Heads, Size, Size), x.Zeros(Heads, Size), x.Zeros(Heads)], (step, now) =>
        {
            var (q, k, v, i, f) = (step[0], step[1], step[2], step[3], step[4]);
            var largest = (f + now[2]).Maximum(i);
            var (kept, fresh) = ((f + now[2] - largest).Exp().Unsqueeze(1), (i - largest).Exp().Unsqueeze(1));
            var memory = (kept.Unsqueeze(2) * now[0]) + (v.Unsqueeze(2) * (fresh * k).Unsqueeze(1));
            var sum = (kept * now[1]) + (fresh * k);
            var found = (memory * q.Unsqueeze(1)).Sum(2);
            return ([found / (sum * q).Sum(1, keepDims: true).Abs().Maximum((-largest).Exp().Unsqueeze(1))], [memory, sum, largest]);
        });
        return (outputs[0].Flatten(1) * x.Linear(Width, name: "cell.W_o").Sigmoid()).Linear(17, name: "tags");
    }

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
