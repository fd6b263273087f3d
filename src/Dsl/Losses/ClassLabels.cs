using Sinter.Graphs;

namespace Sinter;

/// <summary>The right classes of an output, along one of its axes: what losses of classes have in common.</summary>
internal sealed class ClassLabels
{
    private readonly GraphBuilder builder;
    private readonly Shape shape;
    private readonly Tokens label;
    private readonly int classes;
    private readonly float[]? weight;
    private readonly int ignoreIndex;
    private int isRight;
    private int isIgnored;
    private int? weightOfRight;

    private ClassLabels(Tensor output, Tokens label, int axis, int classes, float[]? weight, int ignoreIndex) =>
        (builder, shape, this.label, Axis, this.classes, this.weight, this.ignoreIndex) = (output.Builder, output.Shape, label, axis, classes, weight, ignoreIndex);

    /// <summary>The class axis, counted with the batch.</summary>
    public int Axis { get; }

    /// <summary>Checks labels of an output, and states that they index its classes.</summary>
    public static ClassLabels Of(string layer, Tensor output, Tokens label, float[]? weight, int ignoreIndex, int? axis)
    {
        RequireInput.Vector(layer, output);
        var full = axis is { } stated ? output.FullAxis(stated, layer) : FoundAxis(layer, output, label.Shape);
        var classes = RequireInput.Constant(layer, "a constant number of classes", output, full);
        var expected = LabelShape(output.Shape, full);
        if (!label.Shape.Equals(expected))
            throw Require.Error(DiagnosticIds.Target, $"{layer} needs labels {expected} for the output {output.Shape} with {classes} classes along axis {full - (output.Shape.IsBatched ? 1 : 0)}, but gets {label.Shape}; {(label.Shape.Rank == 0 && output.Shape.Rank > 1 ? "for one prediction per sample insert Flatten() before the layer that makes the classes, else " : "")}declare the label as {Losses.ShapeAttribute(expected)} Tokens.");
        CheckWeight(layer, weight, classes);
        output.Builder.LimitTokens(label.Id, classes, ignoreIndex);
        return new(output, label, full, classes, weight, ignoreIndex);
    }

    /// <summary>The shape of class labels: all extents but the class axis (counted with the batch).</summary>
    public static Shape LabelShape(Shape output, int axis) => new(output.Dims.Where((_, i) => i != axis));

    /// <summary>A finite factor for each class.</summary>
    public static void CheckWeight(string layer, float[]? weight, int classes)
    {
        if (weight is null) return;
        if (weight.Length != classes)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: weight has {weight.Length} numbers, but there are {classes} classes; give one for each.");
        Require.Written(layer, "classes", classes);
        foreach (var factor in weight) Require.Finite(layer, "an element of weight", factor);
    }

    /// <summary>The factors of the classes, along an axis (counted with the batch).</summary>
    public static int Table(GraphBuilder builder, float[] weight, int axis, int rank) =>
        builder.Add(new TableOp(weight.ToEquatableArray(), new Shape(Enumerable.Range(0, rank).Select(i => i == axis ? (Dim)weight.Length : 1))));

    /// <summary>The output with zeros where the label is passed over. Comes first of all that is computed.</summary>
    public int Shown(Tensor output)
    {
        var aligned = new Shape(shape.Dims.Select((dim, i) => i == Axis ? 1 : dim));
        var index = builder.Reshape(builder.Pointwise(ScalarFunction.ToFloat, label.Id), aligned);
        var positions = Enumerable.Range(0, shape.FullRank).Select(i => i == Axis ? (Dim)classes : 1);
        isRight = builder.Pointwise(ScalarFunction.Equal, builder.Add(new IotaOp(Axis, new Shape(positions))), index);

        // What is passed over is hidden before it is computed with; so it has no gradient, even if it is not a number. That what it
        // was computed from has none costs copies, which a label for each sample, hardly ever passed over, is spared.
        isIgnored = builder.Pointwise(ScalarFunction.Equal, index, builder.ConstantLike(ignoreIndex, index));
        if (label.Shape.Rank == 0 && ignoreIndex == Losses.NoClass) isIgnored = builder.Add(new DetachOp(), isIgnored);
        return builder.Select(isIgnored, builder.ConstantLike(0, output.Id), output.Id);
    }

    /// <summary>What a value has at the right class.</summary>
    public int Picked(int value) => builder.Sum(builder.Select(isRight, value, builder.ConstantLike(0, value)), Axis);

    /// <summary>A loss of each label times the weight of its class.</summary>
    public int Weighted(int each) => weight is null ? each : builder.Multiply(each, WeightOfRight());

    /// <summary>The mean of what each class would have as the right one, times its weight.</summary>
    public int Even(GraphBuilder builder, int logSum, int shifted)
    {
        if (weight is null) return builder.Subtract(logSum, builder.Mean(shifted, Axis));
        return builder.Mean(builder.Multiply(builder.Subtract(logSum, shifted), Table(builder, weight, Axis, shape.FullRank)), Axis);
    }

    /// <summary>The losses of all labels, with 0 for those passed over, as one number or as they are.</summary>
    public int Reduced(int each, Reduction reduction)
    {
        var counted = builder.Select(isIgnored, builder.ConstantLike(0, each), each);
        if (reduction != Reduction.Mean) return new Tensor(builder, builder.Reshape(counted, label.Shape)).Reduced(reduction).Id;
        var share = weight is null
            ? builder.Subtract(builder.ConstantLike(1, isIgnored), isIgnored)
            : builder.Select(isIgnored, builder.ConstantLike(0, isIgnored), WeightOfRight());
        var all = Enumerable.Range(0, shape.FullRank).ToArray();
        return builder.Reshape(builder.Divide(builder.Sum(counted, all), builder.Sum(share, all)), Shape.Scalar);
    }

    private int WeightOfRight() => weightOfRight ??= Picked(Table(builder, weight!, Axis, shape.FullRank));

    // The first axis, unless the labels fit another alone.
    private static int FoundAxis(string layer, Tensor output, Shape label)
    {
        var (first, last) = (output.Shape.IsBatched ? 1 : 0, output.Shape.FullRank - 1);
        var fitting = Enumerable.Range(first, output.Shape.Rank).Where(axis => label.Equals(LabelShape(output.Shape, axis))).ToArray();
        if (fitting.Length == 0 || fitting[fitting.Length - 1] == first) return first;
        if (fitting.Length == 1 || (fitting[0] == first && fitting[fitting.Length - 1] != last)) return fitting[0];
        var (one, other) = (fitting[0], fitting[fitting.Length - 1]);
        throw Require.Error(DiagnosticIds.Target, $"{layer}: the labels {label} fit the output {output.Shape} whether its {(one == first ? "first axis" : $"axis {one - first}")} is the classes or its {(other == last ? "last" : $"axis {other - first}")}; write axis: {one - first} or axis: {(other == last ? -1 : other - first)}.");
    }
}
