namespace Sinter.Golden.Sequences;

// The layers of PyTorch. What each case is there stands under its name in eng/goldens/sequences.py.

[Network]
public partial class Gru
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Gru(5, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class GruStacked
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Gru(5, layers: 2, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(40)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class GruBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Gru(5, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(70)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class GruStackedBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Gru(5, layers: 2, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class GruLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Gru(5, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class GruStackedBidirectionalLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Gru(5, layers: 2, bidirectional: true, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class GruWithoutBias
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Gru(5, bias: false, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}
