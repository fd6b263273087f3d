using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>
/// Lets the steps read one input where the caller has it, instead of a copy: the largest of those that nothing reads but kernels which
/// never look behind the last element. Others may load a whole vector where only part of one is meant.
/// </summary>
internal static class BorrowInput
{
    public const string Name = nameof(BorrowInput);

    public static PreparedProgram Run(PreparedProgram program, CancellationToken cancellation)
    {
        var (main, buffers) = (program.Main, program.Buffers.ToArray());
        var candidates = new HashSet<int>(main.Inputs
            .Where(input => input.Type == DataType.Float32).Select(input => input.Buffer).OfType<int>()
            .Where(buffer => buffers[buffer] is { Storage: Storage.Batched, Last: < int.MaxValue }));
        candidates.ExceptWith(buffers.Select(buffer => buffer.Base).OfType<int>());
        foreach (var step in main.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            candidates.ExceptWith(ReadOtherwise(step));
        }

        if (candidates.Count == 0) return program;
        var chosen = candidates.OrderByDescending(index => buffers[index].Length).ThenBy(index => index).First();
        buffers[chosen] = buffers[chosen] with { Storage = Storage.Input, Offset = 0 };
        return program with { Main = main with { Borrowed = chosen }, Buffers = buffers.ToEquatableArray() };
    }

    // Every buffer of a step, but for those it reads exactly.
    private static IEnumerable<int> ReadOtherwise(Step step) => step switch
    {
        KernelStep kernel => kernel.Calls.SelectMany(ReadOtherwise).Concat(Operands(kernel.Epilogue)),
        LoopStep loop => Operands(loop.Body),
        ReductionStep reduction => Operands(reduction.Body).Append(reduction.Output),
        ScanStep scan => scan.Before.SelectMany(ReadOtherwise).Concat(scan.Body.SelectMany(ReadOtherwise)),
        TableStep table => [table.Output],
        _ => throw new InvalidOperationException(step.ToString()),
    };

    private static IEnumerable<int> ReadOtherwise(KernelCall call) => call.Arguments.OfType<BufferArgument>()
        .Where(argument => call.Kernel.Parameters.First(parameter => parameter.Name == argument.Parameter).Role != KernelRole.ExactInput)
        .Select(argument => argument.Buffer);

    private static IEnumerable<int> Operands(LoopBody? body) => body is null ? [] : body.Operands.Select(operand => operand.Buffer);
}
