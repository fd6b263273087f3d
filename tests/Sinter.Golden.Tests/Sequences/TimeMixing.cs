namespace Sinter.Golden.Sequences;

/// <summary>The time mixing of RWKV-4 (Peng et al. 2023): a decaying mean over all steps, with a running maximum against overflow.</summary>
[Network]
public partial class TimeMixing
{
    private const int Steps = 6, Features = 4, Width = 5;

    private static Tensor Define([Shape(Steps, Features)] Tensor input)
    {
        var x = input.Probe();
        var before = x.Pad(0, 1, 0).Slice(0, 0, Steps);
        Tensor Mix(string name)
        {
            var weight = x.Parameter(name, [Features]);
            return (x * weight) + (before * (1 - weight));
        }

        var key = Mix("time_mix_k").Linear(Width, bias: false, name: "key");
        var value = Mix("time_mix_v").Linear(Width, bias: false, name: "value");
        var receptance = Mix("time_mix_r").Linear(Width, bias: false, name: "receptance").Sigmoid();
        var decay = -x.Parameter("time_decay", [Width]).Exp();
        var first = x.Parameter("time_first", [Width]);
        var (outputs, states) = ScanLayers.Scan([key, value], [x.Zeros(Width), x.Zeros(Width), x.Zeros(Width) - 1e38f], (step, now) =>
        {
            var (k, v) = (step[0], step[1]);
            var (numerator, denominator, largest) = (now[0], now[1], now[2]);
            var top = largest.Maximum(first + k);
            var (old, fresh) = ((largest - top).Exp(), (first + k - top).Exp());
            var output = ((old * numerator) + (fresh * v)) / ((old * denominator) + fresh);
            var next = (largest + decay).Maximum(k);
            (old, fresh) = ((largest + decay - next).Exp(), (k - next).Exp());
            return ([output], [(old * numerator) + (fresh * v), (old * denominator) + fresh, next]);
        });
        return Parts.Joined(((receptance * outputs[0]).Linear(Features, bias: false, name: "output"), states[0], states[1]));
    }

    private static Tensor Loss(Tensor y, [Shape(34)] Tensor target) => y.MeanSquaredError(target);
}
