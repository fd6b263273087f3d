using Sinter.Graphs;

namespace Sinter.Generator.Summary;

/// <summary>What values see of an image once they have another shape: which axes hold its positions then.</summary>
internal static class ReshapedSight
{
    /// <param name="sight">What they see before.</param>
    /// <param name="from">The shape before.</param>
    /// <param name="to">The shape behind.</param>
    /// <param name="other">What they see of the other axis of the image.</param>
    /// <param name="node">The reshape.</param>
    public static Sight Of(Sight sight, Shape from, Shape to, Sight other, int node)
    {
        var groups = AxisGroup.Of(from, to);
        switch (sight)
        {
            case SeesWindow window:
                var group = groups.Single(each => each.From.Contains(window.Axis));
                if (group.IsKept) return window with { Axis = group.To[0] };
                if (window.Length == 1) return window.Gather();
                var (before, behind) = (AxisGroup.Wide(from, group.From), AxisGroup.Wide(to, group.To));
                var isKnown = before.All(axis => from.Dims[axis].IsConstant) && behind.All(axis => to.Dims[axis].IsConstant);
                var isOneBehind = behind.Length == 1 && before[0] == window.Axis && !before.Skip(1).Any(Holds(other));
                if (isKnown && isOneBehind)
                {
                    // Every position several times, one after the other: enlarged, or with channels beside it.
                    if (before.Length == 1) return window with { Axis = behind[0] };
                    if (window.Agreement != Agreement.Each) return Sight.Unknown;
                    var count = before.Skip(1).Aggregate(1L, (product, axis) => checked(product * from.Dims[axis].Value));
                    return (window with { Axis = behind[0], Length = checked(window.Length * count) }).With(window.Map.Repeated(count));
                }

                if (isKnown && before.Length == 1)
                {
                    // Positions in runs: the first axis counts the runs, and those behind it what lies within.
                    var run = behind.Skip(1).Aggregate(1L, (product, axis) => checked(product * to.Dims[axis].Value));
                    return (window with { Axis = behind[0], Length = to.Dims[behind[0]].Value, Agreement = Agreement.Together }).With(window.Map.Window(run, run, 0, 1));
                }

                return window.Gather() is SeesSame all
                    ? new SeesSomewhere(behind.ToEquatableArray(), node, window.Map.Span, all.First, all.Last) { Agreement = window.Agreement }
                    : Sight.Nothing;
            case SeesSomewhere somewhere:
                var touched = groups.Where(each => each.From.Any(somewhere.Axes.Contains)).ToArray();
                var axes = touched.SelectMany(each => each.IsKept ? [each.To[0]] : AxisGroup.Wide(to, each.To)).OrderBy(axis => axis).ToEquatableArray();
                return somewhere with { Axes = axes, Origin = touched.All(each => each.IsKept) ? somewhere.Origin : node };
            default:
                return sight;
        }
    }

    private static Func<int, bool> Holds(Sight sight) => axis => sight switch
    {
        SeesWindow window => window.Axis == axis,
        SeesSomewhere somewhere => somewhere.Axes.Contains(axis),
        _ => false,
    };
}
