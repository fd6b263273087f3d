using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// A place in native memory that holds floats. It is a bare address: it knows no length and checks no bounds, and stays valid only as
/// long as the memory it points into. Generated code passes it around without unsafe code of its own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe partial struct FloatBuffer
{
    private readonly FloatPointer pointer;

    /// <summary>Wraps an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FloatBuffer(FloatPointer pointer) => this.pointer = pointer;

    /// <summary>The address itself.</summary>
    internal FloatPointer Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pointer;
    }

    /// <summary>The element <paramref name="index"/> floats behind this place.</summary>
    public ref float this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref pointer[index];
    }

    /// <summary>The place <paramref name="offset"/> floats further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatBuffer At(long offset) => new(pointer + offset);

    /// <summary>The same bits read as 32-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IntBuffer AsIntegers() => new((IntPointer)(BytePointer)pointer);
}
