using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Memory;

public unsafe class NativeArenaTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(3_000_000)] // with pages of 2 MB
    public void MemoryIsAlignedZeroedAndHasSlack(long length)
    {
        using var arena = new NativeArena(length);
        Assert.Equal(length, arena.Length);
        Assert.Equal(0, (long)arena.Start.Pointer % 64);
        for (var i = 0; i < length + (NativeArena.SlackBytes / sizeof(float)); i++)
        {
            Assert.Equal(0f, arena.Start[i]);
            arena.Start[i] = i;
        }
    }

    /// <summary>What a plan reserves for the longest sequence takes no memory before a call needs it.</summary>
    [Fact]
    public void WhatNobodyTouches_TakesNoMemory()
    {
        const long Bytes = 1L << 30, Touched = 1L << 24;
        var before = Resident();
        if (before == 0) return;
        using var arena = new NativeArena(Bytes / sizeof(float));
        for (long i = 0; i < Touched / sizeof(float); i++) arena.Start[i] = 1;
        // Other tests give memory back meanwhile.
        Assert.InRange(Resident() - before, long.MinValue, Bytes / 2);
    }

    // Bytes of this process that are in memory; 0 where the system does not say so in a file.
    private static long Resident() => File.Exists("/proc/self/statm")
        ? long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;

    [Fact]
    public void DisposedArenasSaySo()
    {
        var arena = new NativeArena(10);
        arena.Dispose();
        arena.Dispose();
        Assert.Throws<ObjectDisposedException>(() => arena.Start);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeArena(-1));
    }

    [Fact]
    public void PlacesAndViews()
    {
        using var arena = new NativeArena(8);
        Transfer.Copy([1f, 2f, 3f, 4f], arena.Start);
        Assert.Equal(3f, arena.Start.At(1)[1]);
        arena.Start.At(2)[0] = 9f;
        var read = new float[4];
        Transfer.Copy(arena.Start, read);
        Assert.Equal([1f, 2f, 9f, 4f], read);

        Transfer.Copy(length: 6, places: [1, 4], values: [7f, -8f], arena.Start.At(1));
        Transfer.Copy(arena.Start, read = new float[8]);
        Assert.Equal([1f, 0f, 7f, 0f, 0f, -8f, 0f, 0f], read);

        Transfer.Copy([5, -6], arena.Start);
        Assert.Equal(-6, arena.Start.AsIntegers().At(1)[0]);
        Assert.Equal(BitConverter.Int32BitsToSingle(5), arena.Start.AsIntegers().AsFloats()[0]);
    }
}
