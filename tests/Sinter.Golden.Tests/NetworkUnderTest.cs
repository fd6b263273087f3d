using System.Reflection;

namespace Sinter.Golden;

/// <summary>
/// One generated network behind one surface, so that tests are tables. Calls of Forward and Step go through delegates:
/// they allocate nothing of their own.
/// </summary>
internal sealed class NetworkUnderTest
{
    private readonly object model;

    private NetworkUnderTest(object model) => this.model = model;

    public string Name => model.GetType().Name;

    public ParameterCollection Parameters => (ParameterCollection)Get("Parameters");

    public static NetworkUnderTest Create(Type type, ulong seed = 0) => new(Activator.CreateInstance(type, seed)!);

    public static NetworkUnderTest Load(Type type, string path) => new(Invoke(type, null, "Load", [path]));

    public void Save(string path) => Invoke(model.GetType(), model, "Save", [path]);

    public SessionUnderTest CreateSession(int maxBatch, int threads = 1) => new((InferenceSession)Invoke(model.GetType(), model, "CreateSession", [maxBatch, threads]));

    public TrainerUnderTest CreateTrainer(Optimizer optimizer, int maxBatch, int threads = 1) =>
        new((TrainingSession)Invoke(model.GetType(), model, "CreateTrainer", [optimizer, maxBatch, threads]));

    /// <summary>What a checkpoint holds now: parameters and states.</summary>
    public GoldenFile Checkpoint()
    {
        var path = Path.Combine(Path.GetTempPath(), $"sinter-golden-{Guid.NewGuid():N}.safetensors");
        try
        {
            Save(path);
            return GoldenFile.OpenPath(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private object Get(string name) => model.GetType().GetProperty(name)!.GetValue(model)!;

    // Optional parameters that the call does not give keep their defaults.
    private static object Invoke(Type type, object? target, string name, object[] arguments)
    {
        var method = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .Single(candidate => candidate.Name == name && candidate.DeclaringType == type && Fits(candidate, arguments));
        object?[] all = [.. arguments, .. method.GetParameters().Skip(arguments.Length).Select(parameter => parameter.DefaultValue)];
        return method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, all, null)!;
    }

    private static bool Fits(MethodInfo method, object[] arguments)
    {
        var parameters = method.GetParameters();
        return parameters.Length >= arguments.Length && parameters.Skip(arguments.Length).All(parameter => parameter.IsOptional) && arguments.Zip(parameters).All(pair => pair.Second.ParameterType.IsInstanceOfType(pair.First));
    }
}

/// <summary>A session whose network has one input, or sequences and their lengths: then one tensor holds both.</summary>
internal sealed class SessionUnderTest : IDisposable
{
    private readonly InferenceSession session;
    private readonly ForwardNumbers? numbers;
    private readonly ForwardTokens? tokens;
    private readonly ForwardPadded? padded;

    public SessionUnderTest(InferenceSession session)
    {
        this.session = session;
        var method = session.GetType().GetMethod("Forward")!;
        if (method.GetParameters().Length == 3) padded = method.CreateDelegate<ForwardPadded>(session);
        else if (method.GetParameters()[0].ParameterType == typeof(ReadOnlySpan<int>)) tokens = method.CreateDelegate<ForwardTokens>(session);
        else numbers = method.CreateDelegate<ForwardNumbers>(session);
    }

    private delegate void ForwardNumbers(ReadOnlySpan<float> input, Span<float> output);

    private delegate void ForwardTokens(ReadOnlySpan<int> input, Span<float> output);

    private delegate void ForwardPadded(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, Span<float> output);

    public void Forward(GoldenTensor input, Span<float> output)
    {
        if (padded is not null) padded(input.Numbers, input.Integers, output);
        else if (tokens is not null) tokens(input.Integers, output);
        else numbers!(input.Numbers, output);
    }

    public float[] Forward(GoldenTensor input, int length)
    {
        var output = new float[length];
        Forward(input, output);
        return output;
    }

    public void Dispose() => session.Dispose();
}

/// <summary>A trainer whose network has one input and one target, or sequences, their lengths and a target.</summary>
internal sealed class TrainerUnderTest : IDisposable
{
    private readonly TrainingSession trainer;
    private readonly Call step;
    private readonly Call gradients;

    public TrainerUnderTest(TrainingSession trainer)
    {
        this.trainer = trainer;
        step = new Call(trainer, "Step");
        gradients = new Call(trainer, "ComputeGradients");
    }

    public ParameterCollection Gradients => trainer.Gradients;

    public float Step(GoldenTensor input, GoldenTensor target) => step.Run(input, target);

    public float ComputeGradients(GoldenTensor input, GoldenTensor target) => gradients.Run(input, target);

    public void ApplyGradients() => trainer.ApplyGradients();

    public void Dispose() => trainer.Dispose();

    private sealed class Call
    {
        private readonly NumbersToNumbers? numbersToNumbers;
        private readonly NumbersToTokens? numbersToTokens;
        private readonly TokensToNumbers? tokensToNumbers;
        private readonly PaddedToNumbers? paddedToNumbers;

        public Call(TrainingSession trainer, string name)
        {
            var method = trainer.GetType().GetMethod(name)!;
            var types = method.GetParameters().Select(parameter => parameter.ParameterType == typeof(ReadOnlySpan<int>)).ToArray();
            if (types.Length == 3) paddedToNumbers = method.CreateDelegate<PaddedToNumbers>(trainer);
            else if (types[0]) tokensToNumbers = method.CreateDelegate<TokensToNumbers>(trainer);
            else if (types[1]) numbersToTokens = method.CreateDelegate<NumbersToTokens>(trainer);
            else numbersToNumbers = method.CreateDelegate<NumbersToNumbers>(trainer);
        }

        private delegate float NumbersToNumbers(ReadOnlySpan<float> input, ReadOnlySpan<float> target);

        private delegate float NumbersToTokens(ReadOnlySpan<float> input, ReadOnlySpan<int> target);

        private delegate float TokensToNumbers(ReadOnlySpan<int> input, ReadOnlySpan<float> target);

        private delegate float PaddedToNumbers(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> target);

        public float Run(GoldenTensor input, GoldenTensor target)
        {
            if (paddedToNumbers is not null) return paddedToNumbers(input.Numbers, input.Integers, target.Numbers);
            if (numbersToTokens is not null) return numbersToTokens(input.Numbers, target.Integers);
            if (numbersToNumbers is not null) return numbersToNumbers(input.Numbers, target.Numbers);
            return tokensToNumbers!(input.Integers, target.Numbers);
        }
    }
}
