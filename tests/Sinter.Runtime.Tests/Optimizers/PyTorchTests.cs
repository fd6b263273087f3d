using Xunit;

namespace Sinter.Tests.Optimizers;

/// <summary>Ten steps and a dozen learning rates as PyTorch 1.13 takes them, recorded by eng/goldens/optimizers.py.</summary>
public class PyTorchTests
{
    public static TheoryData<string, Optimizer, float[]> Trajectories => new()
    {
        { "sgd", new Sgd { LearningRate = 0.05 }, [0.259242177f, -0.880943894f, 0.599658608f, 0.00335544278f, 0.0478370227f] },
        { "sgd momentum", Momentum(), [-0.286553681f, 0.115632467f, -1.41589701f, 0.000137494455f, 2.37676835f] },
        { "sgd momentum decay", Momentum(decay: 0.01), [-0.289329976f, 0.130013183f, -1.41377771f, 0.000255966326f, 2.37667918f] },
        { "sgd nesterov", Momentum(decay: 0.01, nesterov: true), [-0.258685529f, 0.189968422f, -0.89077878f, 0.00164457713f, 2.6577065f] },
        { "sgd dampening", Momentum(dampening: 0.5), [-0.0575443134f, -0.378257155f, -1.05498588f, -0.0179331806f, 1.14891863f] },
        { "adam", new Adam { LearningRate = 0.05 }, [0.0274772197f, -0.756284237f, 1.50454271f, -0.0157168321f, -0.251267523f] },
        {
            "adam decay", new Adam { LearningRate = 0.05, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6, WeightDecay = 0.1 },
            [0.0444834456f, -0.761956751f, 1.50841045f, -0.00397658069f, -0.253310084f]
        },
        { "adamw", new AdamW { LearningRate = 0.05 }, [0.0262546614f, -0.75125277f, 1.49578464f, -0.0156909451f, -0.248656094f] },
        {
            "adamw decay", new AdamW { LearningRate = 0.05, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-3, WeightDecay = 0.1 },
            [0.0328936093f, -0.713348985f, 1.42350519f, -0.00407471601f, -0.227280945f]
        },
        { "clip norm", Momentum(clipping: GradientClipping.ByGlobalNorm(1)), [0.215974465f, -0.833831429f, 0.211465359f, -0.00852280483f, 0.128509998f] },
        { "clip value", Momentum(clipping: GradientClipping.ByValue(0.25)), [-0.0121127926f, -0.732736826f, 1.48273695f, 0.000137494455f, -0.232736826f] },
    };

    public static TheoryData<string, LearningRateSchedule, double[]> Rates => new()
    {
        { "step", LearningRateSchedule.StepDecay(4, 0.5), [0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025] },
        {
            "cosine", LearningRateSchedule.Cosine(11, 0.01),
            [
                0.1, 0.09817718381265239, 0.09285640897740316, 0.08446873302753784, 0.0736936755850849, 0.061404167722297835,
                0.04859583227770218, 0.036306324414915124, 0.025531266972462177, 0.01714359102259685, 0.011822816187347618, 0.01,
            ]
        },
        {
            "warmup", LearningRateSchedule.LinearWarmup(4),
            [0.03333333333333333, 0.05, 0.06666666666666668, 0.08333333333333334, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
        },
        {
            "warmup cosine", LearningRateSchedule.LinearWarmup(4, 0.1, LearningRateSchedule.Cosine(8)),
            [
                0.010000000000000002, 0.03250000000000001, 0.055000000000000014, 0.07750000000000003, 0.1, 0.09619397662556434,
                0.08535533905932738, 0.0691341716182545, 0.05, 0.030865828381745515, 0.014644660940672627, 0.0038060233744356634,
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Ten_steps_end_where_PyTorch_ends(string name, Optimizer optimizer, float[] expected) =>
        Isa.ForEach(() => Bits.AssertClose(expected, GradientNetwork.TenSteps(optimizer), 5e-7f, name));

    [Theory]
    [MemberData(nameof(Rates))]
    public void Schedules_are_PyTorchs(string name, LearningRateSchedule schedule, double[] expected)
    {
        for (var step = 0; step < expected.Length; step++)
            Assert.True(Math.Abs(expected[step] - schedule.RateAt(step, 0.1)) < 1e-15, $"{name} at {step}: {schedule.RateAt(step, 0.1)}");
    }

    private static Sgd Momentum(double decay = 0, bool nesterov = false, double dampening = 0, GradientClipping? clipping = null) => new()
    {
        LearningRate = 0.05,
        Momentum = 0.9,
        WeightDecay = decay,
        Nesterov = nesterov,
        Dampening = dampening,
        Clipping = clipping,
    };
}
