using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>A place in native memory that holds 32-bit integers; a bare address like <see cref="FloatBuffer"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct IntBuffer
{
    private readonly IntPointer pointer;

    /// <summary>Wraps an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal IntBuffer(IntPointer pointer) => this.pointer = pointer;

    /// <summary>The address itself.</summary>
    internal IntPointer Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pointer;
    }

    /// <summary>The element <paramref name="index"/> integers behind this place.</summary>
    public ref int this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref pointer[index];
    }

    /// <summary>The place <paramref name="offset"/> integers further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IntBuffer At(long offset) => new(pointer + offset);

    /// <summary>The same bits read as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatBuffer AsFloats() => new((FloatPointer)(BytePointer)pointer);
}
