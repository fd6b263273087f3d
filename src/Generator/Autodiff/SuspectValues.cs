using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Which values may be infinite or not a number in places that a mask hides. Numbers that a caller passes in may be anything there;
/// what a mask has selected, and what follows from weights alone, is not. The gradient of a suspect value must be selected where it is
/// hidden, for no product with 0 would hide it.
/// </summary>
internal sealed class SuspectValues
{
    private readonly Graph graph;
    private readonly bool[] isSuspect;
    private readonly bool[] isPositional;

    // Of each scan, which outputs of its body are suspect.
    private readonly Dictionary<int, bool[]> results = [];

    public SuspectValues(Graph graph) : this(graph, (_, _) => (false, false))
    {
    }

    private SuspectValues(Graph graph, Func<int, StepInputOp, (bool IsSuspect, bool IsPositional)> input)
    {
        this.graph = graph;
        (isSuspect, isPositional) = (new bool[graph.Nodes.Count], new bool[graph.Nodes.Count]);
        for (var id = 0; id < isSuspect.Length; id++)
        {
            var node = graph[id];
            if (node.Op is ScanOp scan) results[id] = Results(scan, node);
            (isSuspect[id], isPositional[id]) = node.Op is StepInputOp step ? input(id, step) : (IsSuspectHere(node), IsPositionalHere(node));
        }
    }

    /// <summary>Whether the value may be infinite or not a number where it is hidden.</summary>
    public bool IsSuspect(int id) => isSuspect[id];

    /// <summary>Whether the value follows from what is passed in and from places alone, as masks do: nothing trained, nothing drawn.</summary>
    public bool IsPositional(int id) => isPositional[id];

    /// <summary>The same for the body of a scan of this graph.</summary>
    public SuspectValues OfBody(ScanOp op, Node node)
    {
        var states = Enumerable.Range(0, op.States).Select(state => isSuspect[node.Inputs[op.Sequences + state]]).ToArray();
        for (;;)
        {
            var body = new SuspectValues(op.Body, (_, step) =>
            {
                var state = step.Index - op.Sequences;
                return state >= 0 && state < op.States ? (states[state], false) : (isSuspect[node.Inputs[step.Index]], isPositional[node.Inputs[step.Index]]);
            });
            var grown = false;
            for (var state = 0; state < states.Length; state++)
            {
                if (states[state] || !body.IsSuspect(op.Body.Outputs[state].Node)) continue;
                states[state] = grown = true;
            }

            if (!grown) return body;
        }
    }

    private bool[] Results(ScanOp op, Node node)
    {
        var body = OfBody(op, node);
        return op.Body.Outputs.Select(output => body.IsSuspect(output.Node)).ToArray();
    }

    private bool IsSuspectHere(Node node) => node.Op switch
    {
        InputOp => node.Type == DataType.Float32,
        LeafOp => false,
        GatherOp => isSuspect[node.Inputs[0]],
        PointwiseOp { Function: ScalarFunction.Less or ScalarFunction.LessOrEqual or ScalarFunction.Equal or ScalarFunction.ToFloat } => false,

        // Of whole rows, one branch stands where the other is hidden. A mask along the rows, such as one of keys, leaves some of each.
        PointwiseOp { Function: ScalarFunction.Select } when isPositional[node.Inputs[0]] && IsOfRows(graph[node.Inputs[0]].Shape) => isSuspect[node.Inputs[1]] && isSuspect[node.Inputs[2]],

        // Keys and values behind the length are not read.
        AttentionOp { HasLengths: true } => isSuspect[node.Inputs[0]],
        ScanOp => false,
        ScanResultOp result => results[node.Inputs[0]][result.Index],
        _ => node.Inputs.Any(input => isSuspect[input]),
    };

    // Of scores of several heads, which have four axes, the keys may be any of them: other layouts than the declared one are faster.
    private static bool IsOfRows(Shape condition) => condition.FullRank is > 0 and < 4 && condition.Dims[condition.FullRank - 1].IsOne;

    private bool IsPositionalHere(Node node) => node.Op switch
    {
        ParameterOp or StateOp or RandomOp => false,
        LeafOp => true,
        PointwiseOp or ReduceOp or MovementOp => node.Inputs.All(input => isPositional[input]),
        _ => false,
    };
}
