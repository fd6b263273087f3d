using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// What training makes small, for a network whose layers are listed as attributes. Each has the parameters and defaults of
/// the method of the same name, and adds the argument <c>label</c> or <c>target</c> to <c>Step</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class LossAttribute : Attribute
{
    private protected LossAttribute()
    {
    }

    /// <summary>Adds the loss and the input it compares with.</summary>
    /// <param name="output">What the last layer returned.</param>
    /// <param name="declareInput">Adds an input to the graph and returns its id.</param>
    /// <returns>The scalar loss.</returns>
    internal abstract Tensor Apply(Tensor output, Func<InputOp, int> declareInput);

    /// <summary>Declares numbers in the shape of the output.</summary>
    private protected static Tensor Target(Tensor output, Func<InputOp, int> declareInput) =>
        output.With(declareInput(new InputOp("target", output.Shape, DataType.Float32, IsTarget: true)));

    /// <summary>Declares the class of each place of the output, which has its extents but the class axis.</summary>
    private protected static Tokens Label(string kind, Tensor output, int axis, Func<InputOp, int> declareInput)
    {
        RequireInput.Vector(kind, output);
        if (axis == 0 && output.Shape.Rank == 2)
            throw Require.Error(DiagnosticIds.Target, $"{kind}: of the output {output.Shape} either axis may be the classes; write axis: -1 for sequences [T, classes], or axis: -2.");
        var shape = ClassLabels.LabelShape(output.Shape, output.FullAxis(axis, kind));
        return new(output.Builder, declareInput(new InputOp("label", shape, DataType.Int32, IsTarget: true)));
    }
}
