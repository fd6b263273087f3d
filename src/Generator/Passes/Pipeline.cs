using Sinter.Generator.Autodiff;
using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>One step from graph to graph.</summary>
/// <param name="Name">By which it can be switched off.</param>
/// <param name="Run">A pure function.</param>
/// <param name="IsMandatory">Whether later stages rely on it: it cannot be switched off.</param>
internal sealed record Pass(string Name, Func<Graph, CancellationToken, Graph> Run, bool IsMandatory = false)
{
    /// <summary>Whether it also runs on the bodies of scans, before the graph around them.</summary>
    public bool EntersBodies { get; init; }

    /// <summary>The pass on the graph and, if it enters them, on the bodies of its scans.</summary>
    public Graph Apply(Graph graph, CancellationToken cancellation) =>
        Run(EntersBodies ? ScanBodies.Map(graph, body => Run(body, cancellation)) : graph, cancellation);
}

/// <summary>The passes in their order, from the graph as declared to the graph that is scheduled.</summary>
internal static class Pipeline
{
    private static readonly Pass DeadCode = new(RemoveDead.Name, RemoveDead.Run) { EntersBodies = true };
    private static readonly Pass Trimming = new(TrimWindows.Name, TrimWindows.Run) { EntersBodies = true };
    private static readonly Pass Algebra = new(Simplify.Name, Simplify.Run) { EntersBodies = true };
    private static readonly Pass Sharing = new(ShareCommon.Name, ShareCommon.Run) { EntersBodies = true };
    private static readonly Pass Splitting = new(SplitProducts.Name, SplitProducts.Run) { EntersBodies = true };
    private static readonly Pass Hoisting = new(HoistFromScan.Name, HoistFromScan.Run);
    private static readonly Pass ChannelsLast =
        new(LowerImagesToChannelsLast.Name, LowerImagesToChannelsLast.Run, IsMandatory: true) { EntersBodies = true };

    private static readonly Pass TrainingLayout =
        new(CancelTransposes.Name, (graph, cancellation) => CancelTransposes.Run(graph, permutesAllWeights: false, cancellation));

    /// <summary>What is done to compute outputs.</summary>
    public static IReadOnlyList<Pass> Inference { get; } =
    [
        new(ResolvePhase.Name, (graph, cancellation) => ResolvePhase.Run(graph, Phase.Inference, cancellation: cancellation), IsMandatory: true),
        DeadCode,
        Trimming,
        Algebra,
        Sharing,
        Splitting,
        Hoisting,
        new(FoldBatchNorm.Name, FoldBatchNorm.Run),
        ChannelsLast,
        new(CancelTransposes.Name, (graph, cancellation) => CancelTransposes.Run(graph, permutesAllWeights: true, cancellation)),
        Algebra,
        Sharing,
        DeadCode,
    ];

    /// <summary>What is done to compute loss and gradients. Layout comes before the gradients, so that those are born channels-last.</summary>
    public static IReadOnlyList<Pass> Training { get; } =
    [
        new(ResolvePhase.Name, (graph, cancellation) => ResolvePhase.Run(graph, Phase.Training, cancellation: cancellation), IsMandatory: true),
        new(DropFrozenUpdates.Name, (graph, _) => DropFrozenUpdates.Run(graph), IsMandatory: true),
        DeadCode,
        Trimming,
        Algebra,
        Sharing,
        Splitting,
        Hoisting,
        ChannelsLast,
        TrainingLayout,
        new(nameof(Gradients.Differentiate), Gradients.Differentiate, IsMandatory: true),
        new(DropDetach.Name, DropDetach.Run, IsMandatory: true) { EntersBodies = true },
        Algebra,
        Sharing,
        Hoisting,
        Algebra,
        Sharing,
        TrainingLayout,
        Algebra,
        Sharing,
        DeadCode,
        new(RecomputePointwise.Name, RecomputePointwise.Run),
        DeadCode,
    ];

    /// <summary>The graph whose only roots are the outputs.</summary>
    public static Graph ForInference(Graph graph, PassOptions options, CancellationToken cancellation) =>
        Run(graph, Inference, options, cancellation);

    /// <summary>The graph whose only roots are the loss, the next values of states, and the gradients.</summary>
    public static Graph ForTraining(Graph graph, PassOptions options, CancellationToken cancellation) =>
        Run(graph, Training, options, cancellation);

    public static Graph Run(Graph graph, IReadOnlyList<Pass> passes, PassOptions options, CancellationToken cancellation)
    {
        foreach (var pass in passes)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!pass.IsMandatory && !options.IsEnabled(pass.Name)) continue;
            graph = pass.Apply(graph, cancellation);
        }

        return graph;
    }
}
