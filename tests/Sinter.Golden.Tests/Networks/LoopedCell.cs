namespace Sinter.Golden.Networks;

/// <summary>A cell whose weights stand in no scope, as those of layers that a PyTorch module applies in a loop, and a scope of two results.</summary>
[Network]
public partial class LoopedCell
{
    private static Tensor Define([Shape(7, 6)] Tensor image)
    {
        var (_, last) = image.Scan(image.Zeros(5), Cell, name: "");
        var (mean, scale) = last.Scope("encoder", h => (h.Linear(4, name: "mean"), h.Linear(4, name: "scale")));
        return (mean * scale.Sigmoid()).Linear(10, name: "fc");
    }

    private static (Tensor Output, Tensor State) Cell(Tensor x, Tensor h)
    {
        var next = (x.Linear(5, name: "i2h") + h.Linear(5, bias: false, name: "h2h")).Tanh();
        return (next, next);
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
