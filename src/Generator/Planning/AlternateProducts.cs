using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>
/// Lets the products that a step of a recurrence begins with read their weights forth in one step and back in the next. For a single sample
/// they wait for their weights, which come from the second cache in every step, but for those that the step before has read last.
/// </summary>
internal static class AlternateProducts
{
    public const string Name = nameof(AlternateProducts);

    /// <summary>Marks the first steps of the body of each scan that are products and do not depend on each other.</summary>
    public static PreparedProgram Run(PreparedProgram program, CancellationToken cancellation) =>
        program with { Main = program.Main with { Steps = Run(program.Main.Steps, cancellation) } };

    private static EquatableArray<Step> Run(EquatableArray<Step> steps, CancellationToken cancellation) => steps.Select(step =>
    {
        cancellation.ThrowIfCancellationRequested();
        if (step is not ScanStep scan) return step;
        var body = Run(scan.Body, cancellation).ToList();
        var alternating = Mark(body, scan.Variable);
        return scan with { Body = body.ToEquatableArray(), Alternating = alternating };
    }).ToEquatableArray();

    // How many of the first steps may change places; they are replaced.
    private static int Mark(List<Step> body, string variable)
    {
        var written = new HashSet<int>();
        var count = 0;
        for (; count < body.Count; count++)
        {
            if (body[count] is not KernelStep { Calls: [var call] } product || call.Kernel != Kernels.MatMul) break;
            var places = call.Arguments.OfType<BufferArgument>().ToList();
            var operands = product.Epilogue is null ? [] : product.Epilogue.Operands.Select(operand => operand.Buffer);
            if (places.Where(place => !place.IsWritten).Select(place => place.Buffer).Concat(operands).Any(written.Contains)) break;
            written.UnionWith(places.Where(place => place.IsWritten).Select(place => place.Buffer));
            if (product.Epilogue is not null) written.UnionWith(product.Epilogue.Operands.Where(operand => operand.IsWritten).Select(operand => operand.Buffer));
            var arguments = call.Arguments.Select(argument => argument is SizesArgument sizes ? sizes with { Alternating = (nameof(MatMulShape.Reversed), variable) } : argument);
            body[count] = product with { Calls = EquatableArray.Of(call with { Arguments = arguments.ToEquatableArray() }) };
        }

        return count;
    }
}
