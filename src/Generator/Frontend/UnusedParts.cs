using Sinter.Generator.Autodiff;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>Finds inputs and parameters that a network declares for nothing. Legal, but hardly meant.</summary>
internal static class UnusedParts
{
    /// <param name="graph">The network as it is declared.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="variants">What it is when some of them are left out: what one of these reads is of use.</param>
    public static IEnumerable<Advice> Find(Graph graph, IReadOnlyList<int> inputs, IReadOnlyList<Graph> variants)
    {
        var used = Reaching(graph, graph.Roots());
        var elsewhere = new HashSet<string>(variants.SelectMany(Read), StringComparer.Ordinal);
        for (var id = 0; id < used.Length; id++) used[id] |= NameOf(graph[id]) is { } name && elsewhere.Contains(name);
        foreach (var input in inputs)
        {
            if (!used[input])
                yield return new(DiagnosticIds.NothingLearned, $"Nothing that the network computes depends on the input '{Name(graph, input)}'. Use it, or remove it.", input);
        }

        foreach (var group in Parameters(graph).Where(id => !used[id]).GroupBy(id => graph[id].Layer))
        {
            var keys = string.Join(", ", group.Select(id => $"{((ParameterOp)graph[id].Op).Key} {graph[id].Shape}"));
            var owner = group.Key < 0 ? $"The parameter {keys} is" : $"What '{graph.Layers[group.Key].Name}' computes is not used, and so its parameters are not either: {keys}. They are";
            yield return new(DiagnosticIds.UnusedParameter, $"{owner} never read, but would be stored and loaded. Use the result, or remove {(group.Key < 0 ? "it" : "the layer")}.", group.First());
        }

        if (graph.Loss is not { } loss || !Parameters(graph).Any(id => used[id])) yield break;
        if (!Gradients.DependsOnParameters(graph)[loss])
        {
            var why = Parameters(graph).All(id => graph[id].Op is ParameterOp { IsFrozen: true })
                ? "all parameters are frozen. Leave those that are to be trained out of what is frozen"
                : "no gradient leads from the loss to a parameter. What has none stands in all ways there, as Detach, ToTokens, ArgMax, Sign and Floor do; leave it out";
            yield return new(DiagnosticIds.NothingLearned, $"Nothing is learned: {why}, or remove Loss.", loss);
            yield break;
        }

        var trains = Reaching(graph, [loss]);
        var learned = From(graph, Parameters(graph));
        var meets = Reaching(graph, Enumerable.Range(0, graph.Nodes.Count).Where(id => trains[id] && learned[id]));
        foreach (var input in inputs.Where(input => used[input]))
        {
            if (!meets[input])
                yield return new(DiagnosticIds.NothingLearned, $"Nothing is learned from the input '{Name(graph, input)}': on its way to the loss it meets no parameter. Let a layer with weights read it, or remove it.", input);
        }
    }

    // The names of inputs and parameters that a graph reads.
    private static IEnumerable<string> Read(Graph graph)
    {
        var used = Reaching(graph, graph.Roots());
        return Enumerable.Range(0, used.Length).Where(id => used[id]).Select(id => NameOf(graph[id])).OfType<string>();
    }

    private static string? NameOf(Node node) => node.Op switch
    {
        InputOp input => "input " + input.Argument,
        ParameterOp parameter => "parameter " + parameter.Key,
        _ => null,
    };

    private static string Name(Graph graph, int input) => ((InputOp)graph[input].Op).Argument;

    private static IEnumerable<int> Parameters(Graph graph) => Enumerable.Range(0, graph.Nodes.Count).Where(id => graph[id].Op is ParameterOp);

    /// <summary>The values that some of <paramref name="ends"/> are computed from.</summary>
    private static bool[] Reaching(Graph graph, IEnumerable<int> ends)
    {
        var result = new bool[graph.Nodes.Count];
        foreach (var end in ends) result[end] = true;
        for (var id = result.Length - 1; id >= 0; id--)
        {
            if (!result[id]) continue;
            foreach (var input in graph[id].Inputs) result[input] = true;
        }

        return result;
    }

    /// <summary>The values that are computed from some of <paramref name="starts"/>.</summary>
    private static bool[] From(Graph graph, IEnumerable<int> starts)
    {
        var result = new bool[graph.Nodes.Count];
        foreach (var start in starts) result[start] = true;
        for (var id = 0; id < result.Length; id++) result[id] |= graph[id].Inputs.Any(input => result[input]);
        return result;
    }
}
