namespace Sinter.Golden.Layers;

// Gates. What each case is in PyTorch stands under its name in eng/goldens/activations.py.

[Network]
public partial class GluCase
{
    private static Tensor Define([Shape(3, 10)] Tensor x) => x.Probe(3, 10).Glu();

    private static Tensor Loss(Tensor y, [Shape(3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GluOfChannelsCase
{
    private static Tensor Define([Shape(6, 2, 3)] Tensor x) => x.Probe(6, 2, 3).Glu(axis: 0);

    private static Tensor Loss(Tensor y, [Shape(3, 2, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GeGluCase
{
    private static Tensor Define([Shape(14)] Tensor x) => x.Probe(14).GeGlu();

    private static Tensor Loss(Tensor y, [Shape(7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GeGluTanhCase
{
    private static Tensor Define([Shape(14)] Tensor x) => x.Probe(14).GeGlu(approximate: GeluApproximation.Tanh);

    private static Tensor Loss(Tensor y, [Shape(7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SwiGluCase
{
    private static Tensor Define([Shape(14)] Tensor x) => x.Probe(14).SwiGlu();

    private static Tensor Loss(Tensor y, [Shape(7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ReGluCase
{
    private static Tensor Define([Shape(14)] Tensor x) => x.Probe(14).ReGlu();

    private static Tensor Loss(Tensor y, [Shape(7)] Tensor target) => y.ToLoss(target);
}
