#if SINTER_CHECKED
namespace Sinter.Runtime;

/// <summary>Counts what has been tested.</summary>
internal static class CheckedCalls
{
    private static long count;

    /// <summary>How many calls there were.</summary>
    public static long Count => Interlocked.Read(ref count);

    /// <summary>A forward pass, a training step or a call of a decoder.</summary>
    public static void Add() => Interlocked.Increment(ref count);
}
#endif
