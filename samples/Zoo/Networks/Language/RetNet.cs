using Sinter;

namespace Zoo.Networks;

/// <summary>A retentive network: attention without softmax, whose weights decay with the distance, computed as a recurrence.</summary>
/// <remarks>Sun, Dong, Huang, Ma, Xia, Xue, Wang and Wei, "Retentive Network: A Successor to Transformer for Large Language Models", 2023.</remarks>
[Network, Dim("T", Max = 512)]
internal sealed partial class RetNet
{
    private const int Words = 32_000, Width = 512, Heads = 4, Size = Width / Heads;

    private static Tensor Define([Shape("T")] Tokens text)
    {
        var x = text.Embedding(Words, Width, initializer: Initializer.Normal(standardDeviation: 0.02f), name: "embed_tokens");
        for (var i = 0; i < 6; i++)
        {
            x = x.Scope($"layers.{i}", layer =>
            {
                var y = layer + layer.LayerNorm(name: "retention_layer_norm").Scope("retention", Retention);
                return y + y.LayerNorm(name: "final_layer_norm").Linear(2 * Width, name: "ffn.fc1").Gelu().Linear(Width, name: "ffn.fc2");
            });
        }

        return x.LayerNorm(name: "layer_norm").Linear(Words, bias: false, name: "output_projection");
    }

    private static Tensor Retention(Tensor x)
    {
        Tensor Part(string name, int size) => x.Linear(Heads * size, bias: false, name: name).Reshape(-1, Heads, size);

        // Frequencies from 1 to 1/10,000, both included.
        var longest = MathF.Pow(10000, (Size / 2f) / ((Size / 2f) - 1));
        var (query, key) = (Part("q_proj", Size).RotaryPositions(longest, interleaved: true), Part("k_proj", Size).RotaryPositions(longest, interleaved: true));
        var (value, gate) = (Part("v_proj", 2 * Size), x.Linear(2 * Width, bias: false, name: "g_proj").Silu());
        Tensor[] decays = [.. Enumerable.Range(0, Heads).Select(head => x.Zeros(1, Size, 2 * Size) + (1 - MathF.Pow(2, -5 - head)))];
        var decay = Tensor.Concat(decays);
        var (outputs, _) = ScanLayers.Scan([query, key * (1 / MathF.Sqrt(Size)), value], [x.Zeros(Heads, Size, 2 * Size)], (step, now) =>
        {
            var state = (decay * now[0]) + (step[1].Unsqueeze(2) * step[2].Unsqueeze(1));
            return ([step[0].Unsqueeze(1).Matmul(state).Squeeze(1)], [state]);
        });
        return (outputs[0].LayerNorm(affine: false).Flatten(1) * gate).Linear(Width, bias: false, name: "out_proj");
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
