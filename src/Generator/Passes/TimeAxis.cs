using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Does for all steps of a scan at once what a node does for one: every operand that differs from step to step has the steps as its first axis.</summary>
internal static class TimeAxis
{
    /// <summary>Whether the op has a form for all steps.</summary>
    /// <param name="node">The node of the body.</param>
    /// <param name="varies">For each input, whether it differs from step to step.</param>
    public static bool CanLift(Graph body, Node node, IReadOnlyList<bool> varies) =>
        node.Op.Renumbered(AxisNumbers.Behind(1)) is not null || node.Op.TakesFirstAxis([.. node.Inputs.Select(input => body[input].Shape)], varies);

    /// <summary>Adds the node for all steps.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="node">The node of the body.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="inputs">Its operands, for all steps where they vary.</param>
    /// <param name="varies">Which do.</param>
    public static int Lift(GraphBuilder builder, Node node, Dim steps, int[] inputs, IReadOnlyList<bool> varies)
    {
        int Equal(int index) => varies[index] ? inputs[index] : builder.Reshape(inputs[index], AxisNumbers.Behind(1).Of(builder.ShapeOf(inputs[index])));
        int Whole(int index) => varies[index] ? inputs[index] : builder.Expand(Equal(index), AxisNumbers.Behind(steps).Of(builder.ShapeOf(inputs[index])));
        var op = node.Op.Renumbered(AxisNumbers.Behind(steps));
        return builder.Add(op ?? node.Op, inputs.Select((input, index) =>
            node.Op.Traits.HasFlag(OpTraits.Pointwise) ? Equal(index) : op is null && node.Op.SharedInput == index ? input : Whole(index)).ToArray());
    }
}
