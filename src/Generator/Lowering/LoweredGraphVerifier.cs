using Sinter.Generator.LoweredOps;
using Sinter.Generator.Passes;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Checks the promises of a lowered graph, besides those of any graph: contractions are in the forms that kernels have, within their
/// limits, and once it is legal, so is all else.
/// </summary>
internal static class LoweredGraphVerifier
{
    /// <param name="graph">The graph.</param>
    /// <param name="isLegal">Whether it has been legalized.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <exception cref="InvalidOperationException">A promise is broken; the message names the node.</exception>
    public static void Check(Graph graph, bool isLegal, CancellationToken cancellation = default)
    {
        GraphVerifier.Check(graph, Stage.Optimized, cancellation);
        CheckOps(graph, isLegal, cancellation);
        if (isLegal) CheckRoots(graph);
    }

    private static void CheckOps(Graph graph, bool isLegal, CancellationToken cancellation)
    {
        var inline = new InlineValues(id => graph[id]);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            var broken = graph[id].Op switch
            {
                MatMulOp or ConvolutionOp => "should have been lowered",
                PackOp pack => Of(pack, Shape(graph, id, 0)),
                LoweredMatMulOp product => Of(product, Shape(graph, id, 0), Shape(graph, id, 1)),
                LoweredConvolutionOp convolution => Of(convolution, Shape(graph, id, 0), Shape(graph, id, 1)),
                _ => null,
            };
            if (isLegal) broken ??= OfLegal(graph, id, inline);
            if (broken is not null) throw Broken(graph, id, broken);
            if (graph[id].Op is ScanOp scan) CheckOps(scan.Body, isLegal, cancellation);
        }
    }

    private static string? Of(PackOp op, Shape input)
    {
        if (!input.IsConstant) return $"packs {input}, whose extents are not constant";
        if (PackOp.Length(op.Count, op.Inner, op.Columns) > KernelLimits.Columns) return $"has more than {KernelLimits.Columns} numbers";
        var (first, last) = (op.Offset, op.Offset);
        foreach (var axis in op.Rows.Append(new(op.Count, op.CountStride)).Append(new(op.Columns, op.ColumnStride)))
        {
            var reach = (axis.Extent - 1) * axis.Stride;
            if (reach < 0) first += reach;
            else last += reach;
        }

        return first < 0 || last >= input.Elements ? $"reads the elements {first} to {last} of {input}, which has {input.Elements}" : null;
    }

    private static string? Of(LoweredMatMulOp op, Shape a, Shape b)
    {
        if (op.Columns.IsBatched) return $"has {op.Columns} columns, as many as a batch has samples";
        if (op.IsSplit && op.PackedB) return "is cut along the batch but reads packed panels";
        var matrices = op.SharedB ? Extent.One : op.Count;
        if (Extent.Of(op.Result) != op.Count * op.Rows * op.Columns) return $"gives {op.Count} products of {op.Rows} by {op.Columns}";
        if (Extent.Of(a) != op.Count * op.Rows * op.Inner) return $"multiplies {op.Count} matrices of {op.Rows} by {op.Inner}, but reads {a}";
        if (op.PackedB)
        {
            if (!matrices.IsConstant || !op.Inner.IsConstant || !op.Columns.IsConstant) return "reads packed panels whose number is not constant";
            var length = PackOp.Length(matrices.Factor, op.Inner.Factor, op.Columns.Factor);
            return Extent.Of(b) == length ? null : $"reads {length} numbers of packed panels, but is given {b}";
        }

        return Extent.Of(b) == matrices * op.Inner * op.Columns ? null : $"multiplies by {matrices} matrices of {op.Inner} by {op.Columns}, but reads {b}";
    }

    private static string? Of(LoweredConvolutionOp op, Shape image, Shape weight)
    {
        var shape = ConvolutionShapes.Of(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, channelsLast: true, image, op.Result);
        if (shape.InChannels % op.Groups != 0 || shape.OutChannels % op.Groups != 0) return $"splits {shape.InChannels} and {shape.OutChannels} channels into {op.Groups} groups";
        var taps = op.Window.KernelHeight * op.Window.KernelWidth;
        if (op.Choice.IsWinograd && shape.WinogradObstacle != WinogradObstacle.None) return $"is filtered in spite of its {shape.WinogradObstacle}";
        var length = op switch
        {
            { IsDepthwise: true } => (long)taps * shape.OutChannels,
            { Choice: { IsWinograd: true, IsPacked: false } } => ScratchSizes.WinogradWeight(shape.InChannels, shape.OutChannels),
            _ => PackOp.Length(op.Groups, (long)taps * (shape.InChannels / op.Groups), shape.OutChannels / op.Groups),
        };
        return Extent.Of(weight) == length ? null : $"reads a weight of {length} numbers, but is given {weight}";
    }

    // What legalization is for: kernels and loops find every operand in memory, or compute it in themselves, in a form they can walk over.
    private static string? OfLegal(Graph graph, int id, InlineValues inline)
    {
        var node = graph[id];
        switch (node.Op)
        {
            case ReduceOp op when !ReduceSpace.IsOneRun(op, Shape(graph, id, 0)):
                return "reduces axes that are no run of neighbours";
            case TransposeOp op when SplitTranspose.Axes(Shape(graph, id, 0), op.Order) > KernelLimits.CopyAxes:
                return $"walks over more axes than {KernelLimits.CopyAxes}";
            case PointwiseOp when node.Inputs.Any(input => graph[input].Shape.FullRank != node.Shape.FullRank):
                return "reads an operand of another rank";
        }

        // Those that compute their operands in themselves, or are only other views of them.
        if (node.Op is PointwiseOp or ReduceOp or ReshapeOp or ExpandOp or LeafOp or PartOp) return null;
        foreach (var input in node.Inputs)
        {
            if (inline.Contains(input)) return $"reads {input}, {graph[input].Op.Name}, which is stored nowhere";
        }

        return null;
    }

    // Each has a place of its own, but for tokens that are given through, which stay in that of the input.
    private static void CheckRoots(Graph graph)
    {
        var inline = new InlineValues(id => graph[id]);
        var taken = new HashSet<int>();
        foreach (var root in graph.Roots())
        {
            var source = root;
            if (graph[root] is { Op: InputOp, Type: DataType.Int32 }) continue;
            while (graph[source].Op is ReshapeOp) source = graph[source].Inputs[0];
            if (graph[source].Op is LeafOp or PartOp || inline.Contains(source)) throw Broken(graph, root, "is wanted, but computed by no step");
            if (!taken.Add(source)) throw Broken(graph, root, "is wanted twice, in the same memory");
        }
    }

    private static Shape Shape(Graph graph, int id, int index) => graph[graph[id].Inputs[index]].Shape;

    private static InvalidOperationException Broken(Graph graph, int id, string what) =>
        new($"Node {id}, {graph[id].Op.Name} {graph[id].Shape}, {what}.");
}
