namespace Sinter.Golden.Sequences;

/// <summary>A decoder that looks at an encoder's outputs (Bahdanau et al. 2015), teacher-forced with the first four inputs.</summary>
[Network]
public partial class AdditiveAttention
{
    private const int Hidden = 5, Width = 3;

    private static Tensor Define([Shape(6, 4)] Tensor input)
    {
        var x = input.Probe();
        var (encoded, last) = x.Gru(Hidden, bidirectional: true, name: "encoder");
        var keys = encoded.Linear(Width, name: "keys");
        var (outputs, state) = x.Slice(0, 0, 4).Scan(last.Select(0, 1), (step, s) =>
        {
            var scores = (keys + s.Linear(Width, bias: false, name: "query").Unsqueeze(0)).Tanh().Linear(1, bias: false, name: "score");
            var context = (scores.Softmax(0) * encoded).Sum(0);
            var seen = step.Concat(context);
            var all = seen.Concat(s);
            var (update, reset) = (all.Linear(Hidden, name: "update_gate").Sigmoid(), all.Linear(Hidden, name: "reset_gate").Sigmoid());
            var candidate = seen.Concat(reset * s).Linear(Hidden, name: "candidate").Tanh();
            var next = ((1 - update) * s) + (update * candidate);
            return (next.Concat(context).Linear(2, name: "readout"), next);
        }, name: "decoder");
        return Parts.Joined((outputs, state));
    }

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.MeanSquaredError(target);
}
