using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Which axis of each value counts the places of a sequence: element <c>i</c> along it is computed from place <c>i</c> of the inputs
/// alone, or, behind causal attention, from the places up to it. What is not known to keep places apart mixes them.
/// </summary>
internal sealed class PlaceAxes
{
    private const int None = -1;

    // Of a number that says how many places there are: what is computed with it mixes them.
    private const int Counted = -2;

    private readonly Graph graph;
    private readonly DimSymbol steps;
    private readonly int[] axes;

    private PlaceAxes(Graph graph, DimSymbol steps)
    {
        (this.graph, this.steps) = (graph, steps);
        axes = new int[graph.Nodes.Count];
    }

    /// <summary>The first node that mixes places, or -1 if they are kept apart up to every output.</summary>
    /// <param name="graph">A graph for inference.</param>
    /// <param name="steps">The length of the sequence.</param>
    public static int FirstMixing(Graph graph, DimSymbol steps)
    {
        var places = new PlaceAxes(graph, steps);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (places.IsCount(id))
            {
                places.axes[id] = Counted;
                continue;
            }

            if (places.Of(id) is not { } axis || !places.IsOnly(graph[id].Shape, axis)) return id;
            places.axes[id] = axis;
        }

        return graph.Outputs.Select(output => output.Node).Where(id => places.axes[id] == Counted).DefaultIfEmpty(-1).First();
    }

    private bool IsCount(int id) => graph[id] is { Inputs.Count: 0 } leaf && leaf.Op.Sizes.Any(IsSteps);

    private bool IsSteps(Dim dim) => !dim.IsConstant && dim.Symbol!.Equals(steps);

    // Whether the axis, and no other, is as long as the sequence.
    private bool IsOnly(Shape shape, int axis)
    {
        for (var other = 0; other < shape.FullRank; other++)
        {
            if (other == axis ? shape.Dims[other] != Dim.Of(steps) : IsSteps(shape.Dims[other])) return false;
        }

        return true;
    }

    private int StepsOf(Shape shape)
    {
        for (var axis = 0; axis < shape.FullRank; axis++)
        {
            if (IsSteps(shape.Dims[axis])) return axis;
        }

        return None;
    }

    // The axis, none if the value is the same at every place, or null if places are mixed.
    private int? Of(int id)
    {
        var node = graph[id];
        if (node.Inputs.Count == 0) return node.Op.Traits.HasFlag(OpTraits.Random) ? null : StepsOf(node.Shape);
        if (node.Inputs.Any(input => axes[input] == Counted)) return null;
        if (node.Op.Traits.HasFlag(OpTraits.Parts)) return None;
        var dependence = Dependence.Of(graph, id);
        var source = dependence.Op;
        if (source.Sizes.Any(IsSteps)) return null;

        var found = None;
        for (var input = 0; input < dependence.Inputs.Count; input++)
        {
            var (places, links) = (axes[dependence.Inputs[input]], dependence.Axes[input]);
            for (var axis = 0; axis < links.Count; axis++)
            {
                if (axis == places ? !StayApart(links[axis], source) : !AreFree(links[axis], source, node.Shape)) return null;
                if (links[axis].Result is not { } to || (axis != places && !IsSteps(node.Shape.Dims[to]))) continue;
                if (found != None && found != to) return null;
                found = to;
            }
        }

        return found == None && StepsOf(node.Shape) != None ? null : found;
    }

    // Whether a place is computed from itself alone, or from earlier ones that can be kept.
    private static bool StayApart(AxisLink link, Op source) =>
        link is WindowedAxis { Window: var window } && (window.IsSame || (window.NeverLooksAhead && source.Traits.HasFlag(OpTraits.Cached)));

    // Whether what has no places is the same for all of them, or a run that can begin further on.
    private bool AreFree(AxisLink link, Op source, Shape result) =>
        link is not WindowedAxis windowed || !IsSteps(result.Dims[windowed.Axis]) || (windowed.Window.IsSame && source.From(0) is not null);
}
