/// <summary>table: rows of a table: [B, 6] → [B, 6, 8]</summary>
private static void TableGather(in Frame frame, long output, long table, long indices)
{
    Indexing.Gather(
        frame.Workers, output: frame.Batched(output), table: frame.Parameter(table), indices: frame.Batched(indices).AsIntegers(),
        count: 6 * frame.Batch, width: 8);
}
