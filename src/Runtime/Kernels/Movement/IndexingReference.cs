namespace Sinter.Runtime;

/// <summary>What <see cref="Indexing"/> computes, one element at a time.</summary>
internal static class IndexingReference
{
    public static void Gather(FloatBuffer output, FloatBuffer table, IntBuffer indices, long count, int width)
    {
        for (var i = 0L; i < count; i++)
        {
            for (var column = 0; column < width; column++) output[(i * width) + column] = table[((long)indices[i] * width) + column];
        }
    }

    public static void ScatterAdd(FloatBuffer output, FloatBuffer values, IntBuffer indices, long count, int width, int rows)
    {
        for (var i = 0L; i < (long)rows * width; i++) output[i] = 0f;
        for (var i = 0L; i < count; i++)
        {
            for (var column = 0; column < width; column++) output[((long)indices[i] * width) + column] += values[(i * width) + column];
        }
    }
}
