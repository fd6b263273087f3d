using Sinter.Generator.Autodiff;
using Sinter.Generator.Errors;
using Sinter.Generator.Export;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Levels;

/// <summary>
/// The levels that a network takes on its way from its declaration to a program, each with its passes in order: this file is the list of
/// all of them. What is mandatory is said here; all else can be switched off by <see cref="PassOptions"/>, and changes no result.
/// </summary>
/// <param name="Purpose">What the program is for: <c>inference</c>.</param>
/// <param name="Graph">Primitives as the author's layers are made of them, and their gradients.</param>
/// <param name="Lowered">Ops as kernels take them.</param>
/// <param name="Schedule">Groups of nodes, of which each becomes a step.</param>
/// <param name="Program">Steps over planned memory, with those that prepare the weights apart.</param>
/// <param name="HoistsWeights">Whether what follows from weights alone is prepared once for many calls.</param>
internal sealed record NetworkLevels(string Purpose, Level<Graph> Graph, Level<Graph> Lowered, Level<Fusion> Schedule, Level<PreparedProgram> Program, bool HoistsWeights)
{
    private static readonly Pass<Graph> DeadCode = new Pass<Graph>(RemoveDead.Name, RemoveDead.Run).InBodies();
    private static readonly Pass<Graph> Trimming = new Pass<Graph>(TrimWindows.Name, TrimWindows.Run).InBodies();
    private static readonly Pass<Graph> Algebra = new Pass<Graph>(Simplify.Name, Simplify.Run).InBodies();
    private static readonly Pass<Graph> Sharing = new Pass<Graph>(ShareCommon.Name, ShareCommon.Run).InBodies();
    private static readonly Pass<Graph> Splitting = new Pass<Graph>(SplitProducts.Name, SplitProducts.Run).InBodies();
    private static readonly Pass<Graph> Hoisting = new(HoistFromScan.Name, HoistFromScan.Run);
    private static readonly Pass<Graph> ChannelsLast =
        new Pass<Graph>(LowerImagesToChannelsLast.Name, LowerImagesToChannelsLast.Run, isMandatory: true) { Check = At(Stage.ChannelsLast) }.InBodies();

    private static readonly Pass<Graph> TrainingLayout =
        new(CancelTransposes.Name, (graph, cancellation) => CancelTransposes.Run(graph, permutesAllWeights: false, cancellation));

    /// <summary>What is done to compute outputs.</summary>
    public static NetworkLevels Inference { get; } = new(
        "inference",
        new(
            "the graph for inference", "The frontend", At(Stage.Declared),
            [
                new(ResolvePhase.Name, (graph, cancellation) => ResolvePhase.Run(graph, Phase.Inference, cancellation: cancellation), isMandatory: true) { Check = At(Stage.Resolved) },
                DeadCode,
                Trimming,
                Algebra,
                Sharing,
                Splitting,
                Hoisting,
                new(FoldBatchNorm.Name, FoldBatchNorm.Run),
                ChannelsLast with { Check = At(Stage.Optimized) },
                new(CancelTransposes.Name, (graph, cancellation) => CancelTransposes.Run(graph, permutesAllWeights: true, cancellation)),
                Algebra,
                Sharing,
                DeadCode,
            ]),
        new("the lowered graph for inference", "The graph", At(Stage.Optimized), Lowering(packsConstantWeights: true)),
        new("the schedule for inference", "A group for each node", CheckSchedule, Fusing),
        new(
            "the program for inference", "The list of steps", CheckListed,
            [
                .. Planning,
                new(GroupSamples.Name, (program, setting) => GroupSamples.Run(program, setting.Optimized!, setting.Layout, isFixed: setting.Symbols.Count == 0, setting.Options.Caches)),
            ]),
        HoistsWeights: true);

    /// <summary>The graph for inference as it is written for programs that read ONNX: in the order of axes that the author has, and before anything is fused.</summary>
    public static Level<Graph> Exported { get; } = new(
        "the graph for ONNX", "The frontend", At(Stage.Declared),
        [
            new(ResolvePhase.Name, (graph, cancellation) => ResolvePhase.Run(graph, Phase.Inference, cancellation: cancellation), isMandatory: true) { Check = At(Stage.Resolved) },
            new Pass<Graph>(RemoveDead.Name, RemoveDead.Run, isMandatory: true).InBodies(),
            Sharing,
            new(nameof(OnnxFusion), OnnxFusion.Run, isMandatory: true),
            new Pass<Graph>(RemoveDead.Name, RemoveDead.Run, isMandatory: true).InBodies(),
        ]);

    /// <summary>What is done to continue a sequence call by call: it begins with the graph for inference.</summary>
    public static NetworkLevels Decoding { get; } = new(
        "decoding",
        new(
            "the graph for decoding", "The graph for inference", At(Stage.Optimized),
            [
                new(CacheAttention.Name, (graph, setting) => CacheAttention.Run(graph, setting.Symbols, setting.DecodeCapacity!.Value, setting.Cancellation), IsMandatory: true),
            ]),
        new("the lowered graph for decoding", "The graph", At(Stage.Optimized), Lowering(packsConstantWeights: true)),
        new("the schedule for decoding", "A group for each node", CheckSchedule, Fusing),
        new("the program for decoding", "The list of steps", CheckListed, Planning),
        HoistsWeights: true);

