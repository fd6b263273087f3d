namespace Sinter.Graphs;

/// <summary>The element type of a value.</summary>
internal enum DataType
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>32-bit signed integer: token and class indices.</summary>
    Int32,
}
