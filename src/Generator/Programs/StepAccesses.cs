namespace Sinter.Generator.Programs;

/// <summary>Which buffers steps read and write, in the order in which they do.</summary>
internal static class StepAccesses
{
    /// <summary>Calls back for each buffer that a step reads or writes: first what a call or a loop reads, then what it writes.</summary>
    /// <param name="step">The step, which is no band: each kernel of one is a step of its own.</param>
    /// <param name="visit">Given the buffer, and whether it is written.</param>
    public static void Visit(Step step, Action<int, bool> visit)
    {
        switch (step)
        {
            case KernelStep kernel:
                Visit(kernel.Epilogue, visit, isWritten: false);
                foreach (var call in kernel.Calls) Visit(call, visit);
                Visit(kernel.Epilogue, visit, isWritten: true);
                break;
            case LoopStep loop:
                Visit(loop.Body, visit, isWritten: false);
                Visit(loop.Body, visit, isWritten: true);
                break;
            case ReductionStep reduction:
                Visit(reduction.Body, visit, isWritten: false);
                visit(reduction.Output, true);
                break;
            case ScanStep scan:
                foreach (var call in scan.Before) Visit(call, visit);
                foreach (var inner in scan.Body) Visit(inner, visit);
                break;
            case TableStep table:
                visit(table.Output, true);
                break;
            default:
                throw new ArgumentException($"Of {step.GetType().Name} it is not known what it reads.", nameof(step));
        }
    }

    private static void Visit(KernelCall call, Action<int, bool> visit)
    {
        foreach (var written in new[] { false, true })
        {
            foreach (var argument in call.Arguments)
            {
                if (argument is BufferArgument place && place.IsWritten == written) visit(place.Buffer, written);
            }
        }
    }

    // What a loop keeps for itself, in memory of its own, it writes and never loads as a value from outside.
    private static void Visit(LoopBody? body, Action<int, bool> visit, bool isWritten)
    {
        if (body is null) return;
        if (isWritten)
        {
            foreach (var store in body.Stores) visit(body.Operands[store.Operand].Buffer, true);
            return;
        }

        foreach (var value in body.Values)
        {
            if (value.Kind is BodyKind.Load or BodyKind.Random) visit(body.Operands[value.Operand].Buffer, false);
        }
    }
}
