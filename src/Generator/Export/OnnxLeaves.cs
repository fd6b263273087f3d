using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Weights and numbers.</summary>
internal static class OnnxLeaves
{
    public static OnnxCall Parameter(ParameterOp op, OnnxNode node) => OnnxOperators.Same(node.Text.Weight("float", op.Key, op.Shape));

    public static OnnxCall State(StateOp op, OnnxNode node)
    {
        var value = node.Text.Weight(op.IsCounter ? "int64" : "float", op.Key, op.Shape);
        return op.IsCounter ? new OnnxCall("Cast", [value], "to = 1") : OnnxOperators.Same(value);
    }

    public static OnnxCall Table(TableOp op, OnnxNode node) =>
        OnnxOperators.Same(node.Text.Table(op.Values, op.Shape.Dims.Select(dim => (long)dim.Value), node.Name));

    public static OnnxCall Size(SizeOp op, OnnxNode node) => OnnxOperators.Same(node.Sizes.Product(op.Dims));

    public static OnnxCall Random(RandomOp op, OnnxNode node) => throw new NotExpressibleException("random numbers are drawn at inference, and ONNX's are others");

    /// <summary>The places along an axis: a range, which the other axes repeat.</summary>
    public static OnnxCall Iota(IotaOp op, OnnxNode node)
    {
        var places = Places(node.Text, node.Sizes, op.Shape.Dims[op.Axis]);
        var along = op.Shape.Dims.Select((dim, axis) => axis == op.Axis ? dim : 1).ToArray();
        if (along.Length > 1) places = node.Text.AddSize(node.Name, new OnnxCall("Reshape", [places, node.Text.Integers([.. along.Select((_, axis) => axis == op.Axis ? -1L : 1L)])]));
        return new Shape(along).Equals(op.Shape) ? OnnxOperators.Same(places) : new OnnxCall("Expand", [places, node.Sizes.Of([.. op.Shape.Dims])]);
    }

    /// <summary>0, 1, 2, … as floats, as many as an extent has.</summary>
    public static string Places(OnnxText text, OnnxSizes sizes, Dim extent)
    {
        var places = text.AddSize($"places.{extent}", new OnnxCall("Range", [text.Integer(0), sizes.Scalar(extent), text.Integer(1)]));
        return text.AddSize($"places.{extent}.float", new OnnxCall("Cast", [places], "to = 1"));
    }

    /// <summary>The same number everywhere, with all axes of its shape.</summary>
    public static string Constant(OnnxGraph graph, ConstantOp op, string title)
    {
        var shape = op.Shape;
        if (shape.FullRank == 0) return graph.Text.Scalar(op.Value);
        if (shape.Equals(Shape.Ones(shape.FullRank))) return graph.Text.Table([op.Value], shape.Dims.Select(_ => 1L), OnnxText.Number(op.Value));
        return graph.Text.AddSize(title, new OnnxCall("Expand", [graph.Text.Scalar(op.Value), graph.Sizes.Of([.. shape.Dims])]));
    }
}
