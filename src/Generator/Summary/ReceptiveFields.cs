using Sinter.Graphs;

namespace Sinter.Generator.Summary;

/// <summary>
/// How much of an input image one value of each node sees: height and width of the smallest box around the pixels that can change
/// it, as on an image without borders, with every symbol at its largest. What an op is not known to keep apart is unknown from there on, never guessed.
/// </summary>
internal sealed class ReceptiveFields
{
    private const int Rows = 0, Columns = 1;

    private readonly Graph graph;
    private readonly Sight[][] sights;

    private ReceptiveFields(Graph graph, int image)
    {
        this.graph = graph;
        sights = new Sight[graph.Nodes.Count][];
        for (var id = 0; id < sights.Length; id++)
        {
            try
            {
                var dependence = Dependence.Of(graph, id);
                sights[id] = [Of(id, dependence, Rows, image), Of(id, dependence, Columns, image)];
            }
            catch (OverflowException)
            {
                sights[id] = [Sight.Unknown, Sight.Unknown];
            }
        }
    }

    /// <summary>For each node, the height and width it sees; (0, 0) where that is unknown or means nothing.</summary>
    public static (long Height, long Width)[] Of(Graph graph)
    {
        var result = new (long Height, long Width)[graph.Nodes.Count];
        var isUnknown = new bool[result.Length];
        for (var image = 0; image < result.Length; image++)
        {
            if (graph[image] is not { Op: InputOp { Type: DataType.Float32, IsTarget: false }, Shape: { FullRank: 4, IsBatched: true } }) continue;
            var fields = new ReceptiveFields(graph, image);
            for (var id = 0; id < result.Length; id++)
            {
                var (rows, columns) = (fields.sights[id][Rows], fields.sights[id][Columns]);
                if (rows is SeesNothing && columns is SeesNothing) continue;
                isUnknown[id] |= rows.Span == 0 || columns.Span == 0;
                result[id] = (Math.Max(result[id].Height, rows.Span), Math.Max(result[id].Width, columns.Span));
            }
        }

        for (var id = 0; id < result.Length; id++)
        {
            if (isUnknown[id]) result[id] = default;
        }

        return result;
    }

    private Sight Of(int id, Dependence dependence, int direction, int image)
    {
        var node = graph[id];
        if (id == image) return Image(node.Shape, direction);
        if (node.Op is StepInputOp) return Sight.Unknown;
        if (node.Op.Traits.HasFlag(OpTraits.Parts)) return Sight.Nothing;
        // What training does otherwise, such as taking the mean of a batch, is not what the summary is about.
        if (node.Op is PhaseOp) return sights[node.Inputs[1]][direction];
        if (dependence.Inputs.All(input => sights[input][direction] is SeesNothing)) return Sight.Nothing;
        if (dependence.Inputs.Count > 1 && node.Op.Traits.HasFlag(OpTraits.Moves)) return Joined(id, dependence, direction);
        return dependence.Inputs.Select((input, index) => Through(id, input, dependence.Axes[index], direction)).Aggregate(Sight.Union);
    }

    private static Sight Image(Shape shape, int direction)
    {
        var extent = shape.Dims[2 + direction];
        return new SeesWindow(2 + direction, extent.Maximum, PositionMap.Identity, extent.Maximum);
    }

    // What is seen through one input of an op.
    private Sight Through(int id, int input, EquatableArray<AxisLink> links, int direction)
    {
        var (sight, from, to) = (sights[input][direction], graph[input].Shape, graph[id].Shape);
        if (sight is SeesNothing or SeesUnknown) return sight;
        if (links.Any(link => link is RegroupedAxis)) return ReshapedSight.Of(sight, from, to, sights[input][1 - direction], id);
        var (own, other) = (Axes(sight), Axes(sights[input][1 - direction]));
        for (var axis = 0; axis < links.Count && sight is not SeesUnknown; axis++)
        {
            if (!own.Contains(axis) && !other.Contains(axis)) sight = Beside(sight, links[axis], from.Dims[axis], to);
        }

        return Mixed(sight switch
        {
            SeesWindow window => Window(window, links[window.Axis], to),
            SeesSomewhere somewhere => Somewhere(somewhere, links, from, to, id),
            _ => sight,
        }, input, links);
    }

    // What becomes of the positions along an axis.
    private static Sight Window(SeesWindow sight, AxisLink link, Shape to)
    {
        switch (link)
        {
            case ReducedAxis or RepeatedAxis:
                return sight.Gather();
            case WindowedAxis { Window: { Spread: 1, First: { IsConstant: true } first, Last: { IsConstant: true } last } window, Axis: var axis } when !to.Dims[axis].IsBatch:
                var moved = sight with { Axis = axis, Length = to.Dims[axis].Maximum };
                if (window.IsSame) return moved;
                if (window.Stride < 0) return window.IsOne && window.Stride == -1 && first.Value == sight.Length - 1 ? moved.With(sight.Map.Reversed(sight.Length)) : Sight.Unknown;
                return moved.With(sight.Map.Window(((last.Value - first.Value) / window.Dilation) + 1, window.Stride, -(long)first.Value, window.Dilation));
            default:
                return Sight.Unknown;
        }
    }

