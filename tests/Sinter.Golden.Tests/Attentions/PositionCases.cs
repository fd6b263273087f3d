namespace Sinter.Golden.Attentions;

// Linear attention and positions. What each case is there stands under its name in eng/goldens/record_attention.py.

[Network]
public partial class LinearAttention
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Parts.Linear(x.Probe(), causal: false);

    private static Tensor Loss(Tensor y, [Shape(36)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class LinearAttentionCausal
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Parts.Linear(x.Probe(), causal: true);

    private static Tensor Loss(Tensor y, [Shape(36)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsSinusoidal
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().SinusoidalPositions().Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsLearned
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().LearnedPositions(name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsLearnedLonger
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().LearnedPositions(length: 9, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsRotary
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().Reshape(6, 2, 4).RotaryPositions().Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsRotaryInterleaved
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().Reshape(6, 2, 4).RotaryPositions(interleaved: true).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}
