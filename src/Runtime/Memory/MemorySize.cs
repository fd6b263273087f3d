using System.Globalization;

namespace Sinter.Runtime;

/// <summary>Amounts of memory: how they are written, and what happens where one is more than there is.</summary>
internal static class MemorySize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Below this nobody asks the system first whether it has so much.</summary>
    private const long Large = 1L << 30;

    /// <summary>Makes an arena, or says for what there is no memory.</summary>
    /// <param name="owner">What the memory is for, the network first: "LeNet: a session with maxBatch: 8 on 2 threads".</param>
    /// <param name="length">The floats it takes, however many.</param>
    /// <param name="create">Makes it.</param>
    /// <exception cref="InsufficientMemoryException">The system does not have so much.</exception>
    public static TArena Allocate<TArena>(string owner, Int128 length, Func<long, TArena> create)
    {
        // What does not fit the numbers of bytes that an allocation is made with fits no system.
        if (length > long.MaxValue / (2 * sizeof(float)) || IsMoreThanThereIs((long)length * sizeof(float))) throw Insufficient(owner, length);
        try
        {
            return create((long)length);
        }
        catch (OutOfMemoryException exception)
        {
            throw Insufficient(owner, length, exception);
        }
    }

    /// <summary>Bytes in the largest unit of which there is one, the same in every culture: "1.5 MiB".</summary>
    public static string Describe(Int128 bytes)
    {
        var (unit, size) = (0, (double)bytes);
        for (; size >= 1024 && unit < Units.Length - 1; unit++) size /= 1024;
        return size.ToString(unit == 0 ? "F0" : "F1", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    // A system may promise what it does not have, and end the process when it is used. Twice what it has is certainly too much; the
    // collector's own limit, if somebody has set one, says nothing about the system.
    private static bool IsMoreThanThereIs(long bytes) =>
        bytes >= Large && bytes / 2 > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
        && !(GC.GetConfigurationVariables().TryGetValue("GCHeapHardLimit", out var limit) && limit is long and > 0);

    private static InsufficientMemoryException Insufficient(string owner, Int128 length, Exception? inner = null) => new(
        $"{owner} would take {Describe(length * sizeof(float))} of memory, which cannot be had. Make it smaller: fewer samples, threads or places at a time, or smaller layers.", inner);
}
