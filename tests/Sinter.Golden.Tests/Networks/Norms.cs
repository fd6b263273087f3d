namespace Sinter.Golden.Networks;

[Network]
public partial class FreezableNorms
{
    private static Tensor Define([Shape(3)] Tensor x) => x.Linear(5, bias: false, name: "stem").BatchNorm1d(name: "norm").Relu().Linear(2, bias: false, name: "head").BatchNorm1d(name: "other");

    private static Tensor Loss(Tensor y) => y.Square().Sum();
}

[Network]
public partial class Detached
{
    private static Tensor Define([Shape(3)] Tensor x)
    {
        // One norm before a Detach with a way around it, and one whose only reader is detached.
        var stem = x.Linear(5, bias: false, name: "stem");
        var features = stem.BatchNorm1d(name: "before").Relu().Linear(5, bias: false, name: "middle").BatchNorm1d(affine: false, name: "aside").Detach();
        return (features + stem).BatchNorm1d(name: "behind").Linear(2, name: "head");
    }

    private static Tensor Loss(Tensor y) => y.Square().Sum();
}
