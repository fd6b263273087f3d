namespace Sinter.Runtime;

/// <summary>What <see cref="Pooling"/> computes, one element at a time.</summary>
internal static class PoolingReference
{
    public static void Max(FloatBuffer output, FloatBuffer image, PoolShape shape, long batch)
    {
        for (var i = 0L; i < batch * shape.OutLength; i++) output[i] = float.NegativeInfinity;
        ForEach(shape, batch, (o, i) => output[o] = MathF.Max(output[o], image[i]));
    }

    public static void Average(FloatBuffer output, FloatBuffer image, PoolShape shape, long batch)
    {
        for (var i = 0L; i < batch * shape.OutLength; i++) output[i] = 0f;
        ForEach(shape, batch, (o, i) => output[o] += image[i]);
        for (var i = 0L; i < batch * shape.OutLength; i++) output[i] /= shape.WindowLength;
    }

    public static void MaxGradient(
        FloatBuffer imageGradient, FloatBuffer image, FloatBuffer pooled, FloatBuffer outputGradient, PoolShape shape, long batch)
    {
        for (var i = 0L; i < batch * shape.InLength; i++) imageGradient[i] = 0f;
        var met = new HashSet<long>();
        ForEach(shape, batch, (o, i) =>
        {
            if (image[i] == pooled[o] && met.Add(o)) imageGradient[i] += outputGradient[o];
        });
    }

    public static void AverageGradient(FloatBuffer imageGradient, FloatBuffer outputGradient, PoolShape shape, long batch)
    {
        for (var i = 0L; i < batch * shape.InLength; i++) imageGradient[i] = 0f;
        ForEach(shape, batch, (o, i) => imageGradient[i] += outputGradient[o]);
        for (var i = 0L; i < batch * shape.InLength; i++) imageGradient[i] /= shape.WindowLength;
    }

    // Every pair of an output element and an image element under its window, windows in row-major order.
    private static void ForEach(PoolShape shape, long batch, Action<long, long> action)
    {
        for (var sample = 0L; sample < batch; sample++)
        for (var outRow = 0; outRow < shape.OutHeight; outRow++)
        for (var outColumn = 0; outColumn < shape.OutWidth; outColumn++)
        for (var channel = 0; channel < shape.Channels; channel++)
        for (var kernelRow = 0; kernelRow < shape.KernelHeight; kernelRow++)
        for (var kernelColumn = 0; kernelColumn < shape.KernelWidth; kernelColumn++)
        {
            var (row, column) = (shape.ImageRow(outRow, kernelRow), shape.ImageColumn(outColumn, kernelColumn));
            if (row < 0 || row >= shape.InHeight || column < 0 || column >= shape.InWidth) continue;
            action(
                (((((sample * shape.OutHeight) + outRow) * shape.OutWidth) + outColumn) * shape.Channels) + channel,
                (((((sample * shape.InHeight) + row) * shape.InWidth) + column) * shape.Channels) + channel);
        }
    }
}
