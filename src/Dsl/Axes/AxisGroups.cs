namespace Sinter.Graphs;

/// <summary>A run of axes that holds the same elements before and behind a reshape.</summary>
/// <param name="From">The axes before; none where only axes of extent 1 are added.</param>
/// <param name="To">The axes behind.</param>
internal sealed record AxisGroup(EquatableArray<int> From, EquatableArray<int> To)
{
    /// <summary>Whether one axis stays one axis.</summary>
    public bool IsKept => From.Count == 1 && To.Count == 1;

    /// <summary>The runs of two shapes of as many elements, each as short as can be.</summary>
    public static List<AxisGroup> Of(Shape from, Shape to)
    {
        var groups = new List<AxisGroup>();
        var (before, behind) = (0, 0);
        while (before < from.FullRank || behind < to.FullRank)
        {
            var (firstBefore, firstBehind) = (before, behind);
            var left = before < from.FullRank ? Extent.Of(from.Dims[before++]) : Extent.One;
            var right = behind < to.FullRank ? Extent.Of(to.Dims[behind++]) : Extent.One;
            while (left != right)
            {
                var takesLeft = left.IsConstant && right.IsConstant ? left.Factor < right.Factor : left.DividedBy(right) is null;
                if (takesLeft ? before < from.FullRank : behind == to.FullRank) left *= Extent.Of(from.Dims[before++]);
                else right *= Extent.Of(to.Dims[behind++]);
            }

            groups.Add(new AxisGroup(Run(firstBefore, before), Run(firstBehind, behind)));
        }

        return groups;
    }

    /// <summary>Those axes of a shape that do not have the extent 1.</summary>
    public static int[] Wide(Shape shape, IEnumerable<int> axes) => [.. axes.Where(axis => !shape.Dims[axis].IsOne)];

    private static EquatableArray<int> Run(int first, int end) => Enumerable.Range(first, end - first).ToEquatableArray();
}
