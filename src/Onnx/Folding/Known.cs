using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Folding;

/// <summary>A tensor that is known when the model is imported, element by element: floats, or whole numbers of which calls may choose some.</summary>
internal sealed class Known
{
    private Known(ElementType type, int[] dims, float[]? floats, Count[]? counts) => (Type, Dims, Floats, Counts) = (type, dims, floats, counts);

    public Known(ElementType type, int[] dims, float[] floats)
        : this(type, dims, floats, null)
    {
    }

    public Known(ElementType type, int[] dims, Count[] counts)
        : this(type, dims, null, counts)
    {
    }

    public ElementType Type { get; }

    public int[] Dims { get; }

    public int Rank => Dims.Length;

    public float[]? Floats { get; }

    public Count[]? Counts { get; }

    public int Length => Floats?.Length ?? Counts!.Length;

    public static Known? Of(Operand? operand) => operand switch
    {
        CountsOperand counts => new Known(counts.Type, counts.Dims, counts.Values),
        ConstantOperand { Constant: { IsFloat: true } constant } => new Known(constant.Type, constant.Dims, constant.Floats()),
        ConstantOperand { Constant: var constant } => new Known(constant.Type, constant.Dims, Array.ConvertAll(constant.Integers(), value => (Count)value)),
        _ => null,
    };

    public Operand ToOperand()
    {
        if (Floats is not null) return new ConstantOperand(Constant.Of(Type, Dims, Floats));
        return Counts!.All(count => count.IsConstant)
            ? new ConstantOperand(Constant.Of(Type, Dims, Array.ConvertAll(Counts!, count => count.Value!.Value)))
            : new CountsOperand(Counts!, Dims);
    }

    /// <summary>The elements at places.</summary>
    public Known Pick(int[] dims, int[] places) => Floats is not null
        ? new Known(Type, dims, Array.ConvertAll(places, place => Floats[place]))
        : new Known(Type, dims, Array.ConvertAll(places, place => Counts![place]));

    /// <summary>The elements of a box.</summary>
    public Known Box(int[] dims, int[] steps, int start)
    {
        var places = new int[Constant.CountOf(dims)];
        ConstantBox.Fill(places, dims, steps, start);
        return Pick(dims, places);
    }

    public Known Reshaped(int[] dims) => new(Type, dims, Floats, Counts);

    public Known As(ElementType type)
    {
        if (type.IsFloat() && Floats is null && Counts!.Any(count => !count.IsConstant)) return new Known(ElementType.Int64, Dims, Counts!);
        if (Counts is not null && Counts.Any(count => !count.IsConstant)) return new Known(ElementType.Int64, Dims, Counts);
        return Of(new ConstantOperand(((ConstantOperand)ToOperand()).Constant.As(type)))!;
    }
}
