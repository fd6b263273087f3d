using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of attention: of its results only the output has one, and only one number a row is kept for them.</summary>
internal static class AttentionGradients
{
    public static void Apply(BackwardStep step)
    {
        var (builder, op) = (step.Builder, (AttentionOp)step.Node.Op);
        if (op.HasBias && step.Wants(3)) throw new NetworkDefinitionException(DiagnosticIds.NoGradient, $"{MissingGradients.Message(layer: null, weight: null)}");
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
        var backward = builder.Add(new AttentionGradientOp(op), inputs);
        var ofKeys = HiddenKeys(step, op);
        for (var index = 0; index < 3; index++)
        {
            if (step.Wants(index)) step.Give(index, builder.Add(new ResultOp(index, shapes[index]), backward), index == 0 ? ofQueries : ofKeys);
        }
    }

    // Keys and values that no query sees: behind a sample's length, or under a mask.
    private static GradientMask[] HiddenKeys(BackwardStep step, AttentionOp op)
    {
        bool IsSuspect(int index) => step.Wants(index) && step.Walk.Suspects.IsSuspect(step.Input(index));
        if (!(op.HasLengths || op.HasBias) || !(IsSuspect(1) || IsSuspect(2))) return [];
        var builder = step.Builder;
        var masks = new List<GradientMask>();
        if (op.HasBias)
        {
            var largest = builder.Transpose(builder.Max(step.Input(3), 1, 2), 0, 3, 1, 2);
            masks.Add(new GradientMask(builder.Pointwise(ScalarFunction.Less, builder.ConstantLike(float.NegativeInfinity, largest), largest), ShowsWhereTrue: true));
        }

        if (op.HasLengths)
        {
            var position = builder.Add(new IotaOp(1, Shape.Of(1, step.ShapeOf(1).Dims[1], 1, 1)));
            var lengths = builder.Reshape(step.Input(op.HasBias ? 4 : 3), Shape.Of(step.ShapeOf(1).Dims[0], 1, 1, 1));
            masks.Add(new GradientMask(builder.Pointwise(ScalarFunction.Less, position, builder.Pointwise(ScalarFunction.ToFloat, lengths)), ShowsWhereTrue: true));
        }

        return [.. masks];
    }
}
