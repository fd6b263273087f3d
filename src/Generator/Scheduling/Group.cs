using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>What a group of nodes becomes.</summary>
internal enum GroupKind
{
    /// <summary>Nothing: inputs, parameters, constants, views, and what is computed inside its users.</summary>
    None,

    /// <summary>Nothing, but what it shows must be there: one of several results, or a part of what a scan keeps.</summary>
    View,

    /// <summary>A recurrence, whose body is a schedule of its own.</summary>
    Scan,

    /// <summary>One kernel call; a matrix product or convolution may carry its pointwise users as an epilogue.</summary>
    Kernel,

    /// <summary>One loop over rows of lanes: pointwise nodes and reductions along the lanes.</summary>
    Loop,

    /// <summary>One reduction across rows, with the pointwise nodes that only it reads.</summary>
    Reduction,
}

/// <summary>Nodes that become one step. Nodes are in topological order; the anchor of a kernel or reduction is named.</summary>
/// <param name="Kind">What the group becomes.</param>
/// <param name="Anchor">The node that a kernel or reduction computes, or -1.</param>
/// <param name="Nodes">All nodes, the anchor included.</param>
/// <param name="Lanes">The length of the innermost run; for a flat loop, everything.</param>
/// <param name="Rows">How many runs there are.</param>
internal sealed record Group(GroupKind Kind, int Anchor, EquatableArray<int> Nodes, Extent Rows, Extent Lanes)
{
    /// <summary>Whether the loop is over elements, without rows.</summary>
    public bool IsFlat => Kind == GroupKind.Loop && Rows.IsOne;
}

/// <summary>A graph with its nodes put into groups, in an order that can be executed.</summary>
/// <param name="Values">The graph.</param>
/// <param name="Groups">The groups in order.</param>
/// <param name="Bodies">By the node of a scan, the schedule of its body.</param>
internal sealed record Schedule(ValueGraph Values, EquatableArray<Group> Groups, IReadOnlyDictionary<int, Schedule> Bodies)
{
    /// <summary>The graph.</summary>
    public Graph Graph => Values.Graph;
}