    /// <summary>What is done to compute loss and gradients. Layout comes before the gradients, so that those are born channels-last.</summary>
    public static NetworkLevels Training { get; } = new(
        "training",
        new(
            "the graph for training", "The frontend", At(Stage.Declared),
            [
                new(ResolvePhase.Name, (graph, cancellation) => ResolvePhase.Run(graph, Phase.Training, cancellation: cancellation), isMandatory: true) { Check = At(Stage.Resolved) },
                new(DropFrozenUpdates.Name, (Graph graph, Setting _) => DropFrozenUpdates.Run(graph), IsMandatory: true),
                DeadCode,
                Trimming,
                Algebra,
                Sharing,
                Splitting,
                Hoisting,
                ChannelsLast,
                TrainingLayout,
                new(nameof(Gradients.Differentiate), Gradients.Differentiate, isMandatory: true),
                new Pass<Graph>(DropDetach.Name, DropDetach.Run, isMandatory: true) { Check = At(Stage.Optimized) }.InBodies(),
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
            ]),
        new(
            "the lowered graph for training", "The graph", At(Stage.Optimized),
            [
                new(CountSteps.Name, CountSteps.Run, isMandatory: true),
                .. Lowering(packsConstantWeights: false),
            ]),
        new("the schedule for training", "A group for each node", CheckSchedule, Fusing),
        new("the program for training", "The list of steps", CheckListed, Planning),
        HoistsWeights: false);

    /// <summary>All that can be switched off, by name, in the order in which it is first met.</summary>
    public static IEnumerable<string> Switches => new[] { Inference, Training, Decoding }.SelectMany(levels => levels.OwnSwitches).Distinct();

    private static IReadOnlyList<Pass<Fusion>> Fusing =>
    [
        // Contractions take their epilogues first, because what stays in registers costs nothing.
        Fuses(FuseEpilogue.Name, FuseEpilogue.Run),
        Fuses(FuseReduction.Name, FuseReduction.Run),
        Fuses(FusePointwise.Name, FusePointwise.Run),
        Fuses(FuseRows.Name, FuseRows.Run),
    ];

    private static IReadOnlyList<Pass<PreparedProgram>> Planning =>
    [
        new(AlternateProducts.Name, AlternateProducts.Run),
        new(BorrowInput.Name, BorrowInput.Run),
        new(BandImages.Name, (program, setting) => BandImages.Run(program, setting.Options.Caches, setting.Cancellation)),
        new(nameof(PlanMemory.PlaceBuffers), (program, setting) => PlanMemory.PlaceBuffers(program, setting.Options.IsEnabled(PlanMemory.Name), setting.Cancellation), IsMandatory: true)
        {
            Choices = [PlanMemory.Name], Check = CheckPlaced,
        },
    ];

    private IEnumerable<string> OwnSwitches =>
        Graph.Switches.Concat(Lowered.Switches).Concat(Schedule.Switches).Concat(Program.Switches);

    /// <summary>A graph as the passes of its own level leave it.</summary>
    public Graph Optimize(Graph declared, PassOptions options, CancellationToken cancellation) => Graph.Run(declared, new Setting(options, cancellation));

    /// <summary>From a graph as the passes of its own level have left it to the program.</summary>
    public PreparedProgram Compile(Graph optimized, Setting setting, Progress progress)
    {
        progress.Enter("the lowering for " + Purpose);
        var lowered = Lowered.Run(optimized, setting);
        progress.Enter("the schedule for " + Purpose);
        var fusion = Schedule.Run(new Fusion(new ValueGraph(lowered, HoistsWeights, setting.Cancellation), setting.Cancellation), setting);
        progress.Enter("the program for " + Purpose);
        return Program.Run(ProgramBuilder.Build(fusion.Finish(), setting.Layout, setting.Cancellation), setting);
    }

    private static IReadOnlyList<Pass<Graph>> Lowering(bool packsConstantWeights) =>
    [
        new(LowerContractions.Name, (graph, setting) => LowerContractions.Run(graph, packsConstantWeights, setting.Options.IsEnabled(ChooseWinograd.Name), setting.Options.IsCompact, setting.Cancellation), IsMandatory: true)
        {
            Choices = [ChooseWinograd.Name], Check = (graph, setting) => LoweredGraphVerifier.Check(graph, isLegal: false, setting.Cancellation),
        },
        new(HoistFromScan.SharedName, HoistFromScan.RunShared, isMandatory: true),
        new(PackThroughViews.Name, PackThroughViews.Run),
        new(CombineSelected.Name, CombineSelected.Run),
        new(Legalize.Name, Legalize.Run, isMandatory: true) { Check = (graph, setting) => LoweredGraphVerifier.Check(graph, isLegal: true, setting.Cancellation) },
    ];

    private static Pass<Fusion> Fuses(string name, Action<Fusion> run) => new(name, (Fusion fusion, Setting _) => fusion.InBodies(run));

    private static Action<Graph, Setting> At(Stage stage) => (graph, setting) => GraphVerifier.Check(graph, stage, setting.Cancellation);

    private static void CheckSchedule(Fusion fusion, Setting setting) => ScheduleVerifier.Check(fusion.Finish(), setting.Cancellation);

    private static void CheckListed(PreparedProgram program, Setting setting) => ProgramVerifier.Check(program, setting.Cancellation);

    private static void CheckPlaced(PreparedProgram program, Setting setting)
    {
        ProgramVerifier.Check(program, setting.Cancellation);
        MemoryVerifier.Check(program, setting.Layout, setting.Cancellation);
    }
}
