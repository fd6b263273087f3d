using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>
/// Reductions along the last axis and the pointwise nodes around them (LayerNorm, softmax, cross-entropy and their
/// gradients) become one loop per row, which stays in the first-level cache.
/// </summary>
internal static class FuseRows
{
    public const string Name = nameof(FuseRows);

    public static void Run(Fusion fusion)
    {
        var graph = fusion.Graph;
        for (var user = 0; user < graph.Nodes.Count; user++)
        {
            fusion.Cancellation.ThrowIfCancellationRequested();
            if (fusion.Kinds[fusion.GroupOf(user)] != GroupKind.Loop) continue;
            foreach (var input in graph[user].Inputs)
            {
                var producer = fusion.Values.SourceOf(input);
                var (into, from) = (fusion.GroupOf(producer), fusion.GroupOf(user));
                if (into == from || fusion.Kinds[into] != GroupKind.Loop || !fusion.IsSmallEnough(into, from)) continue;
                if (!FitTogether(fusion, into, from, out var lanes) || !fusion.TryJoin(into, from)) continue;
                fusion.Lanes[into] = lanes;
            }
        }
    }

    private static bool FitTogether(Fusion fusion, int first, int second, out Extent lanes)
    {
        lanes = default;
        if (fusion.Lanes[first] is null && fusion.Lanes[second] is null) return false;
        if (fusion.Lanes[first] is { } a && fusion.Lanes[second] is { } b && a != b) return false;
        lanes = (fusion.Lanes[first] ?? fusion.Lanes[second])!.Value;
        var (rows, _) = fusion.Space(fusion.Lanes[first] is null ? second : first);
        if (lanes.IsOne || (lanes.IsBatched && !rows.IsOne)) return false;

        var whole = rows * lanes;
        foreach (var group in (int[])[first, second])
        {
            foreach (var id in fusion.Members(group))
            {
                if (!Fits(fusion, id, first, second, rows, lanes, whole)) return false;
            }
        }

        return true;
    }

    private static bool Fits(Fusion fusion, int id, int first, int second, Extent rows, Extent lanes, Extent whole)
    {
        var graph = fusion.Graph;
        if (graph[id].Op is ReduceOp)
        {
            var space = fusion.Values.SpaceOf(id);
            return space.IsAlongLanes && space.Outer == rows && space.Reduced == lanes;
        }

        var count = fusion.Values.CountOf(id);
        if (count != whole && count != rows) return false;
        for (var index = 0; index < graph[id].Inputs.Count; index++)
        {
            var access = fusion.Values.AccessOf(id, index);
            if (access.IsFull) continue;
            var group = fusion.GroupOf(fusion.Values.SourceOf(graph[id].Inputs[index]));
            if ((group == first || group == second) && !IsOnePerRow(access, count, rows, lanes)) return false;
            if (!access.IsUniformOver(count == whole ? lanes : Extent.One)) return false;
        }

        return true;
    }

    /// <summary>Whether a node over all lanes reads a value that has one element per row.</summary>
    public static bool IsOnePerRow(Access access, Extent count, Extent rows, Extent lanes)
    {
        if (count != rows * lanes || !access.RepeatsInLanes || access.Segments[0].Length != lanes) return false;
        return access.Segments.Count == 1 ? rows.IsOne : access.Segments.Count == 2;
    }
}
