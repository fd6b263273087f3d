using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of attention: of its results only the output has one, and only one number a row is kept for them.</summary>
internal static class AttentionGradients
{
    public static void Apply(BackwardStep step)
    {
        var (builder, op) = (step.Builder, (AttentionOp)step.Node.Op);
        int? gradient = null;
        GradientMask[] ofQueries = [];
        foreach (var (_, given, masks) in step.Walk.ResultsOf(step.Output))
        {
            ofQueries = gradient is null ? masks : [];
            gradient = gradient is { } sum ? builder.Add(sum, given) : given;
        }

        var shapes = step.Node.Inputs.Select(builder.ShapeOf).ToArray();
        builder.IsBackward = false;
        var result = new ResultOp(0, op.Result(0, shapes));
        ofQueries = GradientMask.Through(builder, ofQueries, op.MapAxesOf(result, shapes, result.Shape)[0], shapes[0]);
        var output = builder.Add(result, step.Output);
        var statistics = builder.Add(new ResultOp(1, op.Result(1, shapes)), step.Output);
        builder.IsBackward = true;
        var inputs = new[] { step.Input(0), step.Input(1), step.Input(2), output, statistics, gradient!.Value }.Concat(step.Node.Inputs.Skip(3)).ToArray();
        var backward = builder.Add(new AttentionGradientOp(op) { Bias = OfScores(step, op) }, inputs);
        var ofKeys = HiddenKeys(step, op);
        for (var index = 0; index < 3; index++)
        {
            if (step.Wants(index)) step.Give(index, builder.Add(new ResultOp(index, shapes[index]), backward), index == 0 ? ofQueries : ofKeys);
        }

        GiveAdded(step, op, backward);
    }

    // The shape of the gradient of what is added to the scores: as many samples and heads as any of it has. Null if none is wanted.
    private static Shape? OfScores(BackwardStep step, AttentionOp op)
    {
        var added = new List<Shape>();
        if (op.HasBias && step.Wants(AttentionOp.BiasInput)) added.Add(step.ShapeOf(AttentionOp.BiasInput));
        if (op.HasPadding && step.Wants(op.PaddingInput)) added.Add(Shape.Of(step.ShapeOf(op.PaddingInput).Dims[0], 1, 1, 1));
        if (added.Count == 0) return null;
        Dim Largest(int axis) => added.Select(shape => shape.Dims[axis]).Where(dim => !dim.IsOne).Append(1).First();
        return Shape.Of(Largest(0), Largest(1), step.ShapeOf(0).Dims[1], step.ShapeOf(1).Dims[1]);
    }

    private static void GiveAdded(BackwardStep step, AttentionOp op, int backward)
    {
        var builder = step.Builder;
        if (((AttentionGradientOp)builder[backward].Op).Bias is not { } shape) return;
        var ofScores = builder.Add(new ResultOp(AttentionGradientOp.BiasResult, shape), backward);
        if (op.HasBias && step.Wants(AttentionOp.BiasInput))
        {
            var axes = Enumerable.Range(0, 3).Where(axis => step.ShapeOf(AttentionOp.BiasInput).Dims[axis].IsOne && !shape.Dims[axis].IsOne).ToArray();
            step.Give(AttentionOp.BiasInput, builder.Sum(ofScores, axes), []);
        }

        if (!op.HasPadding || !step.Wants(op.PaddingInput)) return;
        var padding = step.ShapeOf(op.PaddingInput);
        var summed = builder.Sum(ofScores, padding.Dims[0].IsOne && !shape.Dims[0].IsOne ? [0, 1, 2] : [1, 2]);
        step.Give(op.PaddingInput, builder.Reshape(summed, padding), []);
    }

    // Keys and values that no query sees: behind a sample's length, or under a mask.
    private static GradientMask[] HiddenKeys(BackwardStep step, AttentionOp op)
    {
        bool IsSuspect(int index) => step.Wants(index) && step.Walk.Suspects.IsSuspect(step.Input(index));
        if (!(op.HasLengths || op.HasBias || op.HasPadding) || !(IsSuspect(1) || IsSuspect(2))) return [];
        var builder = step.Builder;
        var masks = new List<GradientMask>();
        if (op.HasBias)
        {
            var largest = builder.Transpose(builder.Max(step.Input(AttentionOp.BiasInput), 1, 2), 0, 3, 1, 2);
            masks.Add(new GradientMask(builder.Pointwise(ScalarFunction.Less, builder.ConstantLike(float.NegativeInfinity, largest), largest), ShowsWhereTrue: true));
        }

        if (op.HasPadding)
        {
            var padding = step.ShapeOf(op.PaddingInput).Dims;
            var added = builder.Reshape(step.Input(op.PaddingInput), Shape.Of(padding[0], padding[1], 1, 1));
            masks.Add(new GradientMask(builder.Pointwise(ScalarFunction.Less, builder.ConstantLike(float.NegativeInfinity, added), added), ShowsWhereTrue: true));
        }

        if (op.HasLengths)
        {
            var position = builder.Add(new IotaOp(1, Shape.Of(1, step.ShapeOf(1).Dims[1], 1, 1)));
            var lengths = builder.Reshape(step.Input(op.LengthsInput), Shape.Of(step.ShapeOf(1).Dims[0], 1, 1, 1));
            masks.Add(new GradientMask(builder.Pointwise(ScalarFunction.Less, position, builder.Pointwise(ScalarFunction.ToFloat, lengths)), ShowsWhereTrue: true));
        }

        return [.. masks];
    }
}
