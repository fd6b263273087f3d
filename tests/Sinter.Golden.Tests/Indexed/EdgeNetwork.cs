namespace Sinter.Golden.Indexed;

/// <summary>One graph, or several of one size: what a call passes in.</summary>
internal sealed record EdgeList(string Key, float[] X, int[] Source, int[] Target, int N, int E);

/// <summary>One of the networks over edges behind one surface: calls go through delegates, which allocate nothing.</summary>
internal sealed class EdgeNetwork
{
    private readonly Type type;
    private readonly object model;

    public EdgeNetwork(Type type)
    {
        (this.type, model) = (type, Activator.CreateInstance(type, 0UL)!);
        foreach (var parameter in Parameters) parameter.CopyFrom(Formula.Weight($"{type.Name}/{parameter.Key}", parameter.Shape));
    }

    private delegate void ForwardCall(ReadOnlySpan<float> x, ReadOnlySpan<int> source, ReadOnlySpan<int> target, int n, int e, Span<float> output);

    private delegate float LossCall(ReadOnlySpan<float> x, ReadOnlySpan<int> source, ReadOnlySpan<int> target, int n, int e);

    public ParameterCollection Parameters => (ParameterCollection)type.GetProperty(nameof(Parameters))!.GetValue(model)!;

    /// <summary>A session, and its Forward.</summary>
    public (InferenceSession Session, Action<EdgeList, float[]> Forward) CreateSession(int maxBatch, int threads = 1)
    {
        var session = (InferenceSession)type.GetMethod(nameof(CreateSession))!.Invoke(model, [maxBatch, threads])!;
        var forward = session.GetType().GetMethod("Forward")!.CreateDelegate<ForwardCall>(session);
        return (session, (graph, output) => forward(graph.X, graph.Source, graph.Target, graph.N, graph.E, output));
    }

    /// <summary>A trainer, its ComputeGradients and its Step.</summary>
    public (TrainingSession Trainer, Func<EdgeList, float> Gradients, Func<EdgeList, float> Step) CreateTrainer(Optimizer optimizer, int maxBatch, int threads = 1)
    {
        var trainer = (TrainingSession)type.GetMethod(nameof(CreateTrainer))!.Invoke(model, [optimizer, maxBatch, threads, 0UL])!;
        return (trainer, Of("ComputeGradients"), Of("Step"));

        Func<EdgeList, float> Of(string name)
        {
            var call = trainer.GetType().GetMethod(name)!.CreateDelegate<LossCall>(trainer);
            return graph => call(graph.X, graph.Source, graph.Target, graph.N, graph.E);
        }
    }
}
