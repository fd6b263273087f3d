#if SINTER_CHECKED

namespace Sinter.Runtime;

/// <summary>
/// What a pointer is in the checked build: it moves as freely, and knows the range it may be used in. An address of which nothing was
/// stated may not be used at all.
/// </summary>
internal readonly unsafe struct CheckedPointer<T> : IEquatable<CheckedPointer<T>>
    where T : unmanaged
{
    private readonly T* address;
    private readonly PlannedRange range;

    private CheckedPointer(T* address, PlannedRange range)
    {
        this.address = address;
        this.range = range;
    }

    /// <summary>One element.</summary>
    public ref T this[long index]
    {
        get
        {
            range.TestElement((byte*)(address + index), sizeof(T));
            return ref address[index];
        }
    }

    public static implicit operator CheckedPointer<T>(T* address) => new(address, default);

    public static explicit operator CheckedPointer<byte>(CheckedPointer<T> pointer) => new((byte*)pointer.address, pointer.range);

    // Floats that are addressed by bytes are those of the register tiles.
    public static explicit operator CheckedPointer<T>(CheckedPointer<byte> pointer) =>
        new((T*)pointer.address, typeof(T) == typeof(float) ? pointer.range.With(PlaceTraits.Panel) : pointer.range);

    public static explicit operator nint(CheckedPointer<T> pointer) => (nint)pointer.address;

    public static explicit operator nuint(CheckedPointer<T> pointer) => (nuint)pointer.address;

    public static CheckedPointer<T> operator +(CheckedPointer<T> pointer, long offset) => new(pointer.address + offset, pointer.range);

    public static CheckedPointer<T> operator -(CheckedPointer<T> pointer, long offset) => new(pointer.address - offset, pointer.range);

    public static bool operator ==(CheckedPointer<T> left, CheckedPointer<T> right) => left.address == right.address;

    public static bool operator !=(CheckedPointer<T> left, CheckedPointer<T> right) => left.address != right.address;

    /// <summary>The same place, which holds so many elements.</summary>
    public CheckedPointer<T> Limited(long length, string? name, PlaceTraits traits = PlaceTraits.None) =>
        new(address, range.Part((byte*)address, length * sizeof(T), name, traits));

    /// <summary>The same place with a range that has moved on by as much as the place before.</summary>
    public CheckedPointer<T> Following(long offset) => new(address, range.Following(offset * sizeof(T)));

    public CheckedPointer<T> With(PlaceTraits traits) => new(address, range.With(traits));

    /// <summary>The address of a vector that is read; what lies behind the range is dropped.</summary>
    public T* Read(int count)
    {
        range.TestRead((byte*)address, (long)count * sizeof(T));
        return address;
    }

    /// <summary>The address of elements that are read.</summary>
    public T* ReadExactly(long count)
    {
        if (count > 0) range.TestExactRead((byte*)address, count * sizeof(T));
        return address;
    }

    /// <summary>The address of elements that are written.</summary>
    public T* Write(long count)
    {
        if (count > 0) range.TestWrite((byte*)address, count * sizeof(T));
        return address;
    }

    public bool Equals(CheckedPointer<T> other) => this == other;

    public override bool Equals(object? obj) => obj is CheckedPointer<T> other && this == other;

    public override int GetHashCode() => ((nint)address).GetHashCode();
}
#endif
