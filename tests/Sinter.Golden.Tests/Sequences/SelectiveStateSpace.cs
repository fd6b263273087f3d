namespace Sinter.Golden.Sequences;

/// <summary>The S6 layer of Mamba (Gu and Dao 2023): how much a state forgets and takes in depends on the input.</summary>
[Network]
public partial class SelectiveStateSpace
{
    private const int Steps = 6, Inner = 7, State = 3, Rank = 2, Kernel = 4;

    private static Tensor Define([Shape(Steps, 4)] Tensor input)
    {
        var halves = input.Probe().Linear(2 * Inner, bias: false, name: "in_proj").Chunk(2, axis: 1);
        var (x, gate) = (CausalConvolution(halves[0]).Silu(), halves[1].Silu());
        var selected = x.Linear(Rank + (2 * State), bias: false, name: "x_proj");
        var rate = selected.Slice(1, 0, Rank).Linear(Inner, name: "dt_proj").Softplus();
        var (write, read) = (selected.Slice(1, Rank, Rank + State), selected.Slice(1, Rank + State));
        var decay = -x.Parameter("A_log", [Inner, State]).Exp();
        var direct = x.Parameter("D", [Inner]);
        var (outputs, states) = ScanLayers.Scan([x, rate, write, read], [x.Zeros(Inner, State)], (step, now) =>
        {
            var (u, dt) = (step[0], step[1]);
            var h = ((dt.Unsqueeze(1) * decay).Exp() * now[0]) + ((dt * u).Unsqueeze(1) * step[2].Unsqueeze(0));
            return ([(h * step[3].Unsqueeze(0)).Sum(1) + (direct * u)], [h]);
        });
        return Parts.Joined(((outputs[0] * gate).Linear(4, bias: false, name: "out_proj"), states[0]));
    }

    // Depthwise along time: every step sees itself and the steps before it.
    private static Tensor CausalConvolution(Tensor x) => x.Scope("conv1d", inner =>
    {
        var weight = inner.Parameter("weight", [Inner, 1, Kernel]);
        var padded = inner.Pad(0, Kernel - 1, 0);
        var sum = inner.Parameter("bias", [Inner]) + (padded.Slice(0, 0, Steps) * weight.Slice(2, 0, 1).Reshape(Inner));
        for (var tap = 1; tap < Kernel; tap++) sum += padded.Slice(0, tap, tap + Steps) * weight.Slice(2, tap, tap + 1).Reshape(Inner);
        return sum;
    });

    private static Tensor Loss(Tensor y, [Shape(45)] Tensor target) => y.MeanSquaredError(target);
}
