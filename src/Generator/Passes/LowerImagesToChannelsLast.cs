using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Turns every channels-first convolution and pool, and their gradients, into the channels-last op between transposes: the only
/// order the kernels know. The transposes meet their inverses in <see cref="CancelTransposes"/>.
/// </summary>
internal static class LowerImagesToChannelsLast
{
    public const string Name = nameof(LowerImagesToChannelsLast);

    public static Graph Run(Graph graph, CancellationToken cancellation = default) =>
        GraphCopy.Run(graph, (copy, id) => ChannelsLast(graph[id].Op) is { } op ? Lower(copy, id, op) : copy.Copy(id), cancellation);

    /// <summary>The channels-last form of a channels-first op, or null for every other op.</summary>
    private static Op? ChannelsLast(Op op) => op switch
    {
        ConvolutionOp { ChannelsLast: false } convolution => convolution with { ChannelsLast = true },
        ConvolutionWeightGradientOp { ChannelsLast: false } gradient => gradient with { ChannelsLast = true },
        PoolOp { ChannelsLast: false } pool => pool with { ChannelsLast = true },
        MaxPoolGradientOp { ChannelsLast: false } gradient => gradient with { ChannelsLast = true },
        AveragePoolGradientOp { ChannelsLast: false } gradient => gradient with { ChannelsLast = true },
        _ => null,
    };

    // Images and weights move alike: [B, C, H, W] and [O, I, KH, KW] both send their second axis to the end.
    private static int Lower(GraphCopy copy, int id, Op op)
    {
        var inputs = copy.Inputs(id);
        for (var i = 0; i < inputs.Length; i++) inputs[i] = copy.Builder.Transpose(inputs[i], 0, 2, 3, 1);
        return copy.Builder.Transpose(copy.Builder.Add(op, inputs), 0, 3, 1, 2);
    }
}
