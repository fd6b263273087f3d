using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Where a value that a random network does not compute comes from.</summary>
internal enum LeafKind
{
    /// <summary>Floats that <c>Define</c> takes.</summary>
    Input,

    /// <summary>Integers that <c>Define</c> takes.</summary>
    Tokens,

    /// <summary>A trainable weight.</summary>
    Parameter,

    /// <summary>Floats that only <c>Loss</c> takes.</summary>
    Target,

    /// <summary>Integers that only <c>Loss</c> takes.</summary>
    Labels,
}

/// <summary>One value of a recipe.</summary>
internal abstract record Entry;

/// <summary>A value that is given; its shape does not count the batch.</summary>
internal sealed record Leaf(LeafKind Kind, EquatableArray<int> Shape) : Entry;

/// <summary>A value that is computed from earlier ones. Its numbers are arguments of the form, such as axes and sizes.</summary>
internal sealed record Line(Form Form, EquatableArray<int> Operands, EquatableArray<int> Numbers) : Entry;

/// <summary>
/// A random network as data: it can be built into a graph, printed as C#, and made smaller. Outputs and losses are indices of
/// entries; a line of the loss reads outputs and targets only.
/// </summary>
internal sealed record Recipe(EquatableArray<Entry> Entries, EquatableArray<int> Outputs, EquatableArray<int> Losses)
{
    public int LineCount => Entries.Count(entry => entry is Line);

    /// <summary>The most places of a sequence that is decoded call by call; 0 for a network that is not.</summary>
    public int DecodeCapacity { get; init; }

    /// <summary>Whether every convolution that can be computed by Winograd's filtering is.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>Whether it is a chain of layers, and a loss, that all have attributes.</summary>
    public bool IsList => Outputs.Count == 1 && Losses.Count == 1 && Losses[0] == Entries.Count - 1 && Entries.Count > 3 && Outputs[0] == Entries.Count - 3
        && Entries[0] is Leaf { Kind: LeafKind.Input or LeafKind.Tokens }
        && Enumerable.Range(1, Entries.Count - 1).All(index => Entries[index] is Line { Form.Attribute: not null } line && line.Operands[0] == (index == Losses[0] ? Outputs[0] : index - 1) || index == Entries.Count - 2);

    /// <summary>Whether the whole of it can be written in the Dsl.</summary>
    public bool HasSpelling => Entries.All(entry => entry switch
    {
        Line line => line.Form.HasSpelling,
        Leaf leaf => leaf.Shape.All(extent => !SymbolCode.IsSymbol(extent) || SymbolCode.IsPlain(extent)),
        _ => true,
    });

    /// <summary>Whether an argument has an extent that is bound at a call.</summary>
    public bool HasSymbol => Symbols.Any();

    /// <summary>The extents that are bound at a call.</summary>
    public IEnumerable<DimSymbol> Symbols => Entries.OfType<Leaf>().SelectMany(leaf => leaf.Shape).Where(SymbolCode.IsSymbol).Select(extent => SymbolCode.ToDim(extent).Symbol!).Distinct();

    /// <summary>The recipe without entries that neither an output nor the loss needs.</summary>
    public Recipe Pruned()
    {
        var needed = new bool[Entries.Count];
        foreach (var root in Outputs.Concat(Losses)) needed[root] = true;
        for (var index = needed.Length - 1; index >= 0; index--)
        {
            if (!needed[index] || Entries[index] is not Line line) continue;
            foreach (var operand in line.Operands) needed[operand] = true;
        }

        // The first input says how large the batch is.
        if (!Enumerable.Range(0, needed.Length).Any(index => needed[index] && IsArgument(index)))
        {
            for (var index = 0; index < needed.Length; index++)
            {
                if (!IsArgument(index)) continue;
                needed[index] = true;
                break;
            }
        }

        return Keep(needed);
    }

    private bool IsArgument(int index) => Entries[index] is Leaf { Kind: LeafKind.Input or LeafKind.Tokens };

    private Recipe Keep(bool[] needed)
    {
        var map = new int[needed.Length];
        var kept = new List<Entry>();
        for (var index = 0; index < needed.Length; index++)
        {
            map[index] = kept.Count;
            if (!needed[index]) continue;
            kept.Add(Entries[index] is Line line ? line with { Operands = line.Operands.Select(operand => map[operand]).ToEquatableArray() } : Entries[index]);
        }

        return this with
        {
            Entries = kept.ToEquatableArray(), Outputs = Outputs.Select(index => map[index]).ToEquatableArray(), Losses = Losses.Select(index => map[index]).ToEquatableArray(),
        };
    }
}
