using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>A reduction over neighbouring axes seen as three nested extents, of which the middle one is reduced.</summary>
internal readonly record struct ReduceSpace(Extent Outer, Extent Reduced, Extent Inner)
{
    /// <summary>Whether the reduced elements lie side by side.</summary>
    public bool IsAlongLanes => Inner.IsOne;

    public static ReduceSpace Of(ReduceOp op, Shape input)
    {
        var axes = op.Axes.Where(axis => !input.Dims[axis].IsOne).OrderBy(axis => axis).ToArray();
        if (axes.Length == 0) return new ReduceSpace(Extent.Of(input), Extent.One, Extent.One);
        var (first, last) = (axes[0], axes[axes.Length - 1]);
        return new ReduceSpace(
            Extent.Of(input.Dims.Take(first)),
            Extent.Of(input.Dims.Skip(first).Take(last - first + 1)),
            Extent.Of(input.Dims.Skip(last + 1)));
    }

    /// <summary>Whether only axes of extent 1 lie between the reduced ones, so that they form one run.</summary>
    public static bool IsOneRun(ReduceOp op, Shape input)
    {
        var axes = op.Axes.Where(axis => !input.Dims[axis].IsOne).OrderBy(axis => axis).ToArray();
        for (var i = 1; i < axes.Length; i++)
        {
            for (var between = axes[i - 1] + 1; between < axes[i]; between++)
            {
                if (!input.Dims[between].IsOne) return false;
            }
        }

        return true;
    }
}
