using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>What only a reduction across rows reads (the product in a weight's gradient) is computed inside it and never stored.</summary>
internal static class FuseReduction
{
    public const string Name = nameof(FuseReduction);

    public static void Run(Fusion fusion)
    {
        var graph = fusion.Graph;
        for (var anchor = 0; anchor < graph.Nodes.Count; anchor++)
        {
            fusion.Cancellation.ThrowIfCancellationRequested();
            if (graph[anchor].Op is not ReduceOp || fusion.Kinds[anchor] != GroupKind.Reduction) continue;
            var lanes = fusion.Lanes[anchor]!.Value;
            var frontier = new Queue<int>(graph[anchor].Inputs.Select(fusion.Values.SourceOf));
            while (frontier.Count > 0)
            {
                var producer = frontier.Dequeue();
                if (!Fits(fusion, anchor, producer, lanes) || !fusion.TryJoin(anchor, producer)) continue;
                foreach (var input in graph[producer].Inputs) frontier.Enqueue(fusion.Values.SourceOf(input));
            }
        }
    }

    private static bool Fits(Fusion fusion, int anchor, int producer, Extent lanes)
    {
        var values = fusion.Values;
        if (fusion.GroupOf(producer) != producer || !values.IsPointwise(producer) || values.IsRoot[producer]) return false;
        if (values.CountOf(producer) != Extent.Of(fusion.Graph[fusion.Graph[anchor].Inputs[0]].Shape)) return false;
        if (!values.UsersOf(producer).All(user => fusion.GroupOf(user) == anchor)) return false;
        return Enumerable.Range(0, fusion.Graph[producer].Inputs.Count).All(index => values.AccessOf(producer, index).IsUniformOver(lanes));
    }
}
