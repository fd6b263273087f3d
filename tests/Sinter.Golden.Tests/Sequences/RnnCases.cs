namespace Sinter.Golden.Sequences;

// The layers of PyTorch. What each case is there stands under its name in eng/goldens/sequences.py.

[Network]
public partial class RnnTanh
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnTanhStacked
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, layers: 2, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(40)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnTanhBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(70)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnTanhStackedBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, layers: 2, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnTanhLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Rnn(5, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnTanhStackedBidirectionalLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Rnn(5, layers: 2, bidirectional: true, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnTanhWithoutBias
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, bias: false, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnRelu
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, relu: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnReluStacked
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, relu: true, layers: 2, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(40)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnReluBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, relu: true, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(70)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnReluStackedBidirectional
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, relu: true, layers: 2, bidirectional: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnReluLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Rnn(5, relu: true, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnReluStackedBidirectionalLengths
{
    private static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens lengths) => Parts.Joined(x.Probe().Rnn(5, relu: true, layers: 2, bidirectional: true, lengths: lengths, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(80)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class RnnReluWithoutBias
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => Parts.Joined(x.Probe().Rnn(5, relu: true, bias: false, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(35)] Tensor target) => y.MeanSquaredError(target);
}
