namespace Sinter.Claims.Recurrence;

/// <summary>What the networks of gradients through time share: a sequence whose probe is zero and has the gradient of every step.</summary>
internal static class Through
{
    public const int Steps = 100, Size = 16;

    public static Tensor Probed(Tensor x) => x + x.Parameter("probe", [Steps, Size], Initializer.Zeros);

    /// <summary>Some direction of the last state.</summary>
    public static Tensor Along(Tensor last, Tensor direction) => (last.Flatten() * direction).Sum();
}

/// <summary>A recurrence without a nonlinearity.</summary>
[Network]
public partial class LinearRecurrence
{
    private static Tensor Define([Shape(Through.Steps, Through.Size)] Tensor x) =>
        Through.Probed(x).Scan(x.Zeros(Through.Size), (step, h) => { var next = step + h.Linear(Through.Size, bias: false, name: "hidden"); return (next, next); }, name: "recurrence").State;

    private static Tensor Loss(Tensor last, [Shape(Through.Size)] Tensor direction) => Through.Along(last, direction);
}

/// <summary>An Elman network.</summary>
[Network]
public partial class ElmanThroughTime
{
    private static Tensor Define([Shape(Through.Steps, Through.Size)] Tensor x) => Through.Probed(x).Rnn(Through.Size, name: "cell").Hidden;

    private static Tensor Loss(Tensor last, [Shape(Through.Size)] Tensor direction) => Through.Along(last, direction);
}

/// <summary>Long short-term memory; the gradient is that of the last cell.</summary>
[Network]
public partial class LstmThroughTime
{
    private static Tensor Define([Shape(Through.Steps, Through.Size)] Tensor x) => Through.Probed(x).Lstm(Through.Size, name: "cell").Cell;

    private static Tensor Loss(Tensor last, [Shape(Through.Size)] Tensor direction) => Through.Along(last, direction);
}
