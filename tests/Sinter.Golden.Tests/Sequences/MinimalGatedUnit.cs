namespace Sinter.Golden.Sequences;

/// <summary>A cell that no layer of the Dsl knows (Zhou et al. 2016).</summary>
[Network]
public partial class MinimalGatedUnit
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Scan(x.Zeros(5), Cell, name: "cell"));

    private static (Tensor Output, Tensor State) Cell(Tensor x, Tensor h)
    {
        var forget = (x.Linear(5, name: "w_f") + h.Linear(5, bias: false, name: "u_f")).Sigmoid();
        var candidate = (x.Linear(5, name: "w_h") + (forget * h).Linear(5, bias: false, name: "u_h")).Tanh();
        var next = ((1 - forget) * h) + (forget * candidate);
        return (next, next);
    }

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}
