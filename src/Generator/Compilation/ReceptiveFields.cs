using Sinter.Graphs;

namespace Sinter.Generator.Compilation;

/// <summary>
/// How much of an input image one value of each node sees: height and width of the smallest box around the pixels that can change
/// it, as on an image without borders. What an op is not known to keep apart is unknown from there on, never guessed.
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
                sights[id] = [Of(id, Rows, image), Of(id, Columns, image)];
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

    private Sight Of(int id, int direction, int image)
    {
        var node = graph[id];
        if (id == image) return Image(node.Shape, direction);
        if (node.Op is StepInputOp) return Sight.Unknown;
        Sight Input(int index) => sights[node.Inputs[index]][direction];
        if (Enumerable.Range(0, node.Inputs.Count).All(index => Input(index) is SeesNothing)) return Sight.Nothing;
        return node.Op switch
        {
            DetachOp or ResultOp { Index: 0 } => Input(0),
            // What training does otherwise, such as taking the mean of a batch, is not what the summary is about.
            PhaseOp => Input(1),
            PointwiseOp => Pointwise(node, direction),
            ReduceOp op => Reduced(node, direction, op.Axes),
            MatMulOp op => Product(op, node, direction),
            ConvolutionOp { ChannelsLast: false, InputStrideHeight: 1, InputStrideWidth: 1 } op when Input(1) is SeesNothing =>
                Windowed(node, direction, op.Window, op.Groups == 1),
            PoolOp { ChannelsLast: false } op => Windowed(node, direction, op.Window, mixesChannels: false),
            AttentionOp op => Attention(op, node, direction),
            TransposeOp op => Moved(Input(0), axis => Array.IndexOf(op.Order.ToArray(), axis)),
            ReshapeOp => ReshapedSight.Of(Input(0), graph[node.Inputs[0]].Shape, node.Shape, sights[node.Inputs[0]][1 - direction], id),
            SliceOp op => Sliced(op, Input(0)),
            ReverseOp op => Input(0) switch
            {
                SeesWindow window when window.Axis == op.Axis => window.With(window.Map.Reversed(window.Length)),
                SeesSomewhere somewhere when somewhere.Axes.Contains(op.Axis) => somewhere with { Origin = id },
                var sight => sight,
            },
            PadOp op => Padded(op, node, direction, id),
            ConcatOp op => Joined(op, node, direction, id),
            ExpandOp => Repeated(Input(0), graph[node.Inputs[0]].Shape, node.Shape),
            _ => Sight.Unknown,
        };
    }

    private static Sight Image(Shape shape, int direction)
    {
        var extent = shape.Dims[2 + direction];
        return extent.IsConstant ? new SeesWindow(2 + direction, extent.Value, PositionMap.Identity, extent.Value) : Sight.Unknown;
    }

    private Sight Pointwise(Node node, int direction) =>
        node.Inputs.Aggregate(Sight.Nothing, (all, input) => Sight.Union(all, Repeated(sights[input][direction], graph[input].Shape, node.Shape)));

    // An axis of one position, repeated, holds positions no more.
    private static Sight Repeated(Sight sight, Shape from, Shape to) => sight switch
    {
        SeesWindow window when from.Dims[window.Axis] != to.Dims[window.Axis] => window.Gather(),
        SeesSomewhere somewhere when somewhere.Axes.Any(axis => from.Dims[axis] != to.Dims[axis]) => Sight.Unknown,
        _ => sight,
    };

    private Sight Reduced(Node node, int direction, IReadOnlyCollection<int> axes)
    {
        var input = node.Inputs[0];
        var sight = sights[input][direction];
        return Mixed(sight switch
        {
            SeesWindow window when axes.Contains(window.Axis) => window.Gather(),
            SeesSomewhere somewhere when somewhere.Axes.All(axes.Contains) => somewhere.Gathered(),
            SeesSomewhere somewhere when somewhere.Axes.Any(axes.Contains) => Sight.Unknown,
            _ => sight,
        }, input, axes);
    }

    // Where nothing is left but positions, everything at one of them is in what comes out.
    private Sight Mixed(Sight sight, int input, IEnumerable<int> mixed)
    {
        var shape = graph[input].Shape;
        var known = new HashSet<int>(mixed.Concat(Axes(sights[input][Rows])).Concat(Axes(sights[input][Columns])));
        var isMixed = Enumerable.Range(0, shape.FullRank).All(axis => known.Contains(axis) || shape.Dims[axis].IsBatch || shape.Dims[axis].IsOne);
        return isMixed && sight is not (SeesNothing or SeesUnknown) ? sight with { Agreement = Agreement.Each } : sight;
    }

    private static IEnumerable<int> Axes(Sight sight) => sight switch
    {
        SeesWindow window => [window.Axis],
        SeesSomewhere somewhere => somewhere.Axes,
        _ => [],
    };

    private Sight Product(MatMulOp op, Node node, int direction)
    {
        if (op.ContractLeading) return Sight.Unknown;
        var rank = node.Shape.FullRank;
        return Sight.Union(
            Operand(node.Inputs[0], op.TransposeA ? rank - 2 : rank - 1, op.TransposeA ? rank - 1 : rank - 2, rank - 2),
            Operand(node.Inputs[1], op.TransposeB ? graph[node.Inputs[1]].Shape.FullRank - 1 : graph[node.Inputs[1]].Shape.FullRank - 2, op.TransposeB ? graph[node.Inputs[1]].Shape.FullRank - 2 : graph[node.Inputs[1]].Shape.FullRank - 1, rank - 1));

        Sight Operand(int input, int inner, int outer, int place)
        {
            var sight = Mixed(sights[input][direction], input, [inner]);
            var axes = Axes(sight).ToArray();
            if (axes.Length > 0 && axes.All(axis => axis == inner)) return Mixed(sight.Gathered(), input, [inner]);
            return axes.Contains(inner) ? Sight.Unknown : Moved(sight, axis => axis == outer ? place : axis);
        }
    }

    private Sight Windowed(Node node, int direction, Window window, bool mixesChannels)
    {
        var input = node.Inputs[0];
        var sight = sights[input][direction];
        if (mixesChannels) sight = Mixed(sight, input, [1]);
        var isPoint = window is { KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1, PadTop: 0, PadBottom: 0, PadLeft: 0, PadRight: 0 };
        return sight switch
        {
            SeesWindow { Axis: 2 } rows => Over(rows, window.KernelHeight, window.StrideHeight, window.PadTop, window.DilationHeight),
            SeesWindow { Axis: 3 } columns => Over(columns, window.KernelWidth, window.StrideWidth, window.PadLeft, window.DilationWidth),
            SeesWindow { Axis: 1 } channels => mixesChannels ? Mixed(channels.Gather(), input, [1]) : Sight.Unknown,
            SeesSomewhere somewhere => isPoint && !somewhere.Axes.Contains(1) ? sight : Sight.Unknown,
            _ => sight,
        };

        Sight Over(SeesWindow seen, int kernel, int stride, int before, int dilation) =>
            (seen with { Length = node.Shape.Dims[seen.Axis].Value }).With(seen.Map.Window(kernel, stride, before, dilation));
    }

    // A query sees itself and, of keys and values, all places.
    private Sight Attention(AttentionOp op, Node node, int direction)
    {
        const int Place = 1;
        var all = sights[node.Inputs[0]][direction];
        foreach (var input in node.Inputs.Skip(1).Take(2))
        {
            var sight = sights[input][direction];
            var axes = Axes(sight).ToArray();
            var isMixed = axes.Contains(Place);
            if (isMixed && (op.Causal || op.Window > 0 || axes.Length > 1)) return Sight.Unknown;
            all = Sight.Union(all, isMixed ? Mixed(sight.Gathered(), input, [Place]) : sight);
        }

        return node.Inputs.Skip(3).All(input => sights[input][direction] is SeesNothing) ? all : Sight.Unknown;
    }

    private static Sight Moved(Sight sight, Func<int, int> place) => sight switch
    {
        SeesWindow window => window with { Axis = place(window.Axis) },
        SeesSomewhere somewhere => somewhere with { Axes = somewhere.Axes.Select(place).OrderBy(axis => axis).ToEquatableArray() },
        _ => sight,
    };

    private static Sight Sliced(SliceOp op, Sight sight) => sight switch
    {
        SeesWindow window when window.Axis == op.Axis => op is { Start.IsConstant: true, Size.IsConstant: true }
            ? (window with { Length = op.Size.Value }).With(window.Map.Window(1, op.Step, -op.Start.Value, 1))
            : Sight.Unknown,
        SeesSomewhere somewhere when somewhere.Axes.Contains(op.Axis) => Sight.Unknown,
        { Agreement: not Agreement.Each } => Sight.Unknown,
        _ => sight,
    };

    // A border of an image is what padding is: more of the same. Elsewhere it is values that see nothing.
    private Sight Padded(PadOp op, Node node, int direction, int id)
    {
        var input = node.Inputs[0];
        var sight = sights[input][direction];
        if (sight is SeesWindow window && window.Axis == op.Axis)
        {
            return op is { Interior: 0, Before.IsConstant: true } && node.Shape.Dims[op.Axis].IsConstant
                ? (window with { Length = node.Shape.Dims[op.Axis].Value }).With(window.Map.Window(1, 1, op.Before.Value, 1))
                : Sight.Unknown;
        }

        if (sight is SeesSomewhere somewhere && somewhere.Axes.Contains(op.Axis)) return somewhere with { Origin = id };
        return sights[input][1 - direction] is SeesWindow other && other.Axis == op.Axis ? sight : sight.AtMost(Agreement.Some);
    }

    private Sight Joined(ConcatOp op, Node node, int direction, int id)
    {
        var seeing = node.Inputs.Where(input => sights[input][direction] is not SeesNothing).ToArray();
        if (node.Inputs.Any(input => Axes(sights[input][Rows]).Concat(Axes(sights[input][Columns])).Contains(op.Axis)))
        {
            // Such as the place of a class before those of an image: it sees nothing yet.
            return seeing.Length == 1 && sights[seeing[0]][direction] is SeesSomewhere somewhere && seeing.All(input => sights[input][1 - direction] is SeesSomewhere)
                ? somewhere with { Origin = id }
                : Sight.Unknown;
        }

        return node.Inputs.Select(input => sights[input][direction]).Aggregate(Sight.Beside);
    }
}
