using Sinter.Generator.Programs;
using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>
/// The groups while they are being formed: every computing node begins in a group of its own, and passes join neighbours.
/// A join is refused when it would make two groups wait for one another.
/// </summary>
internal sealed class Fusion
{
    /// <summary>The work of one loop: the JIT no longer keeps the values of larger ones in registers, and compiles them for seconds.</summary>
    private const int MostWork = 400;

    /// <summary>
    /// How many readers are asked, and how far apart two groups may be, before a join is refused: where a backward pass reads a value of a
    /// long network, it nearly always waits for it in another way too.
    /// </summary>
    private const int MostAsked = 4096, MostApart = 16 * 1024;

    private readonly int[] groupOf;
    private readonly int[] work;
    private readonly List<int>[] members;
    private readonly int[] position;
    private readonly int[] groupAt;
    private readonly int[] seen;
    private readonly Stack<int> pending = new();
    private readonly Dictionary<int, Fusion> bodies = [];
    private int search;

    /// <summary>A group for each node, and for each node of the bodies of scans.</summary>
    public Fusion(ValueGraph values, CancellationToken cancellation)
    {
        (Values, Cancellation) = (values, cancellation);
        var count = values.Graph.Nodes.Count;
        groupOf = new int[count];
        work = new int[count];
        members = new List<int>[count];
        position = Enumerable.Range(0, count).ToArray();
        groupAt = Enumerable.Range(0, count).ToArray();
        seen = new int[count];
        Kinds = new GroupKind[count];
        Anchors = new int[count];
        Lanes = new Extent?[count];
        for (var id = 0; id < count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            groupOf[id] = id;
            work[id] = Work(Graph[id].Op);
            members[id] = [id];
            Anchors[id] = -1;
            Classify(id);
            if (Graph[id].Op is ScanOp scan) bodies[id] = new Fusion(ValueGraph.OfBody(scan.Body with { Layers = Graph.Layers }, cancellation), cancellation);
        }
    }

    public ValueGraph Values { get; }

    /// <summary>Whether anybody still wants the groups.</summary>
    public CancellationToken Cancellation { get; }

    public Graph Graph => Values.Graph;

    /// <summary>By group: what it will become.</summary>
    public GroupKind[] Kinds { get; }

    /// <summary>By group: the node of the kernel or the reduction, or -1.</summary>
    public int[] Anchors { get; }

    /// <summary>By group: the length of a row when a reduction has fixed it.</summary>
    public Extent?[] Lanes { get; }

    public int GroupOf(int id) => groupOf[id];

    public List<int> Members(int group) => members[group];

    // A reduction is one more walk over the row, which computes again what the walks before it have computed.
    private static int Work(Op op) => op switch
    {
        ReduceOp => 50,
        PointwiseOp pointwise when ScalarTable.Of(pointwise.Function).IsExpensive => 10,
        _ => 1,
    };

    private void Classify(int id)
    {
        var node = Graph[id];
        if (node.Op is LeafOp or ReshapeOp || Values.IsInline(id))
        {
            Kinds[id] = GroupKind.None;
        }
        else if (node.Op is ScanResultOp or ResultOp)
        {
            Kinds[id] = GroupKind.View;
        }
        else if (node.Op is ScanOp)
        {
            Kinds[id] = GroupKind.Scan;
        }
        else if (node.Op is ReduceOp)
        {
            var space = Values.SpaceOf(id);
            Kinds[id] = space.IsAlongLanes ? GroupKind.Loop : GroupKind.Reduction;
            Lanes[id] = space.IsAlongLanes ? space.Reduced : space.Inner;
            Anchors[id] = space.IsAlongLanes ? -1 : id;
        }
        else if (Values.IsPointwise(id))
        {
            Kinds[id] = GroupKind.Loop;
        }
        else
        {
            Kinds[id] = GroupKind.Kernel;
            Anchors[id] = id;
        }
    }

    /// <summary>Whether the group is a loop in which no reduction has fixed the rows.</summary>
    public bool IsFlat(int group) => Kinds[group] == GroupKind.Loop && Lanes[group] is null;

    /// <summary>Whether two groups are not too much for one loop.</summary>
    public bool IsSmallEnough(int first, int second) => work[first] + work[second] <= MostWork;

    /// <summary>Lets a pass form groups, in the bodies of scans first. Groups are what passes change in place.</summary>
    public Fusion InBodies(Action<Fusion> pass)
    {
        foreach (var body in bodies.Values) body.InBodies(pass);
        pass(this);
        return this;
    }

    /// <summary>Puts the nodes of one group into another, unless they are too many, or a path outside both leads from one to the other.</summary>
    public bool TryJoin(int into, int from)
    {
        if (into == from) return true;
        if (!IsSmallEnough(into, from)) return false;
        if (Values.IsHoisted[members[into][0]] != Values.IsHoisted[members[from][0]]) return false;
        var (first, second) = position[into] < position[from] ? (into, from) : (from, into);
        if (position[second] - position[first] > MostApart || IsSecondReachedAround(first, second)) return false;
        Reorder(position[first], position[second], joined: into);
        foreach (var id in members[from]) groupOf[id] = into;
        work[into] += work[from];
        members[into].AddRange(members[from]);
        members[into].Sort();
        members[from] = [];
        return true;
    }

    // Whether the second waits for a group that waits for the first, or may do so. Otherwise the groups that wait for the first, and come before
    // the second, are those seen in this search.
    private bool IsSecondReachedAround(int first, int second)
    {
        search++;
        var asked = 0;
        pending.Clear();
        pending.Push(first);
        while (pending.Count > 0)
        {
            var group = pending.Pop();
            foreach (var id in members[group])
            {
                foreach (var user in Values.UsersOf(id))
                {
                    var next = groupOf[user];
                    if ((next == second && group != first) || ++asked > MostAsked) return true;
                    if (seen[next] == search || position[next] >= position[second] || next == first) continue;
                    seen[next] = search;
                    pending.Push(next);
                }
            }
        }

        return false;
    }

