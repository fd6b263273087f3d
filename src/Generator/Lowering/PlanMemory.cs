using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Gives every buffer its offset: buffers that are never alive at the same step may share memory. Greedy by size, the largest
/// first, each at the lowest place that is free during its life (Pisarchyk and Lee 2020).
/// </summary>
internal static class PlanMemory
{
    public const string Name = nameof(PlanMemory);

    /// <summary>Plans all buffers of one storage.</summary>
    /// <param name="buffers">All buffers; those of another storage, or with an offset, are left alone.</param>
    /// <param name="storage">The arena to plan.</param>
    /// <param name="share">Whether memory may be shared at all.</param>
    /// <returns>The length of the arena, and of one in which nothing is shared.</returns>
    public static (long Planned, long Naive) Run(PlannedBuffer[] buffers, Storage storage, bool share)
    {
        var waiting = Enumerable.Range(0, buffers.Length)
            .Where(index => buffers[index].Storage == storage && buffers[index].Offset < 0 && buffers[index].Base < 0)
            .OrderByDescending(index => buffers[index].Length).ThenBy(index => index)
            .ToList();
        var placed = new List<int>();
        long planned = 0, naive = 0;
        foreach (var index in waiting)
        {
            var buffer = buffers[index];
            var length = ParameterLayout.Align(buffer.Length);
            long offset = 0;
            foreach (var other in placed)
            {
                if (share && (buffers[other].Last < buffer.First || buffers[other].First > buffer.Last)) continue;
                var end = buffers[other].Offset + ParameterLayout.Align(buffers[other].Length);
                if (buffers[other].Offset < offset + length && end > offset) offset = end;
            }

            buffers[index] = buffer with { Offset = offset };
            var position = placed.FindIndex(other => buffers[other].Offset > offset);
            placed.Insert(position < 0 ? placed.Count : position, index);
            planned = Math.Max(planned, offset + length);
            naive += length;
        }

        return (planned, naive);
    }
}
