using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>
/// The variables of one reduction in a loop. A long sum has two: what a block of terms comes to, and the sum of all blocks, as the runtime's
/// <c>BlockSum</c> says; everything else has one.
/// </summary>
internal sealed class Accumulator
{
    private readonly ReduceKind kind;
    private readonly string total;

    // What the loop over the terms adds to.
    private readonly string name;

    /// <param name="kind">What is wanted of the terms.</param>
    /// <param name="hint">What the result is called.</param>
    /// <param name="isLong">Whether there may be more terms than one block has.</param>
    public Accumulator(ReduceKind kind, string hint, bool isLong, NameAllocator names)
    {
        this.kind = kind;
        name = total = names.Allocate(hint);
        if (!isLong || kind != ReduceKind.Sum) return;
        name = names.Allocate(hint + "OfBlock");
        Blocks = names.Allocate(hint + "Blocks");
    }

    /// <summary>A reduction along the lanes.</summary>
    public Accumulator(BodyValue value, bool isLong, NameAllocator names)
        : this(value.Reduction, value.Hint, isLong, names) => Argument = value.Arguments[0];

    /// <summary>The value that is reduced, where that is one of a body.</summary>
    public int Argument { get; }

    /// <summary>The sum of all blocks, or null where there are none.</summary>
    public string? Blocks { get; }

    /// <summary>What changes no result.</summary>
    public string Neutral => kind == ReduceKind.Max ? "float.NegativeInfinity" : "0f";

    /// <summary>The result of each lane.</summary>
    public string OfEachLane => Blocks is null ? total : Blocks + ".Total";

    public void WriteBeginning(SourceWriter writer) =>
        writer.Line(Blocks is null ? $"var {name} = V.Fill({Neutral});" : $"var {Blocks} = default(BlockSum<V>);");

    public void WriteBlockBeginning(SourceWriter writer)
    {
        if (Blocks is not null) writer.Line($"var {name} = V.Fill({Neutral});");
    }

    public void WriteStep(SourceWriter writer, string item) =>
        writer.Line(kind == ReduceKind.Max ? $"{name} = V.Max({name}, {item});" : $"{name} += {item};");

    public void WriteBlockEnd(SourceWriter writer)
    {
        if (Blocks is not null) writer.Line($"{Blocks}.Add({name});");
    }

    /// <summary>Makes the result of all lanes one.</summary>
    /// <returns>Its name.</returns>
    public string WriteTotal(SourceWriter writer)
    {
        var combine = kind == ReduceKind.Max ? "MaxLanes" : "SumLanes";
        writer.Line(Blocks is null ? $"{total} = V.Fill(V.{combine}({total}));" : $"var {total} = V.Fill({Blocks}.OfLanes);");
        return total;
    }
}
