/// <summary>maxpool1: gradients sent to the maxima of windows: [B, 8, 8, 3], [B, 4, 4, 3] → [B, 8, 8, 3]</summary>
private static void Maxpool1Backward(in Frame frame, long imageGradient, long image, long pooled, long outputGradient)
{
    Pooling.MaxGradient(
        frame.Workers, imageGradient: frame.Batched(imageGradient), image: frame.Batched(image), pooled: frame.Batched(pooled),
        outputGradient: frame.Batched(outputGradient),
        new PoolShape { InHeight = 8, InWidth = 8, Channels = 3, OutHeight = 4, OutWidth = 4, KernelHeight = 2, KernelWidth = 2, StrideHeight = 2, StrideWidth = 2 },
        batch: frame.Batch);
}
