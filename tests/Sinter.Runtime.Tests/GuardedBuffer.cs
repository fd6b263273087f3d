using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests;

/// <summary>Native floats between guard values that must survive.</summary>
internal sealed class GuardedBuffer : IDisposable
{
    private const int GuardLength = 64;
    private const int GuardBits = 0x7FC0BEEF; // a NaN, so that reading a guard into a result shows too
    private readonly NativeArena arena;

    public GuardedBuffer(long length, int misalignment = 0)
    {
        Length = length;
        Offset = GuardLength + misalignment;
        arena = new NativeArena(Offset + length + GuardLength);
        var words = arena.Start.AsIntegers();
        for (var i = 0L; i < Offset + length + GuardLength; i++) words[i] = GuardBits;
    }

    public GuardedBuffer(ReadOnlySpan<float> values, int misalignment = 0)
        : this(values.Length, misalignment) => Transfer.Copy(values, Start);

    public long Length { get; }

    public FloatBuffer Start
    {
        get
        {
            var start = arena.Start.At(Offset);
            Planned.Limit(ref start, Length, "a buffer of a test");
            return start;
        }
    }

    private int Offset { get; }

    /// <summary>Standard normal values of a fixed seed.</summary>
    public static GuardedBuffer Random(long length, int seed = 1, int misalignment = 0)
    {
        var buffer = new GuardedBuffer(length, misalignment);
        var random = new Random(seed);
        for (var i = 0L; i < length; i++)
            buffer.Start[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return buffer;
    }

    public float[] ToArray()
    {
        var values = new float[Length];
        Transfer.Copy(Start, values);
        return values;
    }

    /// <summary>Fails if anything around the values was written.</summary>
    public void AssertGuards()
    {
        var words = arena.Start.AsIntegers();
        for (var i = 0; i < Offset; i++)
        {
            if (words[i] != GuardBits) Assert.Fail($"The value {Offset - i} before the buffer was overwritten.");
        }

        for (var i = 0; i < GuardLength; i++)
        {
            if (words[Offset + Length + i] != GuardBits) Assert.Fail($"The value {i + 1} behind the buffer was overwritten.");
        }
    }

    public void Dispose() => arena.Dispose();
}
