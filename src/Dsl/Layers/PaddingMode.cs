namespace Sinter;

/// <summary>What stands beyond the ends of an axis, by the names of PyTorch's <c>padding_mode</c>; <c>F.pad</c> calls the first <c>constant</c>.</summary>
public enum PaddingMode
{
    /// <summary>Zeros, or another constant where one can be given.</summary>
    Zeros,

    /// <summary>The elements next to the end in reverse order, the last one not repeated: <c>c b [a b c] b a</c>. Needs an axis longer than the padding.</summary>
    Reflect,

    /// <summary>The last element again and again: <c>a a [a b c] c c</c>.</summary>
    Replicate,

    /// <summary>The other end: <c>b c [a b c] a b</c>. Needs an axis at least as long as the padding.</summary>
    Circular,
}
