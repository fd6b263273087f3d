using Sinter.Generator.LoweredOps;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Packs weights from where they are, rather than from a copy in another order: a pack reads through the transposes, reversals, slices
/// and reshapes before it, and they are computed only if something else reads them. While training, weights change with every step,
/// and so each of those copies would be made again in every step.
/// </summary>
internal static class PackThroughViews
{
    public const string Name = nameof(PackThroughViews);

    /// <summary>How many movements a pack reads through: those of one layer are fewer.</summary>
    private const int MostMovements = 8;

    public static Graph Run(Graph graph, CancellationToken cancellation = default) => ScanBodies.Map(Through(graph, cancellation), body => Through(body, cancellation));

    private static Graph Through(Graph graph, CancellationToken cancellation) => GraphCopy.Run(graph, (copy, id) =>
    {
        if (graph[id] is not { Op: PackOp op } node) return copy.Copy(id);
        var (source, read) = Source(graph, node.Inputs[0], op);
        return copy.Builder.Add(read, copy[source]);
    }, cancellation);

    // The farthest value that the pack can read directly.
    private static (int Id, PackOp Op) Source(Graph graph, int input, PackOp op)
    {
        var movements = new Stack<Node>();
        var (source, read) = (input, op);
        for (var id = input; movements.Count < MostMovements && graph[id] is { Inputs.Count: 1 } node && node.Op.Traits.HasFlag(OpTraits.Moves);)
        {
            movements.Push(node);
            id = node.Inputs[0];
            if (!graph[id].Shape.IsConstant) break;
            StridedView? view = StridedView.Contiguous(graph[id].Shape);
            foreach (var movement in movements) view = view?.Then(movement.Op, graph[movement.Inputs[0]].Shape, movement.Shape);
            if (view is not null && op.Of(view) is { } found) (source, read) = (id, found);
        }

        return (source, read);
    }
}
