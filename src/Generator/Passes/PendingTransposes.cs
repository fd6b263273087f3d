using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// A copy of a graph in which a value may stand for the transpose of another one. The transpose itself is added when, and if,
/// someone needs it.
/// </summary>
internal sealed class PendingTransposes(GraphCopy copy)
{
    private readonly int[] bases = new int[copy.Source.Nodes.Count];
    private readonly EquatableArray<int>?[] orders = new EquatableArray<int>?[copy.Source.Nodes.Count];
    private readonly bool[] isLateReshape = new bool[copy.Source.Nodes.Count];

    public Graph Graph => copy.Source;

    public GraphBuilder Builder => copy.Builder;

    /// <summary>The order of axes that is still to be applied to <see cref="BaseOf"/>, or null for a value in plain order.</summary>
    public EquatableArray<int>? OrderOf(int id) => orders[id];

    /// <summary>The value before its transpose.</summary>
    public int BaseOf(int id) => bases[id];

    /// <summary>Whether the transpose still to be applied moves no element in memory: it is only another view.</summary>
    public bool IsView(int id) => orders[id] is { } order && AxisOrder.MovesOnlyOnes(order, Builder.ShapeOf(bases[id]));

    /// <summary>States that an old value is the transpose of a new one.</summary>
    public void Set(int id, int @base, EquatableArray<int> order)
    {
        if (AxisOrder.IsIdentity(order)) copy[id] = @base;
        else (bases[id], orders[id]) = (@base, order);
    }

    /// <summary>States that an old value is the transpose of what its op makes of the untransposed inputs.</summary>
    public void Set(int id, Op op, EquatableArray<int> order)
    {
        var node = Graph[id];
        var inputs = new EquatableArray<int>(Untransposed(id, order));
        Set(id, Builder.Append(node with { Op = op, Inputs = inputs, Shape = AxisNumbers.Before(order).Of(node.Shape) }), order);
    }

    /// <summary>States that an old value is a new one, in plain order.</summary>
    public void Define(int id, int value) => copy[id] = value;

    /// <summary>A transpose of a pending one is one transpose.</summary>
    public bool Transpose(int id, TransposeOp op)
    {
        var input = Graph[id].Inputs[0];
        if (orders[input] is { } order) Set(id, bases[input], AxisOrder.Compose(order, op.Order));
        else Set(id, Plain(input), op.Order);
        return true;
    }

    /// <summary>Puts off a reshape of a transposed value: its users may do without it.</summary>
    public void Delay(int id) => isLateReshape[id] = true;

    /// <summary>Whether the value is a reshape that has been put off.</summary>
    public bool IsDelayed(int id) => isLateReshape[id];

    /// <summary>The new id of a value in its plain order.</summary>
    public int Plain(int id)
    {
        if (copy[id] >= 0) return copy[id];
        return copy[id] = isLateReshape[id]
            ? Builder.Reshape(Plain(Graph[id].Inputs[0]), Graph[id].Shape)
            : Transposed(bases[id], orders[id]!.Value);
    }

    public int[] PlainInputs(int id)
    {
        var inputs = new int[Graph[id].Inputs.Count];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = Plain(Graph[id].Inputs[i]);
        return inputs;
    }

    /// <summary>The inputs of a node, each in the order of axes that <paramref name="order"/> then undoes.</summary>
    private int[] Untransposed(int id, EquatableArray<int> order)
    {
        var inverse = AxisOrder.Inverse(order);
        var inputs = new int[Graph[id].Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = Graph[id].Inputs[i];
            inputs[i] = orders[input] is { } other && other.Equals(order) ? bases[input]
                : orders[input] is { } different ? Transposed(bases[input], AxisOrder.Compose(different, inverse))
                : Transposed(Plain(input), inverse);
        }

        return inputs;
    }

    /// <summary>The transpose, as a reshape where no element moves.</summary>
    private int Transposed(int value, EquatableArray<int> order)
    {
        var shape = Builder.ShapeOf(value);
        if (AxisOrder.IsIdentity(order)) return value;
        var op = new TransposeOp(order);
        return AxisOrder.MovesOnlyOnes(order, shape) ? Builder.Reshape(value, op.InferShape([shape])) : Builder.Add(op, value);
    }
}
