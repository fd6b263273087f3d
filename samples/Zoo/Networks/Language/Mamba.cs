using Sinter;

namespace Zoo.Networks;

/// <summary>Mamba with 130 million parameters, as Hugging Face's <c>MambaForCausalLM</c>: a state space that chooses by what it reads what to keep.</summary>
/// <remarks>Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023.</remarks>
[Network, Dim("T", Max = 512)]
internal sealed partial class Mamba
{
    private const int Words = 50_280, Width = 768, Inner = 1536, State = 16, Rank = 48;

    private static Tensor Define([Shape("T")] Tokens text)
    {
        var table = text.Parameter("backbone.embeddings.weight", [Words, Width], Initializer.Normal(standardDeviation: 0.02f));
        var x = text.Embedding(table);
        for (var i = 0; i < 24; i++) x = x.Scope($"backbone.layers.{i}", b => b + b.RMSNorm(epsilon: 1e-5f, name: "norm").Scope("mixer", Mixer));
        return x.RMSNorm(epsilon: 1e-5f, name: "backbone.norm_f").Linear(table);
    }

    private static Tensor Mixer(Tensor input)
    {
        var halves = input.Linear(2 * Inner, bias: false, name: "in_proj").Chunk(2, axis: 1);
        var x = halves[0].Transpose().Conv1d(Inner, kernel: 4, Padding.Causal, groups: Inner, name: "conv1d").Transpose().Silu();
        var selected = x.Linear(Rank + (2 * State), bias: false, name: "x_proj");
        var rate = selected.Slice(1, 0, Rank).Linear(Inner, name: "dt_proj").Softplus();
        var (write, read) = (selected.Slice(1, Rank, Rank + State), selected.Slice(1, Rank + State));
        var (decay, direct) = (-x.Parameter("A_log", [Inner, State]).Exp(), x.Parameter("D", [Inner], Initializer.Ones));
        var (outputs, _) = ScanLayers.Scan([x, rate, write, read], [x.Zeros(Inner, State)], (step, now) =>
        {
            var (u, dt) = (step[0], step[1]);
            var h = ((dt.Unsqueeze(1) * decay).Exp() * now[0]) + ((dt * u).Unsqueeze(1) * step[2].Unsqueeze(0));
            return ([(h * step[3].Unsqueeze(0)).Sum(1) + (direct * u)], [h]);
        });
        return (outputs[0] * halves[1].Silu()).Linear(Width, bias: false, name: "out_proj");
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
