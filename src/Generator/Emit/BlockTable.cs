namespace Sinter.Generator.Emit;

/// <summary>Where the values of equal blocks are: as formulas where offsets are the same or grow evenly, and in a table where they are not.</summary>
/// <param name="times">How many blocks there are.</param>
internal sealed class BlockTable(int times)
{
    /// <summary>The variable that counts the blocks, and the one that holds a block's row of the table.</summary>
    public const string Counter = "block", Row = "at";

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
        var stride = offsets[1] - offsets[0];
        if (Enumerable.Range(1, times - 1).All(block => offsets[block] - offsets[block - 1] == stride))
        {
            return stride switch
            {
                0 => Literal.Of(offsets[0]),
                < 0 => $"{Literal.Of(offsets[0])} - ({Literal.Of(-stride)} * {Counter})",
                _ => offsets[0] == 0 ? $"{Literal.Of(stride)} * {Counter}" : $"{Literal.Of(offsets[0])} + ({Literal.Of(stride)} * {Counter})",
            };
        }

        var key = string.Join(" ", offsets);
        if (!columnOf.TryGetValue(key, out var column))
        {
            columnOf[key] = column = columns.Count;
            columns.Add(offsets);
        }

        return $"{Row}[{Literal.Of(column)}]";
    }
}
