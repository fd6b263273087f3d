using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A transpose of more axes than a kernel can walk over, as several of fewer: each brings some axes to the front, in their final
/// order, and leaves the others as they are.
/// </summary>
internal static class SplitTranspose
{
    // What is at the front already is one axis; between those that are taken out, one run each is left, and one behind them.
    private const int TakenTogether = (KernelLimits.CopyAxes - 2) / 2;

    /// <summary>The transposed value.</summary>
    public static int Run(GraphBuilder builder, int input, IReadOnlyList<int> order)
    {
        var current = Enumerable.Range(0, order.Count).ToList();
        for (var done = 0; !current.SequenceEqual(order);)
        {
            var wanted = Runs(builder.ShapeOf(input), current, order) <= KernelLimits.CopyAxes ? order.ToList() : Next(current, order, done += TakenTogether);
            input = builder.Transpose(input, [.. wanted.Select(axis => current.IndexOf(axis))]);
            current = wanted;
        }

        return input;
    }

    /// <summary>The axes that a kernel walks over for a transpose.</summary>
    public static int Axes(Shape shape, IReadOnlyList<int> order) => Runs(shape, [.. Enumerable.Range(0, order.Count)], order);

    // The first axes as they are wanted, then the rest as it is.
    private static List<int> Next(List<int> current, IReadOnlyList<int> order, int count)
    {
        var front = order.Take(count).ToList();
        return [.. front, .. current.Where(axis => !front.Contains(axis))];
    }

    // How many axes are left where neighbours that stay neighbours are one, and those of a single element none.
    private static int Runs(Shape shape, List<int> current, IReadOnlyList<int> wanted)
    {
        var longer = Enumerable.Range(0, current.Count).Where(place => !shape.Dims[place].IsOne).Select(place => current[place]).ToList();
        var (runs, last) = (0, -2);
        foreach (var axis in wanted)
        {
            var place = longer.IndexOf(axis);
            if (place < 0) continue;
            if (place != last + 1) runs++;
            last = place;
        }

        return runs;
    }
}
