namespace Sinter.Graphs;

/// <summary>What passes ask of an op besides what becomes of its axes.</summary>
[Flags]
internal enum OpTraits
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>The result draws random numbers by the index of its elements.</summary>
    Random = 1,

    /// <summary>What is read of earlier places of a sequence can be kept from call to call.</summary>
    Cached = 2,

    /// <summary>Elements keep their values and change their places; nothing is computed.</summary>
    Moves = 8,

    /// <summary>Each element is computed from one element of each input, where an extent of 1 stands for any.</summary>
    Pointwise = 16,

    /// <summary>The op has no value of its own: <see cref="PartOp"/> reads what it leaves behind.</summary>
    Parts = 4,

    /// <summary>The result is images <c>[B, H, W, C]</c>.</summary>
    Images = 32,
}
