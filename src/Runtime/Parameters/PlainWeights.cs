using Sinter.Loading;

namespace Sinter.Runtime;

/// <summary>
/// The parameters in PyTorch's order, and which of them are in memory. What predictions read only as it is prepared
/// (all large ones but <see cref="NetworkInfo.PlainParameters"/>) is given back to the system once it has been loaded from a file and prepared; the file stays open,
/// and the values are read from it again, and compared with what they were, when somebody asks for them.
/// </summary>
/// <remarks>
/// What has been seen by a span stays, for the span may be read at any time. Once there is a trainer, or values have been changed, all
/// of it stays: they are in no file.
/// </remarks>
internal sealed class PlainWeights
{
    // Less is not worth an open file.
    private const long LeastBytes = 1 << 20;

    private readonly NetworkInfo info;
    private readonly PinnedArena arena;
    private readonly Gate gate;
    private readonly Row[] rows;
    private readonly int[] inOrder;
    private int readers;
    private bool isTrained;
    private volatile bool isChanged;

    /// <param name="info">The network.</param>
    /// <param name="arena">The parameter arena.</param>
    /// <param name="gate">Taken by whoever prepares the weights.</param>
    public PlainWeights(NetworkInfo info, PinnedArena arena, Gate gate)
    {
        (this.info, this.arena, this.gate) = (info, arena, gate);
        rows = new Row[info.Parameters.Count];
        for (var row = 0; row < rows.Length && info.PlainParameters is not null; row++)
            rows[row].IsPreparedOnly = info.Parameters[row].Length >= KernelLimits.LargeParameter && !info.PlainParameters.Contains(row);
        inOrder = [.. Enumerable.Range(0, rows.Length).OrderBy(row => info.Parameters[row].Offset)];
        var bytes = sizeof(float) * info.Parameters.Where((_, row) => rows[row].IsPreparedOnly).Sum(row => row.Length);
        IsWorthIt = Pages.CanDiscard && bytes >= LeastBytes;
    }

    /// <summary>Whether it is asked where values are loaded from, because they may not stay.</summary>
    public bool IsWorthIt { get; }

    /// <summary>Brings a parameter back for a span that may be read at any time from now on.</summary>
    /// <exception cref="CheckpointException">Its file has changed.</exception>
    public void Hold(int row)
    {
        if (!IsWorthIt || Volatile.Read(ref rows[row].IsHeld)) return;
        using (gate.Enter())
        {
            Restore(row);
            Volatile.Write(ref rows[row].IsHeld, true);
        }
    }

    /// <summary>Brings all parameters back, because some are about to be changed: they stay until others are loaded.</summary>
    /// <exception cref="CheckpointException">A file has changed; nothing else has.</exception>
    public void KeepUntilLoaded()
    {
        if (!IsWorthIt || isChanged) return;
        using (gate.Enter())
        {
            RestoreAll();
            isChanged = true;
        }
    }

    /// <summary>Brings all parameters back for a trainer: they stay from now on.</summary>
    /// <exception cref="CheckpointException">A file has changed.</exception>
    public void KeepForTraining()
    {
        using (gate.Enter())
        {
            RestoreAll();
            isTrained = true;
            foreach (ref var row in rows.AsSpan()) row.Origin = null;
        }
    }

    /// <summary>Gives nothing back until <see cref="EndReading"/>.</summary>
    public void BeginReading()
    {
        using (gate.Enter()) readers++;
    }

    /// <summary>Ends what <see cref="BeginReading"/> began.</summary>
    public void EndReading()
    {
        using (gate.Enter()) readers--;
    }

    /// <summary>Brings all parameters back. By whoever has the gate, or reads: others may give them back again.</summary>
    /// <exception cref="CheckpointException">A file has changed.</exception>
    public void RestoreAll()
    {
        using (gate.Enter())
        {
            for (var row = 0; row < rows.Length; row++) Restore(row);
        }
    }

    /// <summary>States that parameters have been loaded into the arena.</summary>
    /// <param name="loaded">Which of them.</param>
    /// <param name="origins">For those, where they can be read again, if they can.</param>
    public void Loaded(ReadOnlySpan<bool> loaded, ReadOnlySpan<TensorOrigin?> origins)
    {
        using (gate.Enter())
        {
            for (var row = 0; row < rows.Length; row++)
            {
                if (!loaded[row]) continue;
                (rows[row].Origin, rows[row].IsReleased) = (origins[row], false);
            }

            if (!loaded.Contains(false)) isChanged = false;
        }
    }

    /// <summary>Gives back what is prepared. By whoever has the gate.</summary>
    /// <returns>Whether this is a network that only predicts.</returns>
    public bool Release()
    {
        if (!IsWorthIt || readers > 0 || isTrained || isChanged) return false;

        // Neighbours together, for pages that belong to two of them.
        for (var first = 0; first < inOrder.Length; first++)
        {
            var last = first;
            while (last < inOrder.Length && CanRelease(inOrder[last])) rows[inOrder[last++]].IsReleased = true;
            if (last == first) continue;
            var (begin, end) = (info.Parameters[inOrder[first]], info.Parameters[inOrder[last - 1]]);
            arena.Discard(begin.Offset, end.Offset + end.Length - begin.Offset);
            first = last;
        }

        return true;
    }

    private bool CanRelease(int row) => rows[row] is { IsPreparedOnly: true, IsHeld: false, IsReleased: false, Origin: not null };

    private void Restore(int index)
    {
        if (!rows[index].IsReleased) return;
        var (row, origin) = (info.Parameters[index], rows[index].Origin!);
        var again = WeightLoader.ReadAgain(origin, arena.Slice(row.Offset, row.Length));
        if (again != origin.Sum)
        {
            throw new CheckpointException(
                $"{origin.File}: '{row.Key}' of {info.Name} is needed as it was loaded, but the file has been written over since. Load the weights again; and replace the file by another of its name rather than write into it.");
        }

        rows[index].IsReleased = false;
    }

    private struct Row
    {
        /// <summary>Whether predictions read it only as it is prepared.</summary>
        public bool IsPreparedOnly;

        /// <summary>Whether there is a span of it.</summary>
        public bool IsHeld;

        /// <summary>Whether it is not in memory.</summary>
        public bool IsReleased;

        /// <summary>Where it can be read again.</summary>
        public TensorOrigin? Origin;
    }
}
