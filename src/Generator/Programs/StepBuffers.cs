using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>The buffers that a step reads and writes.</summary>
internal static class StepBuffers
{
    /// <summary>The same step over other buffers, which are asked for in the order in which the step names them.</summary>
    public static Step Map(Step step, Func<int, int> map) => step switch
    {
        KernelStep kernel => kernel with { Calls = Map(kernel.Calls, map), Epilogue = kernel.Epilogue is { } epilogue ? Map(epilogue, map) : null },
        LoopStep loop => loop with { Body = Map(loop.Body, map) },
        ReductionStep reduction => reduction with { Output = map(reduction.Output), Body = Map(reduction.Body, map) },
        ScanStep scan => scan with { Before = Map(scan.Before, map), Body = scan.Body.Select(inner => Map(inner, map)).ToEquatableArray() },
        TableStep table => table with { Output = map(table.Output) },
        _ => throw new InvalidOperationException(step.ToString()),
    };

    private static EquatableArray<KernelCall> Map(EquatableArray<KernelCall> calls, Func<int, int> map) => calls
        .Select(call => call with { Arguments = call.Arguments.Select(argument => argument is BufferArgument buffer ? buffer with { Buffer = map(buffer.Buffer) } : argument).ToEquatableArray() })
        .ToEquatableArray();

    private static LoopBody Map(LoopBody body, Func<int, int> map) =>
        body with { Operands = body.Operands.Select(operand => operand with { Buffer = map(operand.Buffer) }).ToEquatableArray() };
}
