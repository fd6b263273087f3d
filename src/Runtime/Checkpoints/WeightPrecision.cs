namespace Sinter;

/// <summary>How a file stores the weights of a network. Counters are 64-bit integers in any.</summary>
public enum WeightPrecision
{
    /// <summary>As they are: 32 bits.</summary>
    Float32,

    /// <summary>16 bits with 10 of mantissa (IEEE 754 binary16): the nearest, ties to even. Up to 65504.</summary>
    Float16,

    /// <summary>16 bits with 7 of mantissa and the range of 32: the nearest, ties to even.</summary>
    BFloat16,
}
