using Sinter.Generator.Programs;

namespace Sinter.Generator.Planning;

/// <summary>Checks the promises of a program's memory: every buffer is inside its arena, and no two that live at the same time share a place.</summary>
internal sealed class MemoryVerifier
{
    private readonly PreparedProgram program;
    private readonly IReadOnlyList<PlannedBuffer> buffers;
    private readonly ParameterLayout layout;

    private MemoryVerifier(PreparedProgram program, ParameterLayout layout) => (this.program, buffers, this.layout) = (program, program.Buffers, layout);

    /// <param name="program">The program.</param>
    /// <param name="layout">Where parameters and states are.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <exception cref="InvalidOperationException">A promise is broken; the message names the buffer.</exception>
    public static void Check(PreparedProgram program, ParameterLayout layout, CancellationToken cancellation = default)
    {
        var verifier = new MemoryVerifier(program, layout);
        for (var index = 0; index < verifier.buffers.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (verifier.buffers[index].Base is { } whole) verifier.CheckPart(index, whole);
            else verifier.CheckPlace(index);
        }

        foreach (var storage in new[] { Storage.Batched, Storage.Fixed, Storage.Window, Storage.Prepared }) verifier.CheckSharing(storage, cancellation);
    }

    private void CheckPlace(int index)
    {
        var buffer = buffers[index];
        if (buffer.Storage is Storage.Keys or Storage.Input) return;
        if (buffer.Offset < 0) throw new InvalidOperationException($"{Name(index)} has no place.");
        if (buffer.Offset % ParameterLayout.Alignment != 0) throw new InvalidOperationException($"{Name(index)} begins at {buffer.Offset}, which is no multiple of {ParameterLayout.Alignment}.");
        var (first, end) = Arena(buffer);
        if (buffer.Offset < first || End(index) > end) throw new InvalidOperationException($"{Name(index)} lies from {buffer.Offset} to {End(index)}, but its arena from {first} to {end}.");
    }

    // Where a part begins at a place that depends on the call, so does its length: the call checks their sum.
    private void CheckPart(int index, int wholeIndex)
    {
        var (part, whole) = (buffers[index], buffers[wholeIndex]);
        if (!part.Start.IsConstant && !part.Count.Symbols.All(symbol => symbol.IsBatch)) return;
        var end = (part.Start.Maximum * part.Stride.MaximumPerSample) + part.Count.MaximumPerSample;
        if (part.Start.Maximum < 0 || end > whole.Length) throw new InvalidOperationException($"{Name(index)} ends at {end} of {Name(wholeIndex)}, which has {whole.Length} floats.");
    }

    // Buffers in the order in which they come to life, among those that are alive: these do not overlap, so that neighbours tell.
    private void CheckSharing(Storage storage, CancellationToken cancellation)
    {
        var starting = Enumerable.Range(0, buffers.Count).Where(index => buffers[index] is { Base: null, Length: > 0 } && buffers[index].Storage == storage).OrderBy(index => buffers[index].First).ToArray();
        var ending = starting.OrderBy(index => buffers[index].Last).ToArray();
        var (lowest, highest) = ((Offset: -1L, Index: -1), (Offset: long.MaxValue, Index: -1));
        var alive = new SortedSet<(long Offset, int Index)> { lowest, highest };
        var ended = 0;
        foreach (var index in starting)
        {
            cancellation.ThrowIfCancellationRequested();
            for (; buffers[ending[ended]].Last < buffers[index].First; ended++) alive.Remove((buffers[ending[ended]].Offset, ending[ended]));
            var offset = buffers[index].Offset;
            var before = alive.GetViewBetween(lowest, (offset, int.MaxValue)).Max;
            if (before != lowest && End(before.Index) > offset) throw Shared(before.Index, index);
            var behind = alive.GetViewBetween((offset, 0), highest).Min;
            if (behind.Offset < End(index)) throw Shared(behind.Index, index);
            alive.Add((offset, index));
        }
    }

    private InvalidOperationException Shared(int first, int second)
    {
        return new($"{Place(first)} and {Place(second)} are in one place at the same time.");

        string Place(int index) => $"{Name(index)}, from {buffers[index].Offset} to {End(index)} in steps {buffers[index].First} to {buffers[index].Last},";
    }

    // Loops may store whole vectors: what lies up to the next multiple belongs to the buffer as well.
    private long End(int index) => buffers[index].Offset + ParameterLayout.Align(buffers[index].Length);

    private (long First, long End) Arena(PlannedBuffer buffer) => buffer.Storage switch
    {
        Storage.Batched => (0, program.Main.BatchedLength),
        Storage.Fixed => (0, buffer.First < program.Prepare.Steps.Count ? Math.Min(program.Prepare.FixedLength, program.Main.FixedLength) : program.Main.FixedLength),
        Storage.Window => (0, program.Main.WindowLength),
        Storage.Prepared => (0, program.Main.PreparedLength),
        Storage.Parameter or Storage.Gradient => (0, layout.ParameterLength),
        _ => (0, layout.StateLength),
    };

    private string Name(int buffer) => $"{buffers[buffer].Storage} buffer {buffer} '{buffers[buffer].Name}' {buffers[buffer].Shape}";
}
