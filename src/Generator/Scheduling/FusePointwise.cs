namespace Sinter.Generator.Scheduling;

/// <summary>Chains of pointwise nodes over the same elements become one loop.</summary>
internal static class FusePointwise
{
    public const string Name = nameof(FusePointwise);

    public static void Run(Fusion fusion)
    {
        var graph = fusion.Graph;
        for (var user = 0; user < graph.Nodes.Count; user++)
        {
            fusion.Cancellation.ThrowIfCancellationRequested();
            if (!fusion.Values.IsPointwise(user) || !fusion.IsFlat(fusion.GroupOf(user))) continue;
            for (var index = 0; index < graph[user].Inputs.Count; index++)
            {
                var producer = fusion.Values.SourceOf(graph[user].Inputs[index]);
                var (into, from) = (fusion.GroupOf(producer), fusion.GroupOf(user));
                if (into == from || !fusion.Values.IsPointwise(producer) || !fusion.IsFlat(into)) continue;
                if (!fusion.Values.AccessOf(user, index).IsFull || !fusion.IsSmallEnough(into, from)) continue;
                var whole = fusion.Values.CountOf(user);
                if (fusion.UniformLanes(fusion.Members(into).Concat(fusion.Members(from)), whole) is null) continue;
                if (ReadsAcross(fusion, into, from) || ReadsAcross(fusion, from, into)) continue;
                fusion.TryJoin(into, from);
            }
        }
    }

    // A value that one side broadcasts out of the other is not there, element by element, when the loop needs it.
    private static bool ReadsAcross(Fusion fusion, int readers, int producers)
    {
        foreach (var id in fusion.Members(readers))
        {
            for (var index = 0; index < fusion.Graph[id].Inputs.Count; index++)
            {
                var source = fusion.Values.SourceOf(fusion.Graph[id].Inputs[index]);
                if (fusion.GroupOf(source) == producers && !fusion.Values.AccessOf(id, index).IsFull) return true;
            }
        }

        return false;
    }
}
