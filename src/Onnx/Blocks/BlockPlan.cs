using Sinter.Onnx.Program;

namespace Sinter.Onnx.Blocks;

/// <summary>Pieces of the network that could be written as one method.</summary>
internal sealed class BlockPlan
{
    private const int MostNumbers = 6;

    private BlockPlan(Repetition repetition, IReadOnlyList<IReadOnlyList<Term>> blocks, IReadOnlyList<IReadOnlyList<Term>> outside, BlockNumbers numbers, BlockNames names) =>
        (Repetition, Blocks, Outside, Numbers, Names) = (repetition, blocks, outside, numbers, names);

    public Repetition Repetition { get; }

    /// <summary>The terms of each block.</summary>
    public IReadOnlyList<IReadOnlyList<Term>> Blocks { get; }

    /// <summary>The values that each block reads from outside; the first is what it works on.</summary>
    public IReadOnlyList<IReadOnlyList<Term>> Outside { get; }

    public BlockNumbers Numbers { get; }

    public BlockNames Names { get; }

    /// <summary>About how many calls need not be written.</summary>
    public double Saved => Saving(Repetition, Blocks[0], Numbers.Parameters.Count);

    /// <summary>As many calls as can be saved at best.</summary>
    public static double Bound(Repetition repetition) => Saving(repetition.Starts.Count, repetition.Length, 0);

    /// <summary>The pieces as blocks of one method, or those of them that have the same numbers.</summary>
    public static BlockPlan? Best(Repetition repetition, IReadOnlyList<Term> order, Segments segments, Func<string> free)
    {
        var all = Of(repetition, order, segments, free);
        var best = all;
        foreach (var equal in repetition.Starts.GroupBy(start => Key(order, start, repetition.Length)).Where(group => group.Count() > 1))
        {
            if (equal.Count() == repetition.Starts.Count) break;
            var plan = Of(new Repetition(repetition.Length, [.. equal]), order, segments, free);
            if (plan is not null && (best is null || plan.Saved > best.Saved)) best = plan;
        }

        return best;
    }

    private static string Key(IReadOnlyList<Term> order, int start, int length) =>
        string.Join(";", Enumerable.Range(start, length).SelectMany(index => order[index].Arguments).SelectMany(TermSymbols.Numbers));

    private static BlockPlan? Of(Repetition repetition, IReadOnlyList<Term> order, Segments segments, Func<string> free)
    {
        var blocks = repetition.Starts.Select(start => (IReadOnlyList<Term>)[.. Enumerable.Range(start, repetition.Length).Select(index => order[index])]).ToArray();
        var outside = repetition.Starts.Select(start => segments.Outside(start, repetition.Length)).ToArray();
        if (outside.Any(values => values.Count == 0 || values.Any(value => value.Value is not Tensor))) return null;
        // What a block works on is what was computed last before it.
        var main = Enumerable.Range(0, outside[0].Count)
            .Where(index => outside.All(values => values[index].Shape.IsBatched))
            .OrderByDescending(index => outside.Sum(values => (long)segments.PlaceOf(values[index])))
            .DefaultIfEmpty(-1)
            .First();
        if (main < 0) return null;
        var ordered = outside.Select(values => (IReadOnlyList<Term>)[values[main], .. values.Where((_, index) => index != main)]).ToArray();
        var numbers = BlockNumbers.Of(blocks);
        if (numbers.Parameters.Count > MostNumbers || BlockNames.Of(blocks, free) is not { } names) return null;
        return new BlockPlan(repetition, blocks, ordered, numbers, names);
    }

    private static double Saving(Repetition repetition, IReadOnlyList<Term> block, int numbers) =>
        Saving(repetition.Starts.Count, block.Sum(term => term.Kind == TermKind.Part ? 0 : TermOrder.IsSource(term) ? 0.5 : 1), numbers);

    // A method has three lines besides, a call one, which is longer with every number.
    private static double Saving(int count, double length, int numbers) => ((count - 1) * length) - (count * (1 + (0.5 * numbers))) - 3;
}
