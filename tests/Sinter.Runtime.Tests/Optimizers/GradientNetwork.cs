using Sinter.Runtime;

namespace Sinter.Tests.Optimizers;

/// <summary>Two parameters, "weight" and "bias", of the same values and the loss Σ ½·a·w² + b·w over each.</summary>
internal sealed class GradientNetwork
{
    public static readonly float[] Start = [0.5f, -1.25f, 2.0f, 0.03125f, -0.75f];
    private static readonly float[] A = [1.0f, 0.5f, 2.0f, 4.0f, 0.25f];
    private static readonly float[] B = [0.1f, -0.2f, 0.3f, 0.0f, -1.5f];

    private readonly Weights weights;

    public GradientNetwork()
    {
        weights = new Weights(new NetworkInfo
        {
            Name = "Gradients",
            Layers = [],
            Parameters =
            [
                new("weight", [Start.Length], 0, InitialDistribution.Constant, 0, 0, Decays: true),
                new("bias", [Start.Length], 16, InitialDistribution.Constant, 0, 0, Decays: false),
            ],
            ParameterLength = 32,
            Inference = ArenaPlan.Empty,
            Training = ArenaPlan.Empty,
        }, prepare: null);
        foreach (var parameter in weights.Parameters) parameter.CopyFrom(Start);
    }

    public float[] Weight => weights.Parameters["weight"].Values.ToArray();

    public float[] Bias => weights.Parameters["bias"].Values.ToArray();

    public Trainer CreateTrainer(Optimizer optimizer) => new(weights, optimizer);

    /// <summary>Trains for ten steps with the gradient of the bias zero, so that norms are the weight's alone.</summary>
    public static float[] TenSteps(Optimizer optimizer)
    {
        var network = new GradientNetwork();
        using var trainer = network.CreateTrainer(optimizer);
        for (var i = 0; i < 10; i++) trainer.Step(biasToo: false);
        return network.Weight;
    }

    public sealed class Trainer(Weights weights, Optimizer optimizer) : TrainingSession(weights, optimizer, 1, 1, 0)
    {
        /// <summary>A step of a gradient for the first weight alone.</summary>
        public void Apply(float first) => Step(frame => frame.Gradient(0)[0] = first);

        public void Step(bool biasToo = true, float biasGradient = 0) => Step(frame =>
        {
            for (var parameter = 0; parameter < (biasToo ? 2 : 1); parameter++)
            {
                var (gradient, values) = (frame.Gradient(16 * parameter), frame.Parameter(16 * parameter));
                for (var i = 0; i < Start.Length; i++) gradient[i] = (A[i] * values[i]) + B[i] + (parameter == 1 ? biasGradient : 0);
            }
        });

        private void Step(Action<Frame> writeGradients)
        {
            var frame = BeginStep(fingerprint: 0, "x", 1, 1);
            try
            {
                BeginGradients();
                writeGradients(frame);
                EndGradients(0, applies: true);
            }
            finally
            {
                End();
            }
        }
    }
}
