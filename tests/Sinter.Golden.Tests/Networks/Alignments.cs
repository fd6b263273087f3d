namespace Sinter.Golden.Networks;

/// <summary>The loss of each sample as an output.</summary>
[Network, Dim("T", Max = 2000)]
public partial class LossOfEach
{
    private static Tensor Define([Shape("T", 6)] Tensor x, [Shape(5)] Tokens label, [Shape] Tokens inputLengths, [Shape] Tokens targetLengths) =>
        x.LogSoftmax().Ctc(label, inputLengths, targetLengths, reduction: Reduction.None);
}

/// <summary>Scores of steps that are trained themselves, so that each has a gradient of its own.</summary>
[Network]
public partial class TrainedScores
{
    public const int Steps = 600;

    private static Tensor Define([Shape] Tensor x) => (x.Parameter("scores", [Steps, 6]) + 0 * x.Reshape(1, 1)).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(5)] Tokens label, [Shape] Tokens inputLengths) => y.Ctc(label, inputLengths);
}

/// <summary>Reads shapes from a strip that is drawn column by column: how wide each is, and where, nobody tells it.</summary>
[Network]
public partial class Transcriber
{
    public const int Columns = 28, Rows = 5, Most = 4, Shapes = 4;

    private static Tensor Define([Shape(Columns, Rows)] Tensor strip) => strip.Gru(16, bidirectional: true).Outputs.Linear(Shapes + 1).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(Most)] Tokens label, [Shape] Tokens targetLengths) => y.Ctc(label, targetLengths: targetLengths);
}
