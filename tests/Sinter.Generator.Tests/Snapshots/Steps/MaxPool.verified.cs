/// <summary>maxpool1: maximum of windows: [B, 8, 8, 3] → [B, 4, 4, 3]</summary>
private static void Maxpool1(in Frame frame, long output, long image)
{
    Pooling.Max(
        frame.Workers, output: frame.Batched(output), image: frame.Batched(image),
        new PoolShape { InHeight = 8, InWidth = 8, Channels = 3, OutHeight = 4, OutWidth = 4, KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1, StrideHeight = 2, StrideWidth = 2 },
        batch: frame.Batch);
}
