using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>
/// How many samples of a large batch are computed together. As many as their values fit a cache: otherwise each step reads from memory
/// what the step before it has written there. More, where reading the weights again for each group would cost more than it saves, and
/// where a recurrence makes a product of the samples in every step: as many as the rows of a register tile. All, where a recurrence has
/// weights that it would read from memory for each of those tiles, where a call binds a size that may be short, and where samples are
/// mixed.
/// </summary>
internal static class GroupSamples
{
    public const string Name = nameof(GroupSamples);

    /// <summary>How often a value travels that does not stay in a cache: it is fetched to be written, written back, and read twice.</summary>
    private const long Journeys = 4;

    /// <summary>Groups of more samples make no difference.</summary>
    private const long Most = 64;

    /// <summary>The program with that number.</summary>
    /// <param name="program">Inference, planned.</param>
    /// <param name="graph">The same, before it was lowered.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="isFixed">Whether a call binds nothing but the batch.</param>
    /// <param name="caches">What the caches hold.</param>
    public static PreparedProgram Run(PreparedProgram program, Graph graph, ParameterLayout layout, bool isFixed, CacheSizes caches) =>
        program with { Main = program.Main with { SamplesTogether = Choose(graph, program.Main, layout, isFixed, caches) } };

    // The samples of a group, or 0 for all of them.
    private static int Choose(Graph graph, Program program, ParameterLayout layout, bool isFixed, CacheSizes caches)
    {
        var isBatched = program.Outputs.All(output => program.Buffers[output.Buffer].Storage == Storage.Batched);
        var length = program.SampleLength;
        if (!isFixed || !isBatched || length * Most <= caches.Samples || MixesSamples(graph)) return 0;
        var isRecurrent = program.Steps.Any(step => step is ScanStep);
        if (isRecurrent && layout.ParameterLength > caches.RecurrentWeights) return 0;
        var weights = Math.Max(program.PreparedLength, layout.ParameterLength);
        var least = isRecurrent ? ScratchSizes.TileRows : (weights / (Journeys * program.NaiveSampleLength)) + 1;
        var together = Math.Max(caches.Samples / length, least);
        return together > Most ? 0 : (int)Math.Max(1, together);
    }

    /// <summary>Whether what is computed of a sample depends on the others, or on how many there are.</summary>
    private static bool MixesSamples(Graph graph) => graph.Nodes.Any(node => node.Op switch
    {
        // Neither has a value of its own; their results have the batch.
        ScanOp scan => MixesSamples(scan.Body),
        AttentionOp => false,
        SizeOp size => size.Dims.Any(dim => dim.IsBatch),
        IotaOp iota => iota.Shape.Dims[iota.Axis].IsBatch,

        // What has lost the batch is the same for all samples; what has it twice compares each with each.
        _ => Batches(node.Shape) > 1 || (Batches(node.Shape) == 0 && node.Inputs.Any(input => Batches(graph[input].Shape) > 0)),
    });

    private static int Batches(Shape shape) => shape.Dims.Count(dim => dim.IsBatch);
}
