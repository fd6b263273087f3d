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

    public static void SelectRows(FloatBuffer output, FloatBuffer values, IntBuffer indices, long groups, long rows, long count, long width)
    {
        for (var group = 0L; group < groups; group++)
            Gather(output.At(group * count * width), values.At(group * rows * width), indices.At(group * count), count, (int)width);
    }

    public static void Segments(FloatBuffer output, FloatBuffer values, IntBuffer indices, long groups, long count, long width, long rows, bool max)
    {
        for (var group = 0L; group < groups; group++)
        {
            var (results, terms, places) = (output.At(group * rows * width), values.At(group * count * width), indices.At(group * count));
            if (max) Largest(results, terms, places, count, width, rows);
            else ScatterAdd(results, terms, places, count, (int)width, (int)rows);
        }
    }

    public static void SelectedSegments(
        FloatBuffer output, FloatBuffer values, IntBuffer source, IntBuffer indices, long groups, long sources, long count, long width, long rows, bool max, FloatBuffer selected)
    {
        SelectRows(selected, values, source, groups, sources, count, width);
        Segments(output, selected, indices, groups, count, width, rows, max);
    }

    private static void Largest(FloatBuffer output, FloatBuffer values, IntBuffer indices, long count, long width, long rows)
    {
        for (var row = 0L; row < rows; row++)
        {
            for (var column = 0L; column < width; column++)
            {
                float? largest = null;
                for (var i = 0L; i < count; i++)
                {
                    if (indices[i] != row) continue;
                    var value = values[(i * width) + column];
                    largest = largest is { } before ? MathF.Max(before, value) : value;
                }

                output[(row * width) + column] = largest ?? 0f;
            }
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
