using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>An operator of ONNX that stands for several primitives.</summary>
/// <param name="Operator">Its name.</param>
/// <param name="Attributes">Its attributes as the text has them, or nothing.</param>
/// <param name="Shape">The shape of its result.</param>
internal sealed record OnnxOp(string Operator, string Attributes, Shape Shape) : Op
{
    /// <summary>The axes that it is told by an input of its own, behind the others.</summary>
    public EquatableArray<int> Axes { get; init; }

    public override string Name => Operator;

    public override Shape InferShape(Shape[] inputs) => Shape;

    /// <summary>Writes it.</summary>
    public static OnnxCall Write(OnnxOp op, OnnxNode node) =>
        new(op.Operator, op.Axes.Count == 0 ? node.Inputs() : [.. node.Inputs(), node.Text.Integers([.. op.Axes.Select(axis => (long)axis)])], op.Attributes);
}
