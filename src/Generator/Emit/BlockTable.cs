namespace Sinter.Generator.Emit;

/// <summary>Where the values of equal blocks are: as formulas where offsets are the same or grow evenly, perhaps but for the first or the last block, and in a table where they do not.</summary>
/// <param name="times">How many blocks there are.</param>
internal sealed class BlockTable(int times)
{
    /// <summary>The variable that counts the blocks, and the one that holds a block's row of the table.</summary>
    public const string Counter = "block", Row = "at";

    // Of fewer blocks, the others are always regular.
    private const int FewestButOne = 4;

    private readonly List<long[]> columns = [];
    private readonly Dictionary<string, int> columnOf = [];

    /// <summary>The offsets of a block that stand in the table.</summary>
    public int Columns => columns.Count;

    /// <summary>The table, a row for each block.</summary>
    public IEnumerable<long[]> Rows => Enumerable.Range(0, times).Select(block => columns.Select(column => column[block]).ToArray());

    /// <summary>The offset of a value as code.</summary>
    /// <param name="offsets">Where it is in each block.</param>
    public string Of(long[] offsets)
    {
        if (Regular(offsets, 0, times - 1) is { } regular) return regular;

        // The first block follows on something else, and what follows on the last one is something else.
        if (times >= FewestButOne && Regular(offsets, 1, times - 1) is { } behind) return $"{Counter} == 0 ? {Literal.Of(offsets[0])} : {behind}";
        if (times >= FewestButOne && Regular(offsets, 0, times - 2) is { } before) return $"{Counter} == {Literal.Of(times - 1)} ? {Literal.Of(offsets[times - 1])} : {before}";

        var key = string.Join(" ", offsets);
        if (!columnOf.TryGetValue(key, out var column))
        {
            columnOf[key] = column = columns.Count;
            columns.Add(offsets);
        }

        return $"{Row}[{Literal.Of(column)}]";
    }

    // As a formula, if the offsets of these blocks are the same or grow evenly.
    private static string? Regular(long[] offsets, int first, int last)
    {
        var stride = offsets[first + 1] - offsets[first];
        if (!Enumerable.Range(first + 1, last - first).All(block => offsets[block] - offsets[block - 1] == stride)) return null;
        var start = offsets[first] - (stride * first);
        return stride switch
        {
            0 => Literal.Of(start),
            < 0 => $"{Literal.Of(start)} - ({Literal.Of(-stride)} * {Counter})",
            _ => start == 0 ? $"{Literal.Of(stride)} * {Counter}" : $"{Literal.Of(start)} + ({Literal.Of(stride)} * {Counter})",
        };
    }
}
