namespace Sinter.Golden.Windows;

/// <summary>One of the networks with windows behind one surface: calls go through delegates, which allocate nothing.</summary>
internal sealed class WindowedNetwork
{
    private readonly Type type;
    private readonly object model;

    public WindowedNetwork(Type type)
    {
        (this.type, model) = (type, Activator.CreateInstance(type, 0UL)!);
        foreach (var parameter in Parameters) parameter.CopyFrom(Formula.Weight($"{type.Name}/{parameter.Key}", parameter.Shape));
    }

    private delegate void ForwardAlong(ReadOnlySpan<float> x, int t, Span<float> output);

    private delegate void ForwardOver(ReadOnlySpan<float> x, int t, int w, Span<float> output);

    private delegate float LossAlong(ReadOnlySpan<float> x, int t);

    private delegate float LossOver(ReadOnlySpan<float> x, int t, int w);

    public delegate void Forward(ReadOnlySpan<float> x, int[] sizes, Span<float> output);

    public delegate float Loss(ReadOnlySpan<float> x, int[] sizes);

    public ParameterCollection Parameters => (ParameterCollection)type.GetProperty(nameof(Parameters))!.GetValue(model)!;

    /// <summary>A session, and its Forward.</summary>
    public (InferenceSession Session, Forward Forward) CreateSession(int maxBatch, int threads = 1)
    {
        var session = (InferenceSession)type.GetMethod(nameof(CreateSession))!.Invoke(model, [maxBatch, threads])!;
        var method = session.GetType().GetMethod(nameof(Forward))!;
        if (method.GetParameters().Length == 4)
        {
            var over = method.CreateDelegate<ForwardOver>(session);
            return (session, (x, sizes, output) => over(x, sizes[0], sizes[1], output));
        }

        var along = method.CreateDelegate<ForwardAlong>(session);
        return (session, (x, sizes, output) => along(x, sizes[0], output));
    }

    /// <summary>A trainer, its ComputeGradients and its Step.</summary>
    public (TrainingSession Trainer, Loss Gradients, Loss Step) CreateTrainer(Optimizer optimizer, int maxBatch, int threads = 1)
    {
        var trainer = (TrainingSession)type.GetMethod(nameof(CreateTrainer))!.Invoke(model, [optimizer, maxBatch, threads, 0UL])!;
        return (trainer, Of("ComputeGradients"), Of("Step"));

        Loss Of(string name)
        {
            var method = trainer.GetType().GetMethod(name)!;
            if (method.GetParameters().Length == 3)
            {
                var over = method.CreateDelegate<LossOver>(trainer);
                return (x, sizes) => over(x, sizes[0], sizes[1]);
            }

            var along = method.CreateDelegate<LossAlong>(trainer);
            return (x, sizes) => along(x, sizes[0]);
        }
    }
}
