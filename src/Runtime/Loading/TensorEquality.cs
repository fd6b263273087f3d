using Sinter.Checkpoints;

namespace Sinter.Loading;

/// <summary>Whether two tensors of a file are the same numbers.</summary>
internal static class TensorEquality
{
    private const int Chunk = 1 << 18;

    /// <summary>Compares shapes and values, read a chunk at a time.</summary>
    public static bool Holds(SourceTensor one, SourceTensor other, string file)
    {
        if (!one.Shape.AsSpan().SequenceEqual(other.Shape) || one.Type.Size == 0) return false;
        if (one.Is(other)) return true;
        using var left = new ElementReader(one, file);
        using var right = new ElementReader(other, file);
        var length = (int)Math.Min(one.Length, Chunk);
        var (a, b) = (new float[length], new float[length]);
        for (var rest = one.Length; rest > 0; rest -= Chunk)
        {
            var count = (int)Math.Min(rest, Chunk);
            left.Read(a.AsSpan(0, count));
            right.Read(b.AsSpan(0, count));
            if (!a.AsSpan(0, count).SequenceEqual(b.AsSpan(0, count))) return false;
        }

        return true;
    }
}
