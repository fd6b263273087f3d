using System.Reflection;
using Sinter;

namespace Zoo.Catalog;

/// <summary>
/// A network of the zoo with its weights. Compiled networks share no base class on purpose (their calls are typed by their own inputs);
/// a program that is to call any of them by name finds their members by reflection, once.
/// </summary>
internal sealed class Specimen(Species species, object model)
{
    public Species Species { get; } = species;

    public ParameterCollection Parameters => Get("Parameters");

    /// <summary>Running statistics and the like; null for a network without.</summary>
    public ParameterCollection? States => model.GetType().GetProperty("States") is null ? null : Get("States");

    public void Save(string path) => Invoke(model.GetType(), model, "Save", path);

    public Session CreateSession(int maxBatch, int threads = 1) =>
        new((InferenceSession)Invoke(model.GetType(), model, "CreateSession", maxBatch, threads));

    public Trainer CreateTrainer(Optimizer optimizer, int maxBatch, int threads = 1, ulong seed = 0) =>
        new((TrainingSession)Invoke(model.GetType(), model, "CreateTrainer", optimizer, maxBatch, threads, seed));

    internal static object Invoke(Type type, object? target, string name, params object[] arguments)
    {
        var method = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Single(candidate => candidate.Name == name && Takes(candidate.GetParameters(), arguments));
        object?[] all = [.. arguments, .. method.GetParameters().Skip(arguments.Length).Select(parameter => parameter.DefaultValue)];
        return method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, all, null)!;
    }

    private static bool Takes(System.Reflection.ParameterInfo[] parameters, object[] arguments) =>
        parameters.Length >= arguments.Length && parameters.Skip(arguments.Length).All(parameter => parameter.IsOptional) &&
        arguments.Zip(parameters).All(pair => pair.Second.ParameterType.IsInstanceOfType(pair.First));

    private ParameterCollection Get(string name) => (ParameterCollection)model.GetType().GetProperty(name)!.GetValue(model)!;

    /// <summary>Predicts.</summary>
    public sealed class Session(InferenceSession session) : IDisposable
    {
        private readonly GeneratedCall forward = new(session, "Forward");

        /// <param name="inputs">Arrays of float or int, in the order of the declaration.</param>
        /// <param name="symbols">The extents of this call, in the order of the network's dimensions.</param>
        /// <param name="outputs">Arrays of float, or of int where they are tokens.</param>
        public void Forward(Array[] inputs, int[] symbols, Array[] outputs) => forward.Run(inputs, symbols, outputs);

        public void Dispose() => session.Dispose();
    }

    /// <summary>Learns.</summary>
    public sealed class Trainer(TrainingSession session) : IDisposable
    {
        private readonly GeneratedCall step = new(session, "Step");
        private readonly GeneratedCall gradients = new(session, "ComputeGradients");

        public ParameterCollection Gradients => session.Gradients;

        /// <param name="inputs">Arrays of float or int, the targets last.</param>
        /// <param name="symbols">The extents of this call, in the order of the network's dimensions.</param>
        /// <returns>The loss.</returns>
        public float Step(Array[] inputs, int[] symbols) => step.Run(inputs, symbols, []);

        /// <summary>As <see cref="Step"/>, without changing a weight.</summary>
        public float ComputeGradients(Array[] inputs, int[] symbols) => gradients.Run(inputs, symbols, []);

        /// <summary>Updates weights and states with the gradients.</summary>
        public void ApplyGradients() => session.ApplyGradients();

        public void Dispose() => session.Dispose();
    }
}
