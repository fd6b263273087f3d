namespace Sinter.Runtime;

/// <summary>
/// How a register tile cuts a sum of many products, so that none is one long chain of roundings: the sums of blocks are added up, and after
/// every <see cref="BlocksTogether"/> of them what they came to joins sums that keep their rounding errors (<see cref="CompensatedSums"/>).
/// </summary>
/// <remarks>Where blocks end follows from the number of products alone.</remarks>
internal unsafe struct TileSums
{
    /// <summary>Floats of the widest vector.</summary>
    private const int WidestVector = 16;

    // The products of a block in a long sum, and in a shorter one, which is as exact as those of other libraries in larger blocks.
    private const int ShortBlock = 64;
    private const int LongBlock = 1024;
    private const int BlocksTogether = 16;

    private readonly nint block;
    private int blocks;
    private bool isCarried;

    /// <summary>Chooses the length of blocks.</summary>
    public TileSums(nint products, bool isLong)
    {
        block = isLong || products > ScratchSizes.LongSum ? ShortBlock : LongBlock;
        HasBlocks = products > block;
    }

    /// <summary>Whether there is more than one block.</summary>
    public bool HasBlocks { get; }

    /// <summary>Whether the next block is added to what is there.</summary>
    public readonly bool Continues => blocks > 0;

    /// <summary>Floats for the sums of so many vectors: of blocks, and behind them those that keep their errors.</summary>
    public static int Room(int vectors) => 3 * vectors * WidestVector;

    /// <summary>Repetitions of so many products each that make up a block; at least one.</summary>
    public readonly nint Repetitions(nint products) => products >= block ? 1 : block / products;

    /// <summary>The products of the next block, if so many are left: nearly equal parts, and even numbers but for the last.</summary>
    public readonly nint NextOf(nint left)
    {
        if (left <= block) return left;
        var parts = (left + block - 1) / block;
        return ((left / parts) + 1) & ~1;
    }

    /// <summary>Ends a block, whose sums have been added to those in the room.</summary>
    public void End(FloatPointer room, int vectors, int floats)
    {
        if (++blocks == BlocksTogether) Carry(room, vectors, floats);
    }

    /// <summary>Adds everything up in the front of the room.</summary>
    public void Finish(FloatPointer room, int vectors, int floats)
    {
        if (!isCarried) return;
        if (blocks > 0) Carry(room, vectors, floats);
        CompensatedSums.Join(High(room, vectors), Low(room, vectors), new(room), floats);
    }

    private static FloatBuffer High(FloatPointer room, int vectors) => new(room + (vectors * WidestVector));

    private static FloatBuffer Low(FloatPointer room, int vectors) => new(room + (2 * vectors * WidestVector));

    private void Carry(FloatPointer room, int vectors, int floats)
    {
        if (isCarried) CompensatedSums.Add(new(room), High(room, vectors), Low(room, vectors), floats);
        else CompensatedSums.Begin(new(room), High(room, vectors), Low(room, vectors), floats);
        (blocks, isCarried) = (0, true);
    }
}
