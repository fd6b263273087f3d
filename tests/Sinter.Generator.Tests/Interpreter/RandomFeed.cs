using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Reproducible numbers for everything a graph reads.</summary>
internal sealed class RandomFeed
{
    private const int UnlimitedTokens = 9;

    private readonly ulong seed;

    /// <summary>Draws inputs, parameters and states for <paramref name="graph"/>; other graphs of the same network can be fed with them as well.</summary>
    public RandomFeed(Graph graph, Bindings bindings, int seed = 1)
    {
        (Bindings, this.seed) = (bindings, (ulong)seed);
        var random = new Random(seed);
        foreach (var node in graph.Nodes)
        {
            var count = Values.Count(Values.Bind(node.Shape, bindings));
            switch (node.Op)
            {
                case InputOp { Type: DataType.Int32 } tokens:
                    // Some lengths are 0, some as long as there are places.
                    var most = (int)tokens.Measured.Select(extent => extent.Evaluate(bindings.Of)).Append(tokens.Limit > 0 ? tokens.Limit - 1 : UnlimitedTokens).Min();
                    Inputs[tokens.Argument] = Draw(count, () => random.Next(most + 1));
                    break;
                case InputOp input:
                    Inputs[input.Argument] = Draw(count, () => Normal(random));
                    break;
                case ParameterOp parameter:
                    Parameters[parameter.Key] = Draw(count, () => 0.5 * Normal(random));
                    break;
                case StateOp { IsCounter: true } counter:
                    States[counter.Key] = Draw(count, () => random.Next(1000));
                    break;
                case StateOp state:
                    States[state.Key] = Draw(count, () => state.IsCounter ? random.Next(9) : 0.5 + random.NextDouble());
                    break;
            }
        }
    }

    private RandomFeed(RandomFeed other, Dictionary<string, double[]> inputs, Dictionary<string, double[]> parameters, Dictionary<string, double[]> states) =>
        (Bindings, seed, Inputs, Parameters, States) = (other.Bindings, other.seed, inputs, parameters, states);

    public Bindings Bindings { get; }

    public Dictionary<string, double[]> Inputs { get; } = [];

    public Dictionary<string, double[]> Parameters { get; } = [];

    public Dictionary<string, double[]> States { get; } = [];

    /// <summary>The same with other weights and states.</summary>
    public RandomFeed With(Dictionary<string, double[]> parameters, Dictionary<string, double[]> states) => new(this, Inputs, parameters, states);

    /// <summary>The same with other inputs.</summary>
    public RandomFeed With(Dictionary<string, double[]> inputs) => new(this, inputs, Parameters, States);

    public GraphInterpreter Run(Graph graph, Phase phase = Phase.Training) => new GraphInterpreter(graph)
    {
        Bindings = Bindings,
        Phase = phase,
        Seed = seed,
        Step = 3,
        Inputs = Inputs,
        Parameters = Parameters,
        States = States,
    }.Run();

    private static double[] Draw(int count, Func<double> next)
    {
        var result = new double[count];
        for (var i = 0; i < count; i++) result[i] = next();
        return result;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
