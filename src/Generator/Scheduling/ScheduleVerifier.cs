using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>
/// Checks the promises of a schedule: every node is computed once, in a group that can compute it, behind the groups whose values it reads.
/// </summary>
internal sealed class ScheduleVerifier
{
    /// <summary>The place of a node that is in no group.</summary>
    private const int Nowhere = -1;

    private readonly Schedule schedule;
    private readonly ValueGraph values;
    private readonly int[] placeOf;

    private ScheduleVerifier(Schedule schedule)
    {
        (this.schedule, values) = (schedule, schedule.Values);
        placeOf = Enumerable.Repeat(Nowhere, values.Graph.Nodes.Count).ToArray();
    }

    /// <exception cref="InvalidOperationException">A promise is broken; the message names the node.</exception>
    public static void Check(Schedule schedule, CancellationToken cancellation = default)
    {
        var verifier = new ScheduleVerifier(schedule);
        verifier.CheckPlaces(cancellation);
        for (var place = 0; place < schedule.Groups.Count; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            verifier.CheckGroup(schedule.Groups[place]);
            verifier.CheckReads(schedule.Groups[place], place);
        }
    }

    // Each node in one group, but for those that no step computes.
    private void CheckPlaces(CancellationToken cancellation)
    {
        var graph = values.Graph;
        for (var place = 0; place < schedule.Groups.Count; place++)
        {
            foreach (var id in schedule.Groups[place].Nodes)
            {
                if (placeOf[id] != Nowhere) throw Broken(id, "is computed by two groups");
                placeOf[id] = place;
            }
        }

        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            var isComputed = !(graph[id].Op is LeafOp or ReshapeOp || values.IsInline(id));
            if (isComputed && placeOf[id] == Nowhere) throw Broken(id, "is computed by no group");
            if (!isComputed && placeOf[id] != Nowhere) throw Broken(id, "is in a group, although no step computes it");
            if (graph[id].Op is not ScanOp) continue;
            if (!schedule.Bodies.TryGetValue(id, out var body)) throw Broken(id, "has a body without a schedule");
            Check(body, cancellation);
        }

        foreach (var root in graph.Roots())
        {
            if (placeOf[values.SourceOf(root)] == Nowhere && !values.IsBody && graph[root] is not { Op: InputOp, Type: DataType.Int32 }) throw Broken(root, "is wanted, but computed by no group");
        }
    }

    private void CheckGroup(Group group)
    {
        var graph = values.Graph;
        var first = group.Nodes[0];
        if (group.Kind is GroupKind.Kernel or GroupKind.Reduction != group.Nodes.Contains(group.Anchor)) throw Broken(first, $"is in a {group.Kind} whose anchor is {group.Anchor}");
        if (group.Kind is GroupKind.Scan or GroupKind.View && group.Nodes.Count > 1) throw Broken(first, $"shares a {group.Kind} with {group.Nodes[1]}");
        if (group.Kind == GroupKind.Kernel && group.Nodes.Count > 1 && !values.TakesEpilogue(group.Anchor)) throw Broken(group.Anchor, $"takes no epilogue, but is with {group.Nodes[1]}");
        var members = new HashSet<int>(group.Nodes);
        for (var index = 1; index < group.Nodes.Count; index++)
        {
            if (group.Nodes[index] <= group.Nodes[index - 1]) throw Broken(group.Nodes[index], $"stands behind {group.Nodes[index - 1]} in its group");
        }

        foreach (var id in group.Nodes)
        {
            if (values.IsHoisted[id] != values.IsHoisted[first]) throw Broken(id, "follows from weights alone, or does not, unlike the rest of its group");
            if (id == group.Anchor || group.Kind is GroupKind.Scan or GroupKind.View) continue;
            var isOfLoop = values.IsPointwise(id) || (group.Kind == GroupKind.Loop && graph[id].Op is ReduceOp && values.SpaceOf(id).IsAlongLanes);
            if (!isOfLoop) throw Broken(id, $"has no place in a {group.Kind}");
            if (group.Kind == GroupKind.Reduction && values.IsRead(id, outside: members)) throw Broken(id, "is wanted outside of the reduction that computes it and does not store it");
            var count = graph[id].Op is ReduceOp ? values.SpaceOf(id).Outer : values.CountOf(id);
            if (count != group.Rows * group.Lanes && count != group.Rows) throw Broken(id, $"has {count} elements in a group of {group.Rows} rows of {group.Lanes}");
        }
    }

    private void CheckReads(Group group, int place)
    {
        foreach (var id in group.Nodes)
        {
            foreach (var input in values.Graph[id].Inputs)
            {
                var source = values.SourceOf(input);
                if (placeOf[source] == Nowhere && !IsGiven(source)) throw Broken(id, $"reads {source}, which is computed nowhere");
                if (placeOf[source] > place) throw Broken(id, $"reads {source}, which is computed behind it");
                if (values.IsHoisted[id] && placeOf[source] != Nowhere && !values.IsHoisted[source]) throw Broken(id, $"follows from weights alone, but reads {source}, which does not");
            }
        }
    }

    private bool IsGiven(int id) => values.Graph[id].Op is LeafOp || values.IsInline(id);

    private InvalidOperationException Broken(int id, string what) =>
        new($"Node {id}, {values.Graph[id].Op.Name} {values.Graph[id].Shape}, {what}.");
}
