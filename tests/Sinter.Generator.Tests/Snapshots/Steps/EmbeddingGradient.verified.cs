/// <summary>table: gradient of table.weight, rows added to those of a table: [B, 6, 8], [B, 6] → [100, 8]</summary>
private static void TableScatter(in Frame frame, long output, long values, long indices)
{
    Indexing.ScatterAdd(
        frame.Workers, output: frame.Gradient(output), values: frame.Batched(values), indices: frame.Batched(indices).AsIntegers(),
        count: 6 * frame.Batch, width: 8, rows: 100, scratch: frame.Scratch);
}
