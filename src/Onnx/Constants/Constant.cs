using Sinter.Onnx.Files;

namespace Sinter.Onnx.Constants;

/// <summary>
/// A tensor whose numbers are known when the model is imported. Weights stay in their file until somebody asks for the numbers; what is made
/// of them is worked out then, and not kept.
/// </summary>
internal sealed class Constant
{
    /// <summary>As many elements as one array is made for: 2 GB of floats.</summary>
    private const long MostElements = 1L << 29;

    private readonly Func<Array> elements;

    private Constant(ElementType type, int[] dims, Func<Array> elements) => (Type, Dims, this.elements) = (type, dims, elements);

    /// <summary>The type that the model computes with.</summary>
    public ElementType Type { get; }

    /// <summary>The extents, any of which may be 0.</summary>
    public int[] Dims { get; }

    public int Rank => Dims.Length;

    public int Count => CountOf(Dims);

    /// <summary>The name in the file, if it is a weight there.</summary>
    public string? Name { get; init; }

    public bool IsFloat => Type.IsFloat();

    public static Constant Of(OnnxTensor tensor)
    {
        var dims = new int[tensor.Dims.Count];
        if (tensor.Count > MostElements) throw new OnnxException($"The tensor '{tensor.Name}' has {tensor.Count:N0} elements; {MostElements:N0} can be imported.");
        for (var i = 0; i < dims.Length; i++) dims[i] = (int)Math.Min(tensor.Dims[i], int.MaxValue);
        return new Constant(tensor.Type, dims, () => TensorElements.Read(tensor)) { Name = tensor.Name.Length > 0 ? tensor.Name : null };
    }

    public static Constant Of(ElementType type, int[] dims, float[] values) => new(type, dims, () => values);

    public static Constant Of(ElementType type, int[] dims, long[] values) => new(type, dims, () => values);

    /// <summary>A vector of int64, as shapes are.</summary>
    public static Constant Of(params long[] values) => new(ElementType.Int64, [values.Length], () => values);

    /// <summary>Numbers that are worked out when they are wanted.</summary>
    public static Constant Later(ElementType type, int[] dims, Func<Array> elements, string? name = null) => new(type, dims, elements) { Name = name };

    /// <summary>The elements as floats.</summary>
    public float[] Floats() => elements() switch
    {
        float[] floats => floats,
        long[] integers => Array.ConvertAll(integers, value => (float)value),
        var other => throw new InvalidOperationException($"{other.GetType()}"),
    };

    /// <summary>The elements as integers; those of floats are cut.</summary>
    public long[] Integers() => elements() switch
    {
        long[] integers => integers,
        float[] floats => Array.ConvertAll(floats, Whole),
        var other => throw new InvalidOperationException($"{other.GetType()}"),
    };

    /// <summary>The number of a tensor that holds one.</summary>
    public float Number() => Floats()[0];

    /// <summary>The same numbers by another name.</summary>
    public Constant Called(string name) => new(Type, Dims, elements) { Name = name };

    /// <summary>The same numbers in other extents.</summary>
    public Constant Reshaped(params int[] dims)
    {
        if (CountOf(dims) != Count) throw new OnnxException($"{Count} elements cannot take the shape [{string.Join(", ", dims)}].");
        return new Constant(Type, dims, elements) { Name = Name };
    }

    /// <summary>The same numbers as another type; the file's name stays with floats.</summary>
    public Constant As(ElementType type)
    {
        if (type == Type) return this;
        if (type.IsFloat()) return new Constant(type, Dims, Floats) { Name = IsFloat ? Name : null };
        return new Constant(type, Dims, type == ElementType.Bool ? Truth : () => Array.ConvertAll(Integers(), value => Wrap(value, type)));

        Array Truth() => IsFloat ? Array.ConvertAll(Floats(), value => value != 0 ? 1L : 0) : Array.ConvertAll(Integers(), value => value != 0 ? 1L : 0);
    }

    /// <summary>The axes in another order.</summary>
    public Constant Transposed(params int[] order)
    {
        if (order.SequenceEqual(Enumerable.Range(0, Rank))) return this;
        var dims = Array.ConvertAll(order, axis => Dims[axis]);
        var strides = StridesOf(Dims);
        var steps = Array.ConvertAll(order, axis => strides[axis]);
        return new Constant(Type, dims, () => ConstantBox.Pick(elements(), dims, steps, 0));
    }

    public static int CountOf(int[] dims)
    {
        long count = 1;
        foreach (var dim in dims)
        {
            count *= dim;
            if (count > MostElements) throw new OnnxException($"A tensor of the shape [{string.Join(", ", dims)}] has more than the {MostElements:N0} elements that can be imported.");
        }

        return (int)count;
    }

    public static int[] StridesOf(int[] dims)
    {
        var strides = new int[dims.Length];
        for (var (axis, stride) = (dims.Length - 1, 1); axis >= 0; stride *= Math.Max(dims[axis--], 1)) strides[axis] = stride;
        return strides;
    }

    private static long Whole(float value) => float.IsNaN(value) ? 0 : value >= 9.2e18f ? long.MaxValue : value <= -9.2e18f ? long.MinValue : (long)value;

    private static long Wrap(long value, ElementType type) => unchecked(type switch
    {
        ElementType.Int8 => (sbyte)value,
        ElementType.UInt8 => (byte)value,
        ElementType.Int16 => (short)value,
        ElementType.UInt16 => (ushort)value,
        ElementType.Int32 => (int)value,
        ElementType.UInt32 => (uint)value,
        _ => value,
    });
}