    // What becomes of positions whose order along some axes is no longer known.
    private static Sight Somewhere(SeesSomewhere sight, EquatableArray<AxisLink> links, Shape from, Shape to, int id)
    {
        var own = sight.Axes.Select(axis => (Axis: axis, Link: links[axis])).ToArray();
        if (own.All(axis => axis.Link is ReducedAxis)) return sight.Gathered();
        if (own.Any(axis => axis.Link is not WindowedAxis { Window: { IsOne: true, Spread: 1 } })) return Sight.Unknown;
        var moved = sight with { Axes = own.Select(axis => axis.Link.Result!.Value).OrderBy(axis => axis).ToEquatableArray() };
        if (own.All(axis => axis.Link is WindowedAxis { Window.IsSame: true } && from.Dims[axis.Axis] == to.Dims[axis.Link.Result!.Value])) return moved;
        return own.All(axis => Holds((WindowedAxis)axis.Link, from.Dims[axis.Axis], to)) ? moved with { Origin = id } : Sight.Unknown;
    }

    // What becomes of all that is at one position, along an axis that holds none.
    private static Sight Beside(Sight sight, AxisLink link, Dim from, Shape to)
    {
        if (sight.Agreement == Agreement.Each && link is not WindowedAxis) return sight;
        switch (link)
        {
            case ReducedAxis or RepeatedAxis:
                return sight;
            case WindowedAxis { Window.IsSame: true, Axis: var same } when from == to.Dims[same]:
                return sight;
            case WindowedAxis windowed when Holds(windowed, from, to):
                // What is added sees nothing.
                return sight.AtMost(Agreement.Some);
            case WindowedAxis when sight.Agreement == Agreement.Each:
                return sight;
            case WindowedAxis windowed when Covers(windowed, from, to):
                return sight;
            default:
                return Sight.Unknown;
        }
    }

    // Whether every element of an axis is in some window.
    private static bool Covers(WindowedAxis link, Dim from, Shape to) =>
        link.Window is { Stride: 1, Spread: 1, Dilation: 1, First: { IsConstant: true, Value: <= 0 }, Last: { IsConstant: true, Value: var last } } &&
        from.IsConstant && to.Dims[link.Axis].IsConstant && to.Dims[link.Axis].Value - 1L + last >= from.Value - 1L;

    // Whether all elements of an axis are among those of the result, and others beside them.
    private static bool Holds(WindowedAxis link, Dim from, Shape to)
    {
        if (link.Window is not { IsOne: true, First: { } first }) return false;
        var count = to.Dims[link.Axis];
        if (!from.IsConstant || !count.IsConstant || !first.IsConstant) return first == 0 && link.Window.IsSame && from == count;
        if (link.Window.Stride == -1) return first.Value == from.Value - 1 && count.Value >= from.Value;
        return link.Window.Stride == 1 && first.Value <= 0 && first.Value + count.Value - 1L >= (from.Value - 1L) * link.Window.Spread;
    }

    // Where nothing is left but positions, everything at one of them is in what comes out.
    private Sight Mixed(Sight sight, int input, EquatableArray<AxisLink> links)
    {
        var shape = graph[input].Shape;
        var positions = Axes(sights[input][Rows]).Concat(Axes(sights[input][Columns])).ToArray();
        var isAny = false;
        for (var axis = 0; axis < links.Count; axis++)
        {
            isAny |= links[axis] is ReducedAxis && !shape.Dims[axis].IsOne;
            if (links[axis] is not ReducedAxis && !positions.Contains(axis) && !shape.Dims[axis].IsBatch && !shape.Dims[axis].IsOne) return sight;
        }

        return isAny && sight is not (SeesNothing or SeesUnknown) ? sight with { Agreement = Agreement.Each } : sight;
    }

    private static int[] Axes(Sight sight) => sight switch
    {
        SeesWindow window => [window.Axis],
        SeesSomewhere somewhere => [.. somewhere.Axes],
        _ => [],
    };

    // Values one after the other along an axis: of each place, one of them.
    private Sight Joined(int id, Dependence dependence, int direction)
    {
        var seeing = dependence.Inputs.Where(input => sights[input][direction] is not SeesNothing).ToArray();
        var last = dependence.Axes[dependence.Inputs.Count - 1];
        var joined = Enumerable.Range(0, last.Count).Single(axis => last[axis] is not WindowedAxis { Window.IsSame: true });
        if (dependence.Inputs.Any(input => Axes(sights[input][Rows]).Concat(Axes(sights[input][Columns])).Contains(joined)))
        {
            // Such as the place of a class before those of an image: it sees nothing yet.
            return seeing.Length == 1 && sights[seeing[0]][direction] is SeesSomewhere somewhere && seeing.All(input => sights[input][1 - direction] is SeesSomewhere)
                ? somewhere with { Origin = id }
                : Sight.Unknown;
        }

        return dependence.Inputs.Select(input => sights[input][direction]).Aggregate(Sight.Beside);
    }
}
