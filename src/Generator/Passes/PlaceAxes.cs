using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Which axis of each value counts the places of a sequence: element <c>i</c> along it is computed from place <c>i</c> of the inputs
/// alone, or, behind causal attention, from the places up to it. What is not known to keep places apart mixes them.
/// </summary>
internal sealed class PlaceAxes
{
    private const int None = -1;

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
            if (places.Of(id) is not { } axis || !places.IsOnly(graph[id].Shape, axis)) return id;
            places.axes[id] = axis;
        }

        return -1;
    }

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

    private int Input(int id, int index) => axes[graph[id].Inputs[index]];

    private bool IsFree(int id, int first = 0) => graph[id].Inputs.Skip(first).All(input => axes[input] == None);

    // The axis, none if the value is the same at every place, or null if places are mixed.
    private int? Of(int id)
    {
        var node = graph[id];
        switch (node.Op)
        {
            case InputOp or ConstantOp or IotaOp: return StepsOf(node.Shape);
            case SizeOp op: return op.Dims.Any(IsSteps) ? null : None;
            case RandomOp: return null;
            case PointwiseOp: return Common(id);
            case DetachOp: return Input(id, 0);
            case ConcatOp op: return Common(id) is { } common && common != op.Axis ? common : null;
            case GatherOp: return Input(id, 0) == None ? Input(id, 1) : null;
            case ExpandOp: return Input(id, 0) == None ? StepsOf(node.Shape) : Input(id, 0);
            case SliceOp { Start: var start, Step: 1 } op when IsSteps(op.Size) && Input(id, 0) == None: return start == 0 ? op.Axis : null;
            case AttentionOp op: return Attention(id, op);
            case ResultOp op: return Input(id, 0) == None ? None : op.Index == 0 ? 1 : 2;
        }

        // The rest moves along with its first input, and reads others that have no places.
        if (IsFree(id)) return StepsOf(node.Shape) == None && !IsOverSteps(node.Op) ? None : null;
        var axis = Input(id, 0);
        if (axis == None || !IsFree(id, first: 1)) return null;
        return node.Op switch
        {
            ReduceOp op => op.Axes.Contains(axis) ? null : axis,
            SliceOp op => op.Axis == axis ? null : axis,
            PadOp op => op.Axis == axis ? null : axis,
            ReverseOp op => op.Axis == axis ? null : axis,
            TransposeOp op => Array.IndexOf([.. op.Order], axis),
            ReshapeOp => Reshaped(graph[node.Inputs[0]].Shape, axis, node.Shape),
            MatMulOp op => Product(op, axis, graph[node.Inputs[0]].Shape.FullRank),
            _ => null,
        };
    }

    private static bool IsOverSteps(Op op) => op is ScanOp { Steps.IsConstant: false };

    // That of all inputs that have one.
    private int? Common(int id)
    {
        var common = None;
        foreach (var input in graph[id].Inputs)
        {
            if (axes[input] == None) continue;
            if (common != None && common != axes[input]) return null;
            common = axes[input];
        }

        return common;
    }

    // The axis stays where as many elements lie before it as did.
    private static int? Reshaped(Shape from, int axis, Shape to)
    {
        var before = Extent.Of(from.Dims.Take(axis));
        for (var other = 0; other < to.FullRank; other++)
        {
            if (to.Dims[other] == from.Dims[axis] && Extent.Of(to.Dims.Take(other)) == before) return other;
        }

        return null;
    }

    // Rows are apart; what is summed over is not.
    private static int? Product(MatMulOp op, int axis, int rank)
    {
        if (op.ContractLeading) return null;
        if (axis < rank - 2) return axis;
        return axis == (op.TransposeA ? rank - 1 : rank - 2) ? rank - 2 : null;
    }

    // Causal attention reads what a cache keeps; any other may look at what has no places.
    private int? Attention(int id, AttentionOp op)
    {
        var (query, key, value) = (Input(id, 0), Input(id, 1), Input(id, 2));
        if (key == None && value == None && IsFree(id, first: 3))
            return query == None || (query == 1 && op is { Causal: false, Window: 0, HasSlopes: false }) ? query : null;
        return (query, key, value) == (1, 1, 1) && op.Causal && IsFree(id, first: 3) ? 1 : null;
    }
}