    // Between the two that become one: first what does not wait for them, then the two, then what does. The order of the groups
    // thereby stays one in which they can be executed (Pearce and Kelly 2006).
    private void Reorder(int low, int high, int joined)
    {
        var behind = new List<int> { joined };
        var place = low;
        for (var at = low + 1; at < high; at++)
        {
            var group = groupAt[at];
            if (group < 0) continue;
            if (seen[group] == search) behind.Add(group);
            else Place(group, place++);
        }

        foreach (var group in behind) Place(group, place++);
        while (place <= high) groupAt[place++] = -1;
    }

    private void Place(int group, int at)
    {
        groupAt[at] = group;
        position[group] = at;
    }

    /// <summary>Whether something outside the group reads the value.</summary>
    public bool IsUsedOutside(int id)
    {
        if (Values.IsRoot[id]) return true;
        foreach (var user in Values.UsersOf(id))
        {
            if (groupOf[user] != groupOf[id]) return true;
        }

        return false;
    }

    /// <summary>
    /// The length of a run of lanes over which every operand of the given nodes advances or repeats uniformly:
    /// <paramref name="whole"/> when all do so over everything, null when there is none.
    /// </summary>
    public Extent? UniformLanes(IEnumerable<int> nodes, Extent whole)
    {
        var lanes = whole;
        var accesses = new List<Access>();
        foreach (var id in nodes)
        {
            for (var index = 0; index < Graph[id].Inputs.Count; index++)
            {
                if (Graph[id].Op is ReduceOp) continue;
                var access = Values.AccessOf(id, index);
                if (access.IsFull || access.IsScalar) continue;
                accesses.Add(access);
                var run = access.Segments[0].Length;
                if (run.DividedBy(lanes) is null) lanes = run;
            }
        }

        if (accesses.Count == 0) return whole;
        foreach (var access in accesses)
        {
            if (!access.IsUniformOver(lanes)) return null;
        }

        return !lanes.IsBatched && whole.DividedBy(lanes) is not null ? lanes : null;
    }

    /// <summary>The finished groups, each after the groups whose values it reads.</summary>
    public Schedule Finish()
    {
        var order = Order();
        var groups = new List<Group>();
        foreach (var group in order)
        {
            Cancellation.ThrowIfCancellationRequested();
            var nodes = members[group].ToEquatableArray();
            var (rows, lanes) = Space(group);
            groups.Add(new Group(Kinds[group], Anchors[group], nodes, rows, lanes));
        }

        return new Schedule(Values, groups.ToEquatableArray(), bodies.ToDictionary(body => body.Key, body => body.Value.Finish()));
    }

    /// <summary>The iteration space of a group as rows of lanes.</summary>
    public (Extent Rows, Extent Lanes) Space(int group)
    {
        var anchor = Anchors[group];
        if (Kinds[group] == GroupKind.Kernel)
        {
            var shape = Graph[anchor].Shape;
            Extent columns = shape.FullRank == 0 ? 1 : Extent.Of(shape.Dims[shape.FullRank - 1]);
            return (Extent.Of(shape.Dims.Take(shape.FullRank - 1)), columns);
        }

        if (Kinds[group] is GroupKind.Scan or GroupKind.View) return (Extent.One, Extent.One);
        if (Kinds[group] == GroupKind.Reduction)
        {
            var space = Values.SpaceOf(anchor);
            return (space.Outer * space.Reduced, space.Inner);
        }

        if (Lanes[group] is { } fixedLanes)
        {
            var space = Values.SpaceOf(members[group].First(id => Graph[id].Op is ReduceOp));
            return (space.Outer, fixedLanes);
        }

        var whole = members[group].Select(Values.CountOf).First();
        var lanes = UniformLanes(members[group], whole) ?? Extent.One;
        return lanes == whole ? (Extent.One, whole) : (whole.DividedBy(lanes)!.Value, lanes);
    }

    // Kahn's algorithm, always continuing with the group whose first node comes first: forward before backward, as written.
    private List<int> Order()
    {
        var waiting = new Dictionary<int, int>();
        var readers = new Dictionary<int, List<int>>();
        for (var group = 0; group < members.Length; group++)
        {
            if (members[group].Count == 0 || Kinds[group] == GroupKind.None) continue;
            var sources = new HashSet<int>();
            foreach (var id in members[group])
            {
                foreach (var input in Graph[id].Inputs)
                {
                    var other = groupOf[Values.SourceOf(input)];
                    if (other != group && Kinds[other] != GroupKind.None) sources.Add(other);
                }
            }

            waiting[group] = sources.Count;
            foreach (var other in sources)
            {
                if (!readers.TryGetValue(other, out var list)) readers[other] = list = [];
                list.Add(group);
            }
        }

        // The last node of a group is the first moment at which all it reads can exist.
        var ready = new SortedSet<(int Last, int Group)>(waiting.Where(pair => pair.Value == 0).Select(pair => (members[pair.Key].Last(), pair.Key)));
        var order = new List<int>();
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            order.Add(next.Group);
            if (!readers.TryGetValue(next.Group, out var list)) continue;
            foreach (var reader in list)
            {
                if (--waiting[reader] == 0) ready.Add((members[reader].Last(), reader));
            }
        }

        if (order.Count != waiting.Count) throw new InvalidOperationException("The groups wait for one another: a join has made a cycle.");
        return order;
    }
}
