using Sinter;

namespace Zoo.Networks;

/// <summary>RWKV-4 with 169 million parameters, as Hugging Face's <c>RwkvForCausalLM</c>: a mean over all that was read, which decays.</summary>
/// <remarks>Peng, Alcaide, Anthony, Albalak, Arcadinho, Biderman, Cao, Cheng, Chung, Grella and others, "RWKV: Reinventing RNNs for the Transformer Era", 2023.</remarks>
[Network, Dim("T", Max = 512)]
internal sealed partial class Rwkv4
{
    private const int Words = 50_277, Width = 768;

    private static Tensor Define([Shape("T")] Tokens text)
    {
        var x = text.Embedding(Words, Width, initializer: Initializer.Uniform(-1e-4f, 1e-4f), name: "rwkv.embeddings").LayerNorm(name: "rwkv.blocks.0.pre_ln");
        for (var i = 0; i < 12; i++)
        {
            x = x.Scope($"rwkv.blocks.{i}", block =>
            {
                var y = block + block.LayerNorm(name: "ln1").Scope("attention", TimeMixing);
                return y + y.LayerNorm(name: "ln2").Scope("feed_forward", ChannelMixing);
            });
        }

        return x.LayerNorm(name: "rwkv.ln_out").Linear(Words, bias: false, name: "head");
    }

    // Each feature is that of this place or of the one before, or between them.
    private static Tensor Shifted(Tensor x, string name)
    {
        var weight = x.Parameter(name, [1, 1, Width], Initializer.Uniform(0, 1)).Reshape(Width);
        return (x * weight) + (x.Pad(0, 1, 0).Slice(0, 0, -1) * (1 - weight));
    }

    private static Tensor TimeMixing(Tensor x)
    {
        Tensor Mixed(string name) => Shifted(x, "time_mix_" + name).Linear(Width, bias: false, name: name);
        var (key, value, receptance) = (Mixed("key"), Mixed("value"), Mixed("receptance").Sigmoid());
        var (decay, first) = (-x.Parameter("time_decay", [Width]).Exp(), x.Parameter("time_first", [Width]));
        var (outputs, _) = ScanLayers.Scan([key, value], [x.Zeros(Width), x.Zeros(Width), x.Zeros(Width) - 1e38f], (step, now) =>
        {
            // The largest exponent so far is taken away from all, so that none overflows.
            var (k, v, numerator, denominator, largest) = (step[0], step[1], now[0], now[1], now[2]);
            var top = largest.Maximum(first + k);
            var (old, fresh) = ((largest - top).Exp(), (first + k - top).Exp());
            var output = ((old * numerator) + (fresh * v)) / ((old * denominator) + fresh);
            var next = (largest + decay).Maximum(k);
            (old, fresh) = ((largest + decay - next).Exp(), (k - next).Exp());
            return ([output], [(old * numerator) + (fresh * v), (old * denominator) + fresh, next]);
        });
        return (receptance * outputs[0]).Linear(Width, bias: false, name: "output");
    }

    private static Tensor ChannelMixing(Tensor x) => Shifted(x, "time_mix_receptance").Linear(Width, bias: false, name: "receptance").Sigmoid() *
        Shifted(x, "time_mix_key").Linear(4 * Width, bias: false, name: "key").Relu().Square().Linear(Width, bias: false, name: "value");

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
