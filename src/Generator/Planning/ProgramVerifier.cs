using Sinter.Generator.Programs;

namespace Sinter.Generator.Planning;

/// <summary>
/// Checks the promises of a program's steps: whatever one reads has been given or written before, nothing is written that is not the
/// program's to write, and buffers live as long as they are used.
/// </summary>
internal sealed class ProgramVerifier
{
    private readonly PreparedProgram program;
    private readonly IReadOnlyList<PlannedBuffer> buffers;
    private readonly bool[] isWritten;
    private int position;
    private bool prepares = true;

    // The first use of a buffer beyond its life, which says less than a read of what is not there.
    private InvalidOperationException? outlived;

    private ProgramVerifier(PreparedProgram program)
    {
        this.program = program;
        buffers = program.Buffers;
        isWritten = new bool[buffers.Count];
    }

    /// <exception cref="InvalidOperationException">A promise is broken; the message names the step and the buffer.</exception>
    public static void Check(PreparedProgram program, CancellationToken cancellation = default) => new ProgramVerifier(program).Check(cancellation);

    private void Check(CancellationToken cancellation)
    {
        CheckParts();
        foreach (var step in program.Prepare.Steps) Check(step, cancellation);
        EnterMain();
        foreach (var step in program.Main.Steps) Check(step, cancellation);
        foreach (var (name, output) in program.Main.Outputs) CheckKept(output, $"The output '{name}'");
        if (program.Main.Loss is { } loss) CheckKept(loss, "The loss");
        if (outlived is not null) throw outlived;
        for (var index = 0; index < buffers.Count; index++)
        {
            if (buffers[index].Storage is Storage.Gradient or Storage.NextState && !isWritten[index]) throw new InvalidOperationException($"No step writes {Name(index)}.");
            if (buffers[index].Storage == Storage.Input && index != program.Main.Borrowed) throw new InvalidOperationException($"{Name(index)} is the caller's memory, but no borrowed input.");
        }
    }

    private void CheckParts()
    {
        for (var index = 0; index < buffers.Count; index++)
        {
            if (buffers[index].Base is not { } whole) continue;
            if (whole >= index) throw new InvalidOperationException($"{Name(index)} is a part of {whole}, which does not come before it.");
            if (buffers[Whole(index)].Storage != buffers[index].Storage) throw new InvalidOperationException($"{Name(index)} is a part of {Name(whole)}, but in other memory.");
        }
    }

    // Of the preparation, a call finds what it has prepared, and nothing else; and it finds its inputs.
    private void EnterMain()
    {
        for (var index = 0; index < buffers.Count; index++) isWritten[index] &= buffers[index].Storage == Storage.Prepared;
        foreach (var input in program.Main.Inputs)
        {
            if (input.Buffer is { } buffer) isWritten[buffer] = true;
        }

        (position, prepares) = (program.FirstStep, false);
    }

    private void Check(Step step, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (step is BandStep bands)
        {
            foreach (var kernel in bands.Body) Check(kernel.Kernel, cancellation);
            return;
        }

        StepAccesses.Visit(step, (buffer, writes) =>
        {
            if (buffer < 0 || buffer >= buffers.Count) throw Broken(step, $"uses buffer {buffer} of {buffers.Count}");
            if (writes) Write(step, buffer);
            else Read(step, buffer);
            for (int? part = buffer; part is { } index; part = buffers[index].Base) CheckLife(step, index);
        });
        position++;
    }

    private void CheckLife(Step step, int index)
    {
        var buffer = buffers[index];
        if (outlived is not null || buffer.Storage is not (Storage.Batched or Storage.Fixed or Storage.Window or Storage.Prepared)) return;
        if (position < buffer.First || position > buffer.Last) outlived = Broken(step, $"uses {Name(index)}, which lives from step {buffer.First} to {buffer.Last} only");
    }

    private void Read(Step step, int buffer)
    {
        var whole = Whole(buffer);
        if (buffers[whole].Storage is Storage.Parameter or Storage.State or Storage.Keys) return;
        if (!isWritten[whole]) throw Broken(step, $"reads {Name(buffer)}, which no step before it has written");
    }

    private void Write(Step step, int buffer)
    {
        var whole = Whole(buffer);
        var isAllowed = buffers[whole].Storage switch
        {
            Storage.Fixed => true,
            Storage.Prepared => prepares,
            Storage.Batched or Storage.Window => !prepares,
            Storage.Gradient or Storage.NextState => !prepares && program.Main.Loss is not null,
            _ => false,
        };
        if (!isAllowed) throw Broken(step, $"writes {Name(buffer)}, which is not its to write");
        isWritten[whole] = true;
    }

    private void CheckKept(int buffer, string what)
    {
        var whole = Whole(buffer);
        if (!isWritten[whole]) throw new InvalidOperationException($"{what}, {Name(buffer)}, is written by no step.");
        if (buffers[whole].Last != int.MaxValue) throw new InvalidOperationException($"{what}, {Name(buffer)}, is not kept behind step {buffers[whole].Last}.");
    }

    private int Whole(int buffer) => PlannedBuffer.Whole(buffers, buffer);

    private string Name(int buffer) => $"{buffers[buffer].Storage} buffer {buffer} '{buffers[buffer].Name}' {buffers[buffer].Shape}";

    private InvalidOperationException Broken(Step step, string what) =>
        new($"Step {position}, {step.Purpose} of {(step.Layers.Count == 0 ? "no layer" : $"'{string.Join("', '", step.Layers)}'")}, {what}.");
}
