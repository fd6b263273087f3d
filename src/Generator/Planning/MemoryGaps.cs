namespace Sinter.Generator.Planning;

/// <summary>What is free of an arena that grows while it is planned.</summary>
internal sealed class MemoryGaps
{
    private readonly SortedSet<(long Length, long Offset)> bySize = [];
    private readonly Dictionary<long, long> lengthAt = [];
    private readonly Dictionary<long, long> offsetBefore = [];

    /// <summary>The length of the arena.</summary>
    public long End { get; private set; }

    /// <summary>Takes memory: the beginning of the smallest gap that has room, or else the end of the arena.</summary>
    public long Take(long length)
    {
        if (length == 0) return 0;
        if (bySize.Count > 0 && bySize.Max.Length >= length)
        {
            var gap = bySize.GetViewBetween((length, 0), (long.MaxValue, long.MaxValue)).Min;
            Remove(gap.Offset, gap.Length);
            if (gap.Length > length) Add(gap.Offset + length, gap.Length - length);
            return gap.Offset;
        }

        // A gap at the end becomes part of what is taken.
        var offset = End;
        if (offsetBefore.TryGetValue(End, out var last))
        {
            offset = last;
            Remove(last, lengthAt[last]);
        }

        End = offset + length;
        return offset;
    }

    /// <summary>Gives memory back: neighbouring gaps become one.</summary>
    public void Free(long offset, long length)
    {
        if (length == 0) return;
        if (offsetBefore.TryGetValue(offset, out var before))
        {
            length += offset - before;
            Remove(before, offset - before);
            offset = before;
        }

        if (lengthAt.TryGetValue(offset + length, out var behind))
        {
            Remove(offset + length, behind);
            length += behind;
        }

        Add(offset, length);
    }

    private void Add(long offset, long length)
    {
        bySize.Add((length, offset));
        lengthAt.Add(offset, length);
        offsetBefore.Add(offset + length, offset);
    }

    private void Remove(long offset, long length)
    {
        bySize.Remove((length, offset));
        lengthAt.Remove(offset);
        offsetBefore.Remove(offset + length);
    }
}
