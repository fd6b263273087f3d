using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>States of scans that only add up: of them nobody reads what they were at each step, so that it is not kept.</summary>
internal static class ScanTotals
{
    /// <summary>
    /// Whether the state begins with something, is added to in each step, which reads it for nothing else, and is read when all steps
    /// are done.
    /// </summary>
    public static bool IsTotal(ValueGraph values, int scan, int index)
    {
        var (graph, op) = (values.Graph, (ScanOp)values.Graph[scan].Op);
        if (index >= op.States || !IsAddedTo(op, index)) return false;
        var last = op.Reverse ? 0 : op.Steps;
        for (var id = scan + 1; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Op is ScanResultOp result && graph[id].Inputs[0] == scan && result.Index == index && !(result.Shape.Dims[0].IsOne && result.Start == last)) return false;
        }

        return true;
    }

    private static bool IsAddedTo(ScanOp op, int index)
    {
        var body = op.Body;
        var next = body.Outputs[index].Node;
        if (body[next].Op is not PointwiseOp { Function: ScalarFunction.Add }) return false;
        for (var id = 0; id < body.Nodes.Count; id++)
        {
            if (body[id].Op is StepInputOp input && input.Index == op.Sequences + index && !IsOnlyRead(body, id, next)) return false;
        }

        return body.Outputs.Count(output => output.Node == next) == 1 && body.Nodes.All(node => !node.Inputs.Contains(next));
    }

    private static bool IsOnlyRead(Graph body, int state, int next)
    {
        for (var id = state + 1; id < body.Nodes.Count; id++)
        {
            if (id != next && body[id].Inputs.Contains(state)) return false;
        }

        return body.Outputs.All(output => output.Node != state) && body[next].Inputs.Count(input => input == state) == 1;
    }
}
