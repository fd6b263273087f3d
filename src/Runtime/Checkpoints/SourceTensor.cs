using System.Numerics;

namespace Sinter.Checkpoints;

/// <summary>Where the bytes of tensors are. Those of equal places are the same bytes.</summary>
internal abstract record BytePlace
{
    /// <summary>Whether several tensors may have the same place because they are one.</summary>
    public virtual bool IsShared => false;

    /// <summary>A stream of the bytes, from the first that belongs to the tensor on.</summary>
    public abstract Stream Open();
}

/// <summary>Bytes of a content.</summary>
internal sealed record ContentPlace(Content Content, long Begin, long Length) : BytePlace
{
    /// <summary>Whether tensors of this place may be one.</summary>
    public bool MayBeShared { get; init; }

    public override bool IsShared => MayBeShared;

    public override Stream Open() => new ContentStream(Content, Begin, Length);
}

/// <summary>A tensor that a file holds.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its extents; their product fits into 63 bits.</param>
/// <param name="Place">Where its bytes are, the first of them that of its first element.</param>
internal sealed record SourceTensor(string Name, ElementType Type, long[] Shape, BytePlace Place)
{
    /// <summary>How many elements lie between neighbours along each axis; null where they lie in row-major order without gaps.</summary>
    public long[]? Strides
    {
        get;
        init => field = value is null || IsDense(Shape, value) ? null : value;
    }

    /// <summary>The number of elements.</summary>
    public long Length => Shape.Aggregate(1L, static (product, extent) => product * extent);

    /// <summary>How many elements of memory it reaches over.</summary>
    public Int128 Reach => Strides is null ? Length : Length == 0 ? 0 : 1 + Shape.Select((extent, axis) => (Int128)(extent - 1) * Strides[axis]).Aggregate((Int128)0, static (sum, part) => sum + part);

    /// <summary>The shape as messages say it.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>The same elements with the two axes exchanged; itself with fewer axes.</summary>
    public SourceTensor Transposed()
    {
        if (Shape.Length != 2) return this;
        var strides = Strides ?? [Shape[1], 1];
        return this with { Shape = [Shape[1], Shape[0]], Strides = [strides[1], strides[0]] };
    }

    /// <summary>Whether it is the same memory in the same order as another.</summary>
    public bool Is(SourceTensor other) =>
        Type == other.Type && Shape.AsSpan().SequenceEqual(other.Shape) && Place == other.Place &&
        (Strides is null ? other.Strides is null : other.Strides is not null && Strides.AsSpan().SequenceEqual(other.Strides));

    /// <summary>The number of elements of a shape, or null if it is more than 63 bits say.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        var product = BigInteger.One;
        foreach (var extent in shape) product *= extent;
        return product <= long.MaxValue ? (long)product : null;
    }

    private static bool IsDense(long[] shape, long[] strides)
    {
        var expected = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 0) return true;
            if (shape[axis] != 1 && strides[axis] != expected) return false;
            expected *= shape[axis];
        }

        return true;
    }
}
