using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of attention: of its results only the output has one, and only one number a row is kept for them.</summary>
internal static class AttentionGradients
{
    public static void Apply(BackwardStep step)
    {
        var (builder, op) = (step.Builder, (AttentionOp)step.Node.Op);
        if (op.HasBias && step.Wants(3)) throw new NetworkDefinitionException("SNT4002", MissingGradients.Message(layer: null, weight: null));
        int? gradient = null;
        foreach (var (_, given) in step.Walk.ResultsOf(step.Output)) gradient = gradient is { } sum ? builder.Add(sum, given) : given;
        var shapes = step.Node.Inputs.Select(builder.ShapeOf).ToArray();
        builder.IsBackward = false;
        var output = builder.Add(new ResultOp(0, op.Result(0, shapes)), step.Output);
        var statistics = builder.Add(new ResultOp(1, op.Result(1, shapes)), step.Output);
        builder.IsBackward = true;
        var inputs = new[] { step.Input(0), step.Input(1), step.Input(2), output, statistics, gradient!.Value }.Concat(step.Node.Inputs.Skip(3)).ToArray();
        var backward = builder.Add(new AttentionGradientOp(op), inputs);
        for (var index = 0; index < 3; index++)
        {
            var result = index;
            step.Give(index, () => builder.Add(new ResultOp(result, shapes[result]), backward));
        }
    }
}
