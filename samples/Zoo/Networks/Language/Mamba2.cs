using Sinter;

namespace Zoo.Networks;

/// <summary>Mamba-2 with 129 million parameters, as Hugging Face's <c>Mamba2ForCausalLM</c>: heads with one rate of decay each.</summary>
/// <remarks>Dao and Gu, "Transformers are SSMs: Generalized Models and Efficient Algorithms Through Structured State Space Duality", 2024.</remarks>
[Network, Dim("T", Max = 512)]
internal sealed partial class Mamba2
{
    private const int Words = 50_288, Width = 768, Inner = 1536, State = 128, Heads = 24, Size = 64;

    private static Tensor Define([Shape("T")] Tokens text)
    {
        var table = text.Parameter("backbone.embeddings.weight", [Words, Width], Initializer.Normal(standardDeviation: 0.02f));
        var x = text.Embedding(table);
        for (var i = 0; i < 24; i++) x = x.Scope($"backbone.layers.{i}", b => b + b.RMSNorm(epsilon: 1e-5f, name: "norm").Scope("mixer", Mixer));
        return x.RMSNorm(epsilon: 1e-5f, name: "backbone.norm_f").Linear(table);
    }

    private static Tensor Mixer(Tensor input)
    {
        const int Mixed = Inner + (2 * State);
        var all = input.Linear(Inner + Mixed + Heads, bias: false, name: "in_proj");
        var (gate, rate) = (all.Slice(1, 0, Inner), (all.Slice(1, Inner + Mixed) + input.Parameter("dt_bias", [Heads])).Softplus());
        var mixed = all.Slice(1, Inner, Inner + Mixed).Transpose().Conv1d(Mixed, kernel: 4, Padding.Causal, groups: Mixed, name: "conv1d").Transpose().Silu();
        var (x, write, read) = (mixed.Slice(1, 0, Inner).Reshape(-1, Heads, Size), mixed.Slice(1, Inner, Inner + State), mixed.Slice(1, Inner + State));
        var (decay, direct) = (-x.Parameter("A_log", [Heads]).Exp(), x.Parameter("D", [Heads], Initializer.Ones).Unsqueeze(1));
        var (outputs, _) = ScanLayers.Scan([x, rate, write, read], [x.Zeros(Heads, Size, State)], (step, now) =>
        {
            var (u, dt) = (step[0], step[1].Unsqueeze(1));
            var h = ((dt * decay.Unsqueeze(1)).Exp().Unsqueeze(2) * now[0]) + ((dt * u).Unsqueeze(2) * step[2].Reshape(1, 1, State));
            return ([(h * step[3].Reshape(1, 1, State)).Sum(2) + (direct * u)], [h]);
        });
        return (outputs[0].Flatten(1) * gate.Silu()).RMSNorm(epsilon: 1e-5f, name: "norm").Linear(Width, bias: false, name: "out_proj");
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
