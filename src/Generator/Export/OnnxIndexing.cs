using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Rows by their indices.</summary>
internal static class OnnxIndexing
{
    public static OnnxCall Gather(GatherOp op, OnnxNode node) => new("Gather", [node.Input(0), node.Integers(1)], "axis = 0");

    public static OnnxCall SelectRows(SelectRowsOp op, OnnxNode node) =>
        new("GatherElements", [node.Input(0), Repeated(node, node.Integers(1), node.Shape)], $"axis = {node.Shape.FullRank - 2}");

    /// <summary>Sums, or largest elements, of rows with the same index; where there are none, 0.</summary>
    public static OnnxCall Segment(SegmentOp op, OnnxNode node)
    {
        var (indices, axis) = (node.Integers(1), $"axis = {node.Shape.FullRank - 2}");
        string Filled(string role, float value, Shape shape) => node.Add(role, "Expand", "", node.Text.Scalar(value), node.Sizes.Of([.. shape.Dims]));
        var repeated = Repeated(node, indices, node.ShapeOf(0));
        if (op.Kind == ReduceKind.Sum)
            return new OnnxCall("ScatterElements", [Filled("empty", 0, node.Shape), repeated, node.Input(0)], axis + ", reduction = \"add\"");
        var largest = node.Add("largest", "ScatterElements", axis + ", reduction = \"max\"", Filled("least", float.NegativeInfinity, node.Shape), repeated, node.Input(0));
        var hits = node.Add("hits", "ScatterElements", axis + ", reduction = \"max\"", Filled("none", 0, node.Shape), repeated, Filled("ones", 1, node.ShapeOf(0)));
        return new OnnxCall("Where", [node.Add("any", "Cast", "to = 9", hits), largest, node.Text.Scalar(0)]);
    }

    public static OnnxCall ScatterAdd(ScatterAddOp op, OnnxNode node)
    {
        var (values, width) = (node.ShapeOf(0), node.Shape.Dims[1]);
        var rows = node.Add("rows", "Reshape", "", node.Input(0), node.Sizes.Of([-1, width]));
        var indices = node.Add("indices", "Expand", "", node.Add("column", "Reshape", "", node.Integers(1), node.Text.Integers(-1, 1)), node.Sizes.Of([1, width]));
        var empty = node.Add("empty", "Expand", "", node.Text.Scalar(0), node.Sizes.Of([op.Rows, width]));
        return new OnnxCall("ScatterElements", [empty, indices, rows], "axis = 0, reduction = \"add\"");
    }

    // Indices [..., K] for every element of rows [..., K, W].
    private static string Repeated(OnnxNode node, string indices, Shape rows)
    {
        var column = node.Add("column", "Unsqueeze", "", indices, node.Text.Integers(-1));
        if (rows.Dims[rows.FullRank - 1].IsOne) return column;
        return node.Add("columns", "Expand", "", column, node.Sizes.Of([.. Enumerable.Repeat<Dim>(1, rows.FullRank - 1), rows.Dims[rows.FullRank - 1]]));
    }
}
