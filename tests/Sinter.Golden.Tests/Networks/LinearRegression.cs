namespace Sinter.Golden.Networks;

/// <summary>What optimizers are tried on: every weight has a gradient, and none is near zero.</summary>
[Network]
public partial class LinearRegression
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Linear(4, name: "layer");

    private static Tensor Loss(Tensor output, [Shape(4)] Tensor target) => output.MeanSquaredError(target);
}
