using Sinter.Generator.Programs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>One network of a <see cref="NetworkAssembly"/>, to be called with numbers.</summary>
internal sealed class CompiledNetwork(NetworkCase @case, LoweredNetwork? lowered, string source)
{
    private Type? driver;

    public NetworkCase Case => @case;

    /// <summary>Null when lowering failed.</summary>
    public LoweredNetwork? Lowered => lowered;

    /// <summary>The generated C#.</summary>
    public string Source => source;

    /// <summary>The generated C# that writes ONNX files.</summary>
    public string Onnx { get; init; } = "";

    /// <summary>Why the network could not be compiled, or null.</summary>
    public string? Failure { get; set; }

    public void Bind(Type type) => driver = type;

    /// <summary>The outputs of one call at inference.</summary>
    /// <param name="sample">Weights, states and inputs.</param>
    /// <param name="maxBatch">The batch the workspace is made for; 0 for the sample's own.</param>
    /// <param name="threads">How many threads may share the work.</param>
    public Results Infer(Sample sample, int maxBatch = 0, int threads = 1)
    {
        using var session = CreateSession(Create(sample), Math.Max(maxBatch, sample.Batch), threads);
        return Infer(session, sample);
    }

    /// <summary>The outputs of one call of a session, after one that was full of NaN.</summary>
    public Results Infer(InferenceSession session, Sample sample)
    {
        var forward = Call<Action<InferenceSession, Array[], int[], float[][]>>("Forward");
        var outputs = lowered!.Outputs.Select(output => new float[sample.Count(output.Shape)]).ToArray();
        forward(session, Poison(sample, withTargets: false), LargestSizes(), lowered.Outputs.Select(output => new float[sample.Largest(output.Shape)]).ToArray());
        forward(session, Arguments(sample, withTargets: false), Sizes(sample), outputs);
        return Outputs(outputs);
    }

    /// <summary>Results by the names of the outputs.</summary>
    public Results Outputs(float[][] outputs)
    {
        var results = new Results();
        for (var i = 0; i < outputs.Length; i++) results.Add("output " + lowered!.Outputs[i].Name, outputs[i]);
        return results;
    }

    /// <summary>Loss, gradients and states of the training step number <paramref name="step"/>, counted from 0.</summary>
    /// <param name="sample">Weights, states, inputs and targets, and the seed of dropout masks.</param>
    /// <param name="maxBatch">The batch the workspace is made for; 0 for the sample's own.</param>
    /// <param name="threads">How many threads may share the work.</param>
    /// <param name="step">How many steps go before it.</param>
    public Results Train(Sample sample, int maxBatch = 0, int threads = 1, int step = 0)
    {
        var network = Create(sample);
        using var session = CreateTrainer(network, new Sgd { LearningRate = 0 }, Math.Max(maxBatch, sample.Batch), threads, sample.Seed);
        for (var earlier = 0; earlier < step; earlier++)
        {
            ComputeGradients(session, sample);
            session.ApplyGradients();
        }

        sample.CopyStates(States(network));
        return Step(network, session, sample);
    }

    /// <summary>Loss, gradients and states of the next step of a trainer, after a computation that was full of NaN.</summary>
    public Results Step(object network, TrainingSession session, Sample sample)
    {
        Poison(session, sample);
        var results = new Results();
        results.Add("loss", [ComputeGradients(session, sample)]);
        foreach (var gradient in session.Gradients) results.Add("gradient " + gradient.Key, [.. gradient.Values]);
        session.ApplyGradients();
        results.Add("norm of all gradients", [(float)session.GradientNorm]);
        foreach (var state in States(network)) results.Add("state " + state.Key, [.. state.Values]);
        return results;
    }

    /// <summary>A network with the weights and states of a sample.</summary>
    public object Create(Sample sample)
    {
        var network = Call<Func<object>>("Create")();
        sample.CopyParameters(Parameters(network));
        sample.CopyStates(States(network));
        return network;
    }

    /// <summary>The ONNX file of a network.</summary>
    public byte[] SaveOnnx(object network)
    {
        using var stream = new MemoryStream();
        network.GetType().GetMethod("SaveOnnx", [typeof(Stream)])!.CreateDelegate<Action<Stream>>(network)(stream);
        return stream.ToArray();
    }

    public ParameterCollection Parameters(object network) => Call<Func<object, ParameterCollection>>("Parameters")(network);

    public ParameterCollection States(object network) => Call<Func<object, ParameterCollection>>("States")(network);

    public InferenceSession CreateSession(object network, int maxBatch, int threads) => Call<Func<object, int, int, InferenceSession>>("Session")(network, maxBatch, threads);

    public TrainingSession CreateTrainer(object network, Optimizer optimizer, int maxBatch, int threads, ulong seed) =>
        Call<Func<object, Optimizer, int, int, ulong, TrainingSession>>("Trainer")(network, optimizer, maxBatch, threads, seed);

    /// <summary>The loss of a sample, whose gradients the trainer holds then.</summary>
    public float ComputeGradients(TrainingSession session, Sample sample) =>
        Call<Func<TrainingSession, Array[], int[], float>>("Gradients")(session, Arguments(sample, withTargets: true), Sizes(sample));

    public DecodingSession CreateDecoder(object network, int threads) => Call<Func<object, int, DecodingSession>>("Decoder")(network, threads);

    /// <summary>Continues a sequence by the places of some inputs.</summary>
    public void Decode(DecodingSession session, Array[] inputs, float[][] outputs) => Call<Action<DecodingSession, Array[], float[][]>>("Decode")(session, inputs, outputs);

    // Memory that is read before it is written must not pass unnoticed: a call full of NaN, with every symbol at its largest, leaves
    // them wherever it writes.
    private void Poison(TrainingSession session, Sample sample)
    {
        try
        {
            Call<Func<TrainingSession, Array[], int[], float>>("Gradients")(session, Poison(sample, withTargets: true), LargestSizes());
        }
        catch (NonFiniteLossException)
        {
        }
    }

    private Array[] Arguments(Sample sample, bool withTargets) => [.. Inputs(withTargets).Select(sample.Argument)];

    private Array[] Poison(Sample sample, bool withTargets) => [.. Inputs(withTargets).Select(sample.Poison)];

    private IEnumerable<NetworkInput> Inputs(bool withTargets) => lowered!.Inputs.Where(input => withTargets || !input.IsTarget);

    private int[] Sizes(Sample sample) => [.. lowered!.Symbols.Select(symbol => (int)sample.Bindings.Of(symbol))];

    private int[] LargestSizes() => [.. lowered!.Symbols.Select(symbol => symbol.MaxUnits * symbol.MultipleOf)];

    private T Call<T>(string method)
        where T : Delegate => driver!.GetMethod(method)!.CreateDelegate<T>();
}
