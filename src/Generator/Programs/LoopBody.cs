using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>What a value of a loop body is.</summary>
internal enum BodyKind
{
    /// <summary>An element of an operand in memory.</summary>
    Load,

    /// <summary>A number known at build time.</summary>
    Constant,

    /// <summary>A number of elements, known once the batch and the symbols are bound.</summary>
    Size,

    /// <summary>The position along an axis.</summary>
    Iota,

    /// <summary>A uniform random number.</summary>
    Random,

    /// <summary>A scalar function of other values.</summary>
    Function,

    /// <summary>A reduction along the lanes of one row.</summary>
    Reduce,

    /// <summary>The finished sum of a matrix product or convolution, on its way through an epilogue.</summary>
    Sum,
}

/// <summary>One value of a loop body; arguments are indices of earlier values.</summary>
internal sealed record BodyValue(BodyKind Kind)
{
    // A field counts when values are compared: 0 and -0 are equal numbers, but no equal values.
    private readonly bool isNegativeZero;

    public ScalarFunction Function { get; init; }

    public ReduceKind Reduction { get; init; }

    public EquatableArray<int> Arguments { get; init; }

    public float Number
    {
        get;
        init => (field, isNegativeZero) = (value, value.IsNegativeZero());
    }

    public Extent Size { get; init; }

    /// <summary>The operand that is loaded, or that holds the keys of a random stream.</summary>
    public int Operand { get; init; } = -1;

    /// <summary>How a load, a position or a random number follows the iteration space.</summary>
    public Access? Access { get; init; }

    /// <summary>Whether there is one value for a whole row.</summary>
    public bool IsPerRow { get; init; }

    /// <summary>A short name for the generated variable.</summary>
    public string Hint { get; init; } = "value";
}

/// <summary>A buffer a loop reads or writes.</summary>
/// <param name="Buffer">Its index in the program.</param>
/// <param name="Type">How its elements are read.</param>
/// <param name="Name">A short name for the generated variable.</param>
/// <param name="IsWritten">Whether the loop stores to it.</param>
internal sealed record BodyOperand(int Buffer, DataType Type, string Name, bool IsWritten);

/// <summary>A value that is stored element by element.</summary>
internal sealed record BodyStore(int Value, int Operand, bool IsPerRow);

/// <summary>The computation of one iteration space: what every element, and every row, goes through.</summary>
internal sealed record LoopBody(
    Extent Rows,
    Extent Lanes,
    EquatableArray<BodyOperand> Operands,
    EquatableArray<BodyValue> Values,
    EquatableArray<BodyStore> Stores)
{
    /// <summary>For an epilogue or a reduction, the value that is returned or accumulated.</summary>
    public int Result { get; init; } = -1;

    /// <summary>For an epilogue, the columns after which lanes no longer belong to the row: all of them, or those of one group.</summary>
    public int ColumnRun { get; init; }

    /// <summary>Whether a store must not touch what lies behind its last element.</summary>
    public bool NeedsExactStores { get; init; }
}
