using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>A number known to the JIT when it compiles a kernel, so that branches on it vanish.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct One : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 1; }
}

internal readonly struct Two : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 2; }
}

internal readonly struct Three : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 3; }
}

internal readonly struct Four : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 4; }
}

internal readonly struct Five : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 5; }
}

internal readonly struct Six : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 6; }
}

internal readonly struct Seven : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 7; }
}

internal readonly struct Eight : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 8; }
}

internal readonly struct Nine : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 9; }
}

internal readonly struct Ten : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 10; }
}

internal readonly struct Eleven : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 11; }
}

internal readonly struct Twelve : IConstant
{
    public static int Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 12; }
}
