using Sinter.Generator.LoweredOps;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>
/// Pointwise users of a matrix product or convolution (bias, residual, activation, mask) are applied to its sums in
/// registers, before they are stored.
/// </summary>
internal static class FuseEpilogue
{
    public const string Name = nameof(FuseEpilogue);

    public static void Run(Fusion fusion)
    {
        var graph = fusion.Graph;
        for (var anchor = 0; anchor < graph.Nodes.Count; anchor++)
        {
            fusion.Cancellation.ThrowIfCancellationRequested();
            if (!fusion.Values.TakesEpilogue(anchor) || IsGate(fusion.Values, anchor)) continue;
            var (_, columns) = fusion.Space(anchor);
            if (!columns.IsConstant) continue;
            var frontier = new Queue<int>(fusion.Values.UsersOf(anchor));
            while (frontier.Count > 0)
            {
                var user = frontier.Dequeue();
                if (!Fits(fusion, anchor, user, columns) || !fusion.TryJoin(anchor, user)) continue;
                foreach (var next in fusion.Values.UsersOf(user)) frontier.Enqueue(next);
                TakeInputs(fusion, anchor, user, columns);
            }
        }
    }

    // The gates of a cell meet in one loop over sums that are in the cache anyway, and so the products do not wait for each other.
    private static bool IsGate(ValueGraph values, int anchor)
    {
        if (!values.IsBody || values.Graph[anchor].Op is not LoweredMatMulOp) return false;
        var left = values.SourceOf(values.Graph[anchor].Inputs[0]);
        return values.UsersOf(left).Any(other => other != anchor && values.Graph[other].Op is LoweredMatMulOp && values.SourceOf(values.Graph[other].Inputs[0]) == left);
    }

    // What only the epilogue reads, such as the mask of an activation's gradient, is computed in it.
    private static void TakeInputs(Fusion fusion, int anchor, int user, Extent columns)
    {
        foreach (var input in fusion.Graph[user].Inputs)
        {
            var producer = fusion.Values.SourceOf(input);
            if (fusion.Values.IsRoot[producer] || !fusion.Values.UsersOf(producer).All(reader => reader != anchor && fusion.GroupOf(reader) == anchor)) continue;
            if (Fits(fusion, anchor, producer, columns) && fusion.TryJoin(anchor, producer)) TakeInputs(fusion, anchor, producer, columns);
        }
    }

    private static bool Fits(Fusion fusion, int anchor, int user, Extent columns)
    {
        var graph = fusion.Graph;
        if (fusion.GroupOf(user) != user || !fusion.Values.IsPointwise(user)) return false;
        if (graph[user].IsBackward != graph[anchor].IsBackward) return false;
        if (fusion.Values.CountOf(user) != fusion.Values.CountOf(anchor)) return false;
        for (var index = 0; index < graph[user].Inputs.Count; index++)
        {
            // An epilogue is given a row and a column, and no extent of the call: it does not know how many samples there are.
            if (fusion.Values.ReadsSizes(graph[user].Inputs[index])) return false;
            var access = fusion.Values.AccessOf(user, index);
            if (access.IsFull || access.IsScalar) continue;
            if (fusion.GroupOf(fusion.Values.SourceOf(graph[user].Inputs[index])) == anchor) return false;
            if (!access.IsUniformOver(columns) || !IsPlacedByConstants(access)) return false;
        }

        return true;
    }

    // For the same reason what repeats within the rows repeats after a constant number.
    private static bool IsPlacedByConstants(Access access) => access.Segments.Take(access.Segments.Count - 1).All(segment => segment.Length.IsConstant);
}
