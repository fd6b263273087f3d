#if SINTER_CHECKED
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>The instructions that read and write memory, for pointers that are checked: kernels are written once for both builds.</summary>
internal static unsafe class CheckedVectors
{
    extension(Avx)
    {
        public static void MaskStore(FloatPointer destination, Vector256<float> mask, Vector256<float> value) =>
            Avx.MaskStore(destination.Write(LastOf(mask.ExtractMostSignificantBits())), mask, value);
    }

    extension(Sse)
    {
        // To ask for what lies anywhere does no harm.
        public static void Prefetch1(BytePointer source)
        {
        }
    }

    extension(Buffer)
    {
        public static void MemoryCopy(FloatPointer source, FloatPointer destination, long destinationBytes, long bytes) =>
            Buffer.MemoryCopy(source.ReadExactly(bytes / sizeof(float)), destination.Write(bytes / sizeof(float)), destinationBytes, bytes);
    }

    public static void Store(this Vector64<float> value, FloatPointer destination) => Vector64.Store(value, destination.Write(Vector64<float>.Count));

    public static void Store(this Vector128<float> value, FloatPointer destination) => Vector128.Store(value, destination.Write(Vector128<float>.Count));

    public static void Store(this Vector256<float> value, FloatPointer destination) => Vector256.Store(value, destination.Write(Vector256<float>.Count));

    public static void Store(this Vector512<float> value, FloatPointer destination) => Vector512.Store(value, destination.Write(Vector512<float>.Count));

    private static int LastOf(ulong lanes) => 64 - System.Numerics.BitOperations.LeadingZeroCount(lanes);
}

/// <summary>Vectors of 128 bits that are read.</summary>
internal static unsafe class CheckedVectors128
{
    extension(Vector128)
    {
        public static Vector128<float> Load(FloatPointer source) => Vector128.Load(source.Read(Vector128<float>.Count));

        public static Vector128<int> Load(IntPointer source) => Vector128.Load(source.Read(Vector128<int>.Count));
    }
}

/// <summary>Vectors of 256 bits that are read.</summary>
internal static unsafe class CheckedVectors256
{
    extension(Vector256)
    {
        public static Vector256<float> Load(FloatPointer source) => Vector256.Load(source.Read(Vector256<float>.Count));

        public static Vector256<int> Load(IntPointer source) => Vector256.Load(source.Read(Vector256<int>.Count));
    }
}

/// <summary>Vectors of 512 bits that are read.</summary>
internal static unsafe class CheckedVectors512
{
    extension(Vector512)
    {
        public static Vector512<float> Load(FloatPointer source) => Vector512.Load(source.Read(Vector512<float>.Count));

        public static Vector512<int> Load(IntPointer source) => Vector512.Load(source.Read(Vector512<int>.Count));
    }
}
#endif
