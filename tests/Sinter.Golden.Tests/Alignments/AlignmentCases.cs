namespace Sinter.Golden.Alignments;

// The loss of labels that are not told to steps. What each case is in PyTorch stands under its name in eng/goldens/record_alignments.py.

[Network, Dim("T", Max = 48), Dim("S", Max = 11)]
public partial class CtcMean
{
    private static Tensor Define([Shape("T", 4)] Tensor x) => x.Linear(6, name: "fc").LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape("S")] Tokens label, [Shape] Tokens inputLengths, [Shape] Tokens targetLengths) =>
        y.Ctc(label, inputLengths, targetLengths);
}

[Network, Dim("T", Max = 48), Dim("S", Max = 11)]
public partial class CtcSum
{
    private static Tensor Define([Shape("T", 4)] Tensor x) => x.Linear(6, name: "fc").LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape("S")] Tokens label, [Shape] Tokens inputLengths, [Shape] Tokens targetLengths) =>
        y.Ctc(label, inputLengths, targetLengths, blank: 3, reduction: Reduction.Sum);
}

[Network, Dim("T", Max = 48), Dim("S", Max = 11)]
public partial class CtcNone
{
    private static Tensor Define([Shape("T", 4)] Tensor x) => x.Linear(6, name: "fc").LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape("S")] Tokens label, [Shape] Tokens inputLengths, [Shape] Tokens targetLengths) =>
        y.Ctc(label, inputLengths, targetLengths, blank: 5, reduction: Reduction.None).Square().Mean();
}

[Network, Dim("T", Max = 48), Dim("S", Max = 11)]
public partial class CtcBatchMean
{
    private static Tensor Define([Shape("T", 4)] Tensor x) => x.Linear(6, name: "fc").LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape("S")] Tokens label, [Shape] Tokens inputLengths, [Shape] Tokens targetLengths) =>
        y.Ctc(label, inputLengths, targetLengths, reduction: Reduction.BatchMean);
}

[Network, Dim("T", Max = 48), Dim("S", Max = 11)]
public partial class CtcZeroInfinity
{
    private static Tensor Define([Shape("T", 4)] Tensor x) => x.Linear(6, name: "fc").LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape("S")] Tokens label, [Shape] Tokens inputLengths, [Shape] Tokens targetLengths) =>
        y.Ctc(label, inputLengths, targetLengths, zeroInfinity: true);
}

[Network]
public partial class CtcFull
{
    private static Tensor Define([Shape(9, 4)] Tensor x) => x.Linear(6, name: "fc").LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(4)] Tokens label) => y.Ctc(label);
}
