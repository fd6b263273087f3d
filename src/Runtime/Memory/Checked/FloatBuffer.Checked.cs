#if SINTER_CHECKED
namespace Sinter.Runtime;

/// <content>What generated code of the checked build states.</content>
public readonly partial struct FloatBuffer
{
    /// <summary>The place <paramref name="offset"/> floats further on, of which <paramref name="length"/> floats belong to a part.</summary>
    public FloatBuffer At(long offset, long length) => new((pointer + offset).Limited(length, name: null));
}
#endif
