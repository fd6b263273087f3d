using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>Numbers for everything a network reads, all of them exact in 32 bits.</summary>
internal sealed class Sample
{
    private readonly RandomFeed feed;

    private Sample(RandomFeed feed, ulong seed) => (this.feed, Seed) = (feed, seed);

    public Sample(Graph graph, Bindings batch, int seed = 1)
    {
        Seed = (ulong)seed;
        feed = new RandomFeed(graph, batch, seed);
        foreach (var values in feed.Inputs.Values.Concat(feed.Parameters.Values).Concat(feed.States.Values))
        {
            for (var i = 0; i < values.Length; i++) values[i] = (float)values[i];
        }

        // Some labels are to be passed over, now and then most; the first one never is, so that something is left.
        var random = new Random(seed);
        var kept = random.Next(4) == 0 ? 1 : 4;
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not InputOp { IgnoreIndex: { } ignored } op) continue;
            var labels = feed.Inputs[op.Argument];
            for (var i = 1; i < labels.Length; i++)
            {
                if (random.Next(5) >= kept) labels[i] = ignored;
            }
        }
    }

    /// <summary>The states before the call, by name.</summary>
    public IReadOnlyDictionary<string, double[]> States => feed.States;

    /// <summary>The same with other weights and states.</summary>
    public Sample With(IEnumerable<NetworkParameter> parameters, IEnumerable<NetworkParameter> states) => new(feed.With(Doubles(parameters), Doubles(states)), Seed);

    /// <summary>The same with weights and states of zeros.</summary>
    public Sample WithZeros() => new(feed.With(Zeros(feed.Parameters), Zeros(feed.States)), Seed);

    /// <summary>The same with some numbers of the inputs replaced.</summary>
    /// <param name="replace">Gets an argument and one of its numbers.</param>
    public Sample WithInputs(Func<string, double, double> replace) =>
        new(feed.With(feed.Inputs.ToDictionary(input => input.Key, input => Array.ConvertAll(input.Value, value => replace(input.Key, value)))), Seed);

    /// <summary>The same for calls that leave out some inputs.</summary>
    public Sample Without(IReadOnlyCollection<string> leftOut) => new(feed, Seed) { LeftOut = leftOut };

    /// <summary>The inputs that calls leave out.</summary>
    public IReadOnlyCollection<string> LeftOut { get; private init; } = [];

    /// <summary>The seed of dropout masks.</summary>
    public ulong Seed { get; }

    public int Batch => feed.Bindings.Batch;

    public Bindings Bindings => feed.Bindings;

    public IReadOnlyDictionary<string, double[]> Parameters => feed.Parameters;

    /// <summary>What is passed in, which a test may change before it is.</summary>
    public IReadOnlyDictionary<string, double[]> Inputs => feed.Inputs;

    /// <summary>An interpreter of a graph of this network, not run yet.</summary>
    public GraphInterpreter Interpreter(Graph graph, Phase phase, int step = 0) => new(graph)
    {
        Bindings = Bindings,
        Phase = phase,
        Seed = Seed,
        Step = step,
        Inputs = feed.Inputs,
        Parameters = feed.Parameters,
        States = feed.States,
    };

    public int Count(Shape shape) => Values.Count(Values.Bind(shape, Bindings));

    /// <summary>The number of elements with every symbol at its largest.</summary>
    public int Largest(Shape shape) => shape.Dims.Aggregate(1, (product, dim) => checked(product * (int)dim.AtMost(Batch)));

    public void CopyParameters(ParameterCollection parameters)
    {
        foreach (var parameter in parameters) parameter.CopyFrom(Single(feed.Parameters[parameter.Key]));
    }

    public void CopyStates(ParameterCollection states)
    {
        foreach (var state in states) state.CopyFrom(Single(feed.States[state.Key]));
    }

    /// <summary>The array to pass for an argument; an empty one for what is left out.</summary>
    public Array Argument(NetworkInput input)
    {
        if (LeftOut.Contains(input.Argument)) return input.Type == DataType.Int32 ? Array.Empty<int>() : Array.Empty<float>();
        var values = feed.Inputs[input.Argument];
        return input.Type == DataType.Int32 ? Array.ConvertAll(values, value => (int)value) : Single(values);
    }

    /// <summary>An array full of NaN, or of zeros where it indexes something, with every symbol at its largest.</summary>
    public Array Poison(NetworkInput input)
    {
        if (input.Type == DataType.Int32) return new int[Largest(input.Shape)];
        var floats = new float[Largest(input.Shape)];
        Array.Fill(floats, float.NaN);
        return floats;
    }

    private static Dictionary<string, double[]> Doubles(IEnumerable<NetworkParameter> parameters) =>
        parameters.ToDictionary(parameter => parameter.Key, parameter => Array.ConvertAll(parameter.Values.ToArray(), value => (double)value));

    private static Dictionary<string, double[]> Zeros(Dictionary<string, double[]> values) => values.ToDictionary(value => value.Key, value => new double[value.Value.Length]);

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);
}
