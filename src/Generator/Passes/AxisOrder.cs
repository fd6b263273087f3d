using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Permutations of axes, as <see cref="TransposeOp"/> has them: axis <c>i</c> of the result is axis <c>order[i]</c>.</summary>
internal static class AxisOrder
{
    public static bool IsIdentity(IReadOnlyList<int> order)
    {
        for (var axis = 0; axis < order.Count; axis++)
        {
            if (order[axis] != axis) return false;
        }

        return true;
    }

    /// <summary>Whether the axes longer than 1 keep their order, so that no element moves in memory.</summary>
    public static bool MovesOnlyOnes(IReadOnlyList<int> order, Shape shape)
    {
        var previous = -1;
        foreach (var axis in order)
        {
            if (shape.Dims[axis].IsOne) continue;
            if (axis < previous) return false;
            previous = axis;
        }

        return true;
    }

    /// <summary>The order that does <paramref name="first"/> and then <paramref name="second"/>.</summary>
    public static EquatableArray<int> Compose(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        var order = new int[first.Count];
        for (var axis = 0; axis < order.Length; axis++) order[axis] = first[second[axis]];
        return new(order);
    }

    public static EquatableArray<int> Inverse(IReadOnlyList<int> order)
    {
        var inverse = new int[order.Count];
        for (var axis = 0; axis < inverse.Length; axis++) inverse[order[axis]] = axis;
        return new(inverse);
    }
}
