using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Programs;

/// <summary>Which large parameters calls read as they are: of the others they read what has been prepared.</summary>
internal static class PlainParameters
{
    // Fewer floats to be given back are not worth a line.
    private const long Least = 1 << 18;

    /// <summary>Their rows in the table of parameters; null where there is little to be given back.</summary>
    /// <param name="layout">All parameters.</param>
    /// <param name="programs">All that a network without a trainer runs, but what prepares its weights.</param>
    public static IReadOnlyList<int>? Of(ParameterLayout layout, IEnumerable<Program> programs)
    {
        var read = new HashSet<long>();
        foreach (var program in programs)
        {
            void Visit(int buffer)
            {
                var whole = program.Buffers[PlannedBuffer.Whole(program.Buffers, buffer)];
                if (whole.Storage == Storage.Parameter) read.Add(whole.Offset);
            }

            foreach (var step in program.Steps.SelectMany<Step, Step>(step => step is BandStep bands ? bands.Body.Select(kernel => kernel.Kernel) : [step]))
                StepAccesses.Visit(step, (buffer, _) => Visit(buffer));
            foreach (var (_, buffer) in program.Outputs) Visit(buffer);
        }

        var (rows, rest) = (new List<int>(), 0L);
        for (var row = 0; row < layout.Parameters.Count; row++)
        {
            var slot = layout.Parameters[row];
            if (slot.Shape.Elements < KernelLimits.LargeParameter) continue;
            if (read.Contains(slot.Offset)) rows.Add(row);
            else rest += slot.Shape.Elements;
        }

        return rest < Least ? null : rows;
    }
}
