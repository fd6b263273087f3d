namespace Sinter.Golden.Sequences;

// The layers of PyTorch. What each case is there stands under its name in eng/goldens/sequences.py.

[Network]
public partial class Lstm
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Lstm(5, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(40)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmStacked
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Lstm(5, layers: 2, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(50)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Lstm(5, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmStackedBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Lstm(5, layers: 2, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(100)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Lstm(5, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(40)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmStackedBidirectionalLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Lstm(5, layers: 2, bidirectional: true, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(100)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmWithoutBias
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Lstm(5, bias: false, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(40)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmProjection
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Lstm(5, projection: 3, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(26)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LstmProjectionStackedBidirectionalLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Lstm(5, layers: 2, bidirectional: true, projection: 3, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(68)] Tensor target) => y.MeanSquaredError(target);
}
