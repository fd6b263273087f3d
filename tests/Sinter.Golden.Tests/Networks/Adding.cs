namespace Sinter.Golden.Networks;

/// <summary>What the networks of the adding problem share: 200 steps of a number and a mark, and one number that comes after them.</summary>
internal static class Adding
{
    public const int Steps = 200;

    public const int Hidden = 64;

    public static Tensor Answer(Tensor hidden) => hidden.Flatten().Linear(1);
}

/// <summary>The adding problem for a plain recurrent network, whose gradients fade on the way.</summary>
[Network]
public partial class AddingRnn
{
    static Tensor Define([Shape(Adding.Steps, 2)] Tensor x) => Adding.Answer(x.Rnn(Adding.Hidden).Hidden);

    static Tensor Loss(Tensor sum, [Shape(1)] Tensor target) => sum.MeanSquaredError(target);
}

/// <summary>The adding problem for an LSTM.</summary>
[Network]
public partial class AddingLstm
{
    static Tensor Define([Shape(Adding.Steps, 2)] Tensor x) => Adding.Answer(x.Lstm(Adding.Hidden).Hidden);

    static Tensor Loss(Tensor sum, [Shape(1)] Tensor target) => sum.MeanSquaredError(target);
}

/// <summary>The adding problem for a GRU.</summary>
[Network]
public partial class AddingGru
{
    static Tensor Define([Shape(Adding.Steps, 2)] Tensor x) => Adding.Answer(x.Gru(Adding.Hidden).Hidden);

    static Tensor Loss(Tensor sum, [Shape(1)] Tensor target) => sum.MeanSquaredError(target);
}
