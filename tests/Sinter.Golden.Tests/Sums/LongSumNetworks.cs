namespace Sinter.Golden.Sums;

[Network, Dim("N", Max = 10_000_000)]
public partial class RowSum
{
    private static Tensor Define([Shape("N")] Tensor x) => x.Sum(axis: 0);
}

[Network, Dim("N", Max = 10_000_000)]
public partial class RowMean
{
    private static Tensor Define([Shape("N")] Tensor x) => x.Mean(axis: 0);
}

[Network, Dim("N", Max = 4_000_000)]
public partial class ColumnSums
{
    private static Tensor Define([Shape("N", 3)] Tensor x) => x.Sum(axis: 0);
}

[Network, Dim("N", Max = 10_000_000)]
public partial class SoftmaxOfRow
{
    private static Tensor Define([Shape("N")] Tensor x) => x.Softmax();
}

[Network, Dim("N", Max = 10_000_000)]
public partial class GlobalPool
{
    private static Tensor Define([Shape(1, "N", 1)] Tensor x) => x.GlobalAvgPool2d();
}

[Network, Dim("N", Max = 10_000_000)]
public partial class InnerProduct
{
    private static Tensor Define([Shape(1, "N")] Tensor a, [Shape("N", 1)] Tensor b) => a.Matmul(b);
}

[Network, Dim("N", Max = 2_000_000)]
public partial class OneQuery
{
    private static Tensor Define([Shape("N", 1, 4)] Tensor values) =>
        values.Parameter("query", [1, 1, 4], Initializer.Ones).Attention(0 * values, values);
}

[Network]
public partial class LinearGradients
{
    private static Tensor Define([Shape(1)] Tensor x) => x.Linear(1, name: "f");

    private static Tensor Loss(Tensor y, [Shape(1)] Tensor g) => (y * g).Sum();
}

[Network]
public partial class WindowGradients
{
    /// <summary>The rows of an image.</summary>
    public const int Rows = 100;

    private static Tensor Define([Shape(1, Rows, 1)] Tensor x) => x.Conv2d(1, kernel: (3, 1), padding: (1, 0), name: "c");

    private static Tensor Loss(Tensor y, [Shape(1, Rows, 1)] Tensor g) => (y * g).Sum();
}

[Network]
public partial class MeanLoss
{
    private static Tensor Define([Shape(2)] Tensor x) => x + (0 * x.Parameter("p", [2]));

    private static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
}

[Network]
public partial class BatchStatistics
{
    private static Tensor Define([Shape(1)] Tensor x) => x.BatchNorm1d(name: "bn");

    private static Tensor Loss(Tensor y, [Shape(1)] Tensor g) => (y * g).Mean();
}

[Network]
public partial class TableGradient
{
    private static Tensor Define([Shape] Tokens token) => token.Embedding(3, 1, name: "e");

    private static Tensor Loss(Tensor y, [Shape(1)] Tensor g) => (y * g).Sum();
}

[Network, Dim("T", Max = 1_000_000)]
public partial class StepGradients
{
    private static Tensor Define([Shape("T", 1)] Tensor x) => x.Scan(x.Zeros(1), (step, h) =>
    {
        var next = step.Linear(1, name: "f") + (0 * h);
        return (next, next);
    }).Outputs;

    private static Tensor Loss(Tensor y, [Shape("T", 1)] Tensor g) => (y * g).Sum();
}

[Network]
public partial class ManyGradients
{
    /// <summary>The parameters there are.</summary>
    public const int Count = 1_000_000;

    private static Tensor Define([Shape(1)] Tensor x) => x * x.Parameter("p", [Count], Initializer.Ones);

    private static Tensor Loss(Tensor y, [Shape(Count)] Tensor g) => (y * g).Sum();
}
