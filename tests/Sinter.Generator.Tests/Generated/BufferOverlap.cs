using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>Looks for buffers that hold something at the same time in the same place, or where the program has no memory.</summary>
internal static class BufferOverlap
{
    /// <summary>A sentence about the first such pair in any program of a network, or null.</summary>
    public static string? Find(LoweredNetwork network) =>
        Find(network.Inference) ?? Find(network.Training) ?? Find(OfPreparation(network.Prepare)) ?? Find(OfPreparation(network.PrepareDecoding));

    // It has the buffers of the program behind it as well, but of memory that is no weight only its own.
    private static Program? OfPreparation(Program? program) => program is null ? null : program with
    {
        Buffers = program.Buffers.Where(buffer => buffer.Storage == Storage.Fixed && buffer.First < program.Steps.Count).ToEquatableArray(),
    };

    private static string? Find(Program? program)
    {
        if (program is null) return null;
        foreach (var group in program.Buffers.Where(buffer => buffer.Storage != Storage.Keys && buffer.Base is null).GroupBy(buffer => buffer.Storage))
        {
            var buffers = group.OrderBy(buffer => buffer.Offset).ToArray();
            for (var i = 0; i < buffers.Length; i++)
            {
                if (buffers[i].Offset < 0 || buffers[i].Offset % ParameterLayout.Alignment != 0) return $"{buffers[i]} has no place of its own.";
                if (End(buffers[i]) > LengthOf(program, group.Key)) return $"{buffers[i]} reaches over the end of its arena.";
                for (var j = i + 1; j < buffers.Length && buffers[j].Offset < End(buffers[i]); j++)
                {
                    // What is prepared twice, alike, is there once.
                    if (group.Key == Storage.Prepared && buffers[i].Offset == buffers[j].Offset && buffers[i].Length == buffers[j].Length) continue;
                    if (buffers[i].First <= buffers[j].Last && buffers[j].First <= buffers[i].Last) return $"{buffers[i]} and {buffers[j]} overlap.";
                }
            }
        }

        return null;
    }

    // Loops may store whole vectors: what lies up to the next multiple belongs to the buffer as well.
    private static long End(PlannedBuffer buffer) => buffer.Offset + ParameterLayout.Align(buffer.Length);

    private static long LengthOf(Program program, Storage storage) => storage switch
    {
        Storage.Batched => program.BatchedLength,
        Storage.Fixed => program.FixedLength,
        Storage.Prepared => program.PreparedLength,
        Storage.Window => program.WindowLength,
        _ => long.MaxValue,
    };
}
