using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Multiplies column by column: what depthwise convolutions need.</summary>
internal readonly unsafe struct ElementwiseLanes<TLanes, T> : ILanes<T>
    where TLanes : struct, ILanes<T>
    where T : struct
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => TLanes.Count; }

    public static int TileRows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => ScratchSizes.TileRows; }

    public static bool Elementwise { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => true; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(BytePointer source) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadA(BytePointer source) => TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(BytePointer destination, T value) => TLanes.Store(destination, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T left, T right, T addend) => TLanes.MultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T left, T right) => TLanes.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(BytePointer source)
    {
    }
}
