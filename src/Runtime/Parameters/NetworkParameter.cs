using Sinter.Runtime;

namespace Sinter;

/// <summary>One named tensor of a network: a parameter, a state or a gradient. The default belongs to no network and holds no values.</summary>
public readonly struct NetworkParameter
{
    private readonly PinnedArena? arena;
    private readonly long offset;
    private readonly Weights? changed;
    private readonly int row;
    private readonly string? network;
    private readonly string? key;
    private readonly int[]? extents;

    internal NetworkParameter(string network, PinnedArena arena, string key, IReadOnlyList<int> shape, long offset, long length, Weights? changed, bool isCounter = false, int row = -1)
    {
        this.row = row;
        IsCounter = isCounter;
        this.network = network;
        this.arena = arena;
        this.offset = offset;
        this.changed = changed;
        (this.key, extents, Length) = (key, [.. shape], length);
    }

    /// <summary>The name in a PyTorch <c>state_dict</c>.</summary>
    public string Key => key ?? "";

    /// <summary>PyTorch's shape.</summary>
    public ReadOnlySpan<int> Shape => Extents;

    /// <summary>The number of values.</summary>
    public long Length { get; }

    /// <summary>Whether it counts, as <c>num_batches_tracked</c> does: <see cref="Counts"/> are its values.</summary>
    public bool IsCounter { get; }

    /// <summary>
    /// The values as they are now, in row-major order. Those of a counter are copies, rounded to 24 bits. What a network that only predicts has
    /// given up for a form of its own is read from its file again, and stays in memory from then on.
    /// </summary>
    /// <exception cref="CheckpointException">It has to be read from its file again, which has been written over since it was loaded.</exception>
    public ReadOnlySpan<float> Values
    {
        get
        {
            if (IsCounter) return Array.ConvertAll(Counts.ToArray(), count => (float)count);
            if (row >= 0) changed?.Plain.Hold(row);
            return Memory;
        }
    }

    /// <summary>The values of a counter as they are now, in row-major order; empty for what does not count.</summary>
    public ReadOnlySpan<long> Counts => IsCounter ? arena!.Integers(offset, Length) : [];

    internal int[] Extents => extents ?? [];

    private Span<float> Memory => arena is null ? [] : arena.Slice(offset, Length);

    private string Network => network ?? $"default({nameof(NetworkParameter)})";

    /// <summary>Replaces all values. Not to be called while a session or trainer of the network runs on another thread.</summary>
    /// <param name="values">As many values as the tensor has, in row-major order.</param>
    /// <exception cref="CheckpointException">Other weights have to be read from their file again, which has been written over since; nothing is written.</exception>
    /// <exception cref="ArgumentException">The number of values is wrong; nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A counter was given what is no whole number from 0 to 2^63 - 1; nothing is written.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        if (IsCounter)
        {
            CopyCountsFrom(ToCounts(values));
            return;
        }

        CheckLength(values.Length);
        changed?.Plain.KeepUntilLoaded();
        values.CopyTo(Memory);
        changed?.MarkChanged();
    }

    /// <summary>Replaces all values of a counter. Not to be called while a session or trainer of the network runs on another thread.</summary>
    /// <param name="counts">As many values as the tensor has, in row-major order.</param>
    /// <exception cref="CheckpointException">Weights have to be read from their file again, which has been written over since; nothing is written.</exception>
    /// <exception cref="ArgumentException">The number of values is wrong; nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The tensor does not count.</exception>
    public void CopyCountsFrom(ReadOnlySpan<long> counts)
    {
        if (!IsCounter) throw new InvalidOperationException($"{Network}: '{Key}' does not count; set it by CopyFrom.");
        CheckLength(counts.Length);
        foreach (var count in counts)
        {
            if (count < 0) throw NoCount(nameof(counts), count);
        }

        changed?.Plain.KeepUntilLoaded();
        counts.CopyTo(arena!.Integers(offset, Length));
        changed?.MarkChanged();
    }

    private long[] ToCounts(ReadOnlySpan<float> values)
    {
        var counts = new long[values.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            if (!Counter.TryConvert(values[i], out counts[i])) throw NoCount(nameof(values), values[i]);
        }

        return counts;
    }

    private void CheckLength(int length)
    {
        if (length != Length) throw new ArgumentException($"{Network}: '{Key}' {NetworkInfo.Describe(Extents)} holds {Length:N0} values, but {length:N0} were given.", "values");
    }

    private ArgumentOutOfRangeException NoCount(string argument, object value) => new(argument, value, $"{Network}: '{Key}' counts, and {value} is no whole number from 0 to 2^63 - 1.");

    /// <inheritdoc/>
    public override string ToString() => $"{Key} {NetworkInfo.Describe(Extents)}";
}
