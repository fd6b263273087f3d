using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>A program, and before it the one that computes what it needs from the weights alone. They have the same buffers, and the steps of
/// the first come before those of the second in the lives of these.</summary>
/// <param name="Prepare">Run once for each version of the weights; it may be empty.</param>
/// <param name="Main">Run in each call.</param>
internal sealed record PreparedProgram(Program Prepare, Program Main)
{
    /// <summary>The memory of all steps.</summary>
    public EquatableArray<PlannedBuffer> Buffers
    {
        get => Main.Buffers;
        init => (Prepare, Main) = (Prepare with { Buffers = value }, Main with { Buffers = value });
    }

    /// <summary>The place of the first step of <see cref="Main"/> in the lives of buffers: between the two programs, inputs are given.</summary>
    public int FirstStep => Prepare.Steps.Count + 1;
}
