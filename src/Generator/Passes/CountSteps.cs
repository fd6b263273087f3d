using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>What a training step adds to a counter.</summary>
internal sealed record StepCount(string Key, long PerStep);

/// <summary>
/// Takes the counters out of a training graph. Its values are floats, which count no further than 2^24; what a step adds to a counter is
/// known when the network is compiled, and the runtime adds it to a 64-bit integer.
/// </summary>
internal static class CountSteps
{
    public const string Name = nameof(CountSteps);

    /// <summary>The graph without its counters.</summary>
    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        if (!graph.Updates.Any(update => Counts(graph, update))) return graph;
        return RemoveDead.Run(graph with { Updates = graph.Updates.Where(update => !Counts(graph, update)).ToEquatableArray() }, cancellation);
    }

    /// <summary>What is added to the counters of a graph that has them.</summary>
    public static EquatableArray<StepCount> Of(Graph graph) => graph.Updates
        .Where(update => Counts(graph, update))
        .Select(update => new StepCount(((StateOp)graph[update.State].Op).Key, Added(graph, update))).ToEquatableArray();

    private static bool Counts(Graph graph, StateUpdate update) => graph[update.State].Op is StateOp { IsCounter: true };

    // A layer that is used several times counts each use: n + 1 + 1.
    private static long Added(Graph graph, StateUpdate update)
    {
        var (value, added) = (update.Value, 0L);
        while (value != update.State)
        {
            if (graph[value] is not { Op: PointwiseOp { Function: ScalarFunction.Add }, Inputs: var terms } || Constant(graph, terms) is not { } constant)
                throw new InvalidOperationException($"A counter that is neither left as it is nor increased by a constant: node {value}, {graph[value].Op.Name}.");
            added += (long)constant.Value;
            value = constant.Other;
        }

        return added;
    }

    private static (float Value, int Other)? Constant(Graph graph, EquatableArray<int> terms) =>
        graph[terms[1]].Op is ConstantOp second ? (second.Value, terms[0])
        : graph[terms[0]].Op is ConstantOp first ? (first.Value, terms[1]) : null;
}
