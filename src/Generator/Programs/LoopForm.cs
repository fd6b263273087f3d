using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>What a loop, a reduction or an epilogue computes, apart from its buffers and names. Those of equal forms are one structure.</summary>
/// <param name="Body">The computation.</param>
internal sealed record LoopForm(LoopBody Body)
{
    /// <summary>For a reduction across rows, what it is.</summary>
    public (ReduceKind Kind, bool HasOuter, Extent Reduced)? Reduction { get; init; }

    /// <summary>Whether it finishes the sums of a contraction.</summary>
    public bool IsEpilogue { get; init; }

    public static LoopForm OfLoop(LoopBody body) => new(Anonymous(Placeless(body)));

    public static LoopForm OfEpilogue(LoopBody body) => new(Anonymous(Placeless(body))) { IsEpilogue = true };

    public static LoopForm OfReduction(ReductionStep step) => new(Anonymous(Placeless(step.Body))) { Reduction = (step.Kind, !step.Outer.IsOne, step.Reduced) };

    /// <summary>The same without names.</summary>
    public static LoopBody Anonymous(LoopBody body) => body with
    {
        Operands = body.Operands.Select(operand => operand with { Name = "" }).ToEquatableArray(),
        Values = body.Values.Select(value => value with { Hint = "" }).ToEquatableArray(),
    };

    // A loop is told how many rows there are.
    private static LoopBody Placeless(LoopBody body) => body with
    {
        Rows = body.Rows.IsOne ? body.Rows : 0,
        Operands = body.Operands.Select(operand => operand with { Buffer = -1 }).ToEquatableArray(),
    };
}
