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

        Transfer.Copy([5, -6], arena.Start);
        Assert.Equal(-6, arena.Start.AsIntegers().At(1)[0]);
        Assert.Equal(BitConverter.Int32BitsToSingle(5), arena.Start.AsIntegers().AsFloats()[0]);
    }
}
