using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>
/// Gives every buffer its offset: buffers that are never alive at the same step may share memory. Greedy by size, the largest
/// first, each at the lowest place that is free during its life (Pisarchyk and Lee 2020). That compares each buffer with each; where there
/// are thousands, they are placed in the order in which they come to life, each in the smallest gap that has room.
/// </summary>
internal static class PlanMemory
{
    public const string Name = nameof(PlanMemory);

    /// <summary>How many buffers are compared with one another.</summary>
    private const int MostBySize = 4096;

    // Floats whose bytes, for a batch of two at least, can be counted in 64 bits.
    private const long MostMemory = 1L << 59;

    /// <summary>Gives all buffers of a program a place.</summary>
    /// <param name="program">The program, and the one that prepares its weights.</param>
    /// <param name="share">Whether memory may be shared at all.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <exception cref="NetworkDefinitionException">It would need more memory than can be counted.</exception>
    public static PreparedProgram PlaceBuffers(PreparedProgram program, bool share, CancellationToken cancellation)
    {
        var buffers = program.Buffers.ToArray();
        var (batched, naiveBatched) = Run(buffers, Storage.Batched, share, cancellation);
        var (fixedLength, naiveFixed) = Run(buffers, Storage.Fixed, share, cancellation);
        var (windows, _) = Run(buffers, Storage.Window, share, cancellation);
        var (prepared, _) = Run(buffers, Storage.Prepared, share, cancellation);
        var (ofPreparation, naiveOfPreparation) = OfPreparation(buffers, program.Prepare.Steps.Count);
        foreach (var length in new[] { naiveBatched, naiveFixed, windows, prepared, program.Main.ScratchPerCall, program.Main.ScratchPerWorker })
        {
            if (length > MostMemory) throw Require.Error(DiagnosticIds.Range, $"The network would need {length} numbers of memory, with every symbol at its largest; one of its values, or their number, has to be smaller.");
        }

        return new(
            program.Prepare with { FixedLength = ofPreparation, PreparedLength = prepared, NaiveFixedLength = naiveOfPreparation },
            program.Main with
            {
                BatchedLength = batched, FixedLength = fixedLength, PreparedLength = prepared, NaiveBatchedLength = naiveBatched, NaiveFixedLength = naiveFixed, WindowLength = windows,
            })
        {
            Buffers = buffers.ToEquatableArray(),
        };
    }

    // What the first steps, which prepare the weights, hold meanwhile: such as the exponentials of a softmax over weights.
    private static (long Planned, long Naive) OfPreparation(PlannedBuffer[] buffers, int steps)
    {
        var own = buffers.Where(buffer => buffer is { Storage: Storage.Fixed, Base: null } && buffer.First < steps).ToList();
        return (own.Select(buffer => buffer.Offset + ParameterLayout.Align(buffer.Length)).DefaultIfEmpty().Max(), own.Sum(buffer => ParameterLayout.Align(buffer.Length)));
    }

    /// <summary>Plans all buffers of one storage.</summary>
    /// <param name="buffers">All buffers; those of another storage, or with an offset, are left alone.</param>
    /// <param name="storage">The arena to plan.</param>
    /// <param name="share">Whether memory may be shared at all.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <returns>The length of the arena, and of one in which nothing is shared.</returns>
    public static (long Planned, long Naive) Run(PlannedBuffer[] buffers, Storage storage, bool share, CancellationToken cancellation = default)
    {
        var waiting = Enumerable.Range(0, buffers.Length)
            .Where(index => buffers[index].Storage == storage && buffers[index].Offset < 0 && buffers[index].Base is null)
            .OrderByDescending(index => buffers[index].Length).ThenBy(index => index)
            .ToList();
        var naive = waiting.Sum(index => ParameterLayout.Align(buffers[index].Length));
        if (!share) return (OneAfterTheOther(buffers, waiting), naive);
        return (waiting.Count <= MostBySize ? BySize(buffers, waiting, cancellation) : ByTime(buffers, waiting, cancellation), naive);
    }

    private static long OneAfterTheOther(PlannedBuffer[] buffers, List<int> waiting)
    {
        var end = 0L;
        foreach (var index in waiting)
        {
            buffers[index] = buffers[index] with { Offset = end };
            end += ParameterLayout.Align(buffers[index].Length);
        }

        return end;
    }

    private static long BySize(PlannedBuffer[] buffers, List<int> waiting, CancellationToken cancellation)
    {
        var placed = new List<int>();
        var planned = 0L;
        foreach (var index in waiting)
        {
            cancellation.ThrowIfCancellationRequested();
            var buffer = buffers[index];
            var length = ParameterLayout.Align(buffer.Length);
            long offset = 0;
            foreach (var other in placed)
            {
                if (buffers[other].Last < buffer.First || buffers[other].First > buffer.Last) continue;
                var end = buffers[other].Offset + ParameterLayout.Align(buffers[other].Length);
                if (buffers[other].Offset < offset + length && end > offset) offset = end;
            }

            buffers[index] = buffer with { Offset = offset };
            var position = placed.FindIndex(other => buffers[other].Offset > offset);
            placed.Insert(position < 0 ? placed.Count : position, index);
            planned = Math.Max(planned, offset + length);
        }

        return planned;
    }

    private static long ByTime(PlannedBuffer[] buffers, List<int> waiting, CancellationToken cancellation)
    {
        var gaps = new MemoryGaps();
        var ending = waiting.OrderBy(index => buffers[index].Last).ToArray();
        var ended = 0;
        foreach (var index in waiting.OrderBy(index => buffers[index].First).ThenByDescending(index => buffers[index].Length).ThenBy(index => index).ToArray())
        {
            cancellation.ThrowIfCancellationRequested();
            for (; buffers[ending[ended]].Last < buffers[index].First; ended++) gaps.Free(buffers[ending[ended]].Offset, ParameterLayout.Align(buffers[ending[ended]].Length));
            buffers[index] = buffers[index] with { Offset = gaps.Take(ParameterLayout.Align(buffers[index].Length)) };
        }

        return gaps.End;
    }
}
