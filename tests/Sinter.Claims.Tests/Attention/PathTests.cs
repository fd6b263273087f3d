using Sinter.Claims.Page;

namespace Sinter.Claims.Attention;

/// <summary>The last place after a recurrence, and after an attention; the probe is zero and has the gradient of every place.</summary>
internal static class Ends
{
    public const int Places = 100, Features = 16;

    public static Tensor Probed(Tensor x) => x + x.Parameter("probe", [Places, Features], Initializer.Zeros);

    public static Tensor Along(Tensor y, Tensor direction) => (y.Slice(0, Places - 1).Flatten() * direction).Sum();
}

/// <summary>A recurrence from place to place.</summary>
[Network]
public partial class RecurrentEnds
{
    private static Tensor Define([Shape(Ends.Places, Ends.Features)] Tensor x) => Ends.Probed(x).Rnn(Ends.Features, name: "cell").Outputs;

    private static Tensor Loss(Tensor y, [Shape(Ends.Features)] Tensor direction) => Ends.Along(y, direction);
}

/// <summary>An attention of every place to all.</summary>
[Network]
public partial class AttendedEnds
{
    private static Tensor Define([Shape(Ends.Places, Ends.Features)] Tensor x) => Ends.Probed(x).MultiHeadAttention(2, name: "attention");

    private static Tensor Loss(Tensor y, [Shape(Ends.Features)] Tensor direction) => Ends.Along(y, direction);
}

/// <summary>How far two places are apart.</summary>
public sealed class PathTests(ITestOutputHelper output) : ClaimTests(output)
{
    [Claim("Any two places are one step apart for attention, and as many as lie between them for a recurrence", "Vaswani et al. 2017, table 1")]
    public void BetweenEnds()
    {
        var (sequence, direction) = (Draw.Normal(Ends.Places * Ends.Features, 1), Draw.Normal(Ends.Features, 2));
        using var recurrent = new RecurrentEnds(1).CreateTrainer(new Sgd(), maxBatch: 1);
        using var attended = new AttendedEnds(1).CreateTrainer(new Sgd(), maxBatch: 1);
        recurrent.ComputeGradients(sequence, direction);
        attended.ComputeGradients(sequence, direction);
        var (slow, direct) = (FirstByMiddle(recurrent), FirstByMiddle(attended));
        Assert.InRange(slow, 0, 1e-5);
        Assert.InRange(direct, 0.3, 3);
        Measured($"100 places, default weights: the first place's gradient from the last output is {Size.Order(slow)} of that of place 50 in an Elman network, {direct:F1} of it in attention");
    }

    private static double FirstByMiddle(TrainingSession trainer)
    {
        var gradient = trainer.Gradients["probe"].Values;
        return Size.Norm(gradient[..Ends.Features]) / Size.Norm(gradient.Slice(Ends.Places / 2 * Ends.Features, Ends.Features));
    }
}
