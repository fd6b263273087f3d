namespace Sinter.Runtime;

/// <summary>What <see cref="Movement"/> computes, one element at a time.</summary>
internal static class MovementReference
{
    public static void Copy(
        FloatBuffer output, FloatBuffer input,
        ReadOnlySpan<long> extents, ReadOnlySpan<long> outputStrides, ReadOnlySpan<long> inputStrides)
    {
        if (extents.Length == 0)
        {
            output.AsIntegers()[0] = input.AsIntegers()[0];
            return;
        }

        for (var i = 0L; i < extents[0]; i++)
            Copy(output.At(i * outputStrides[0]), input.At(i * inputStrides[0]), extents[1..], outputStrides[1..], inputStrides[1..]);
    }
}
