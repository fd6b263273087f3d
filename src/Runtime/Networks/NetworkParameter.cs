using Sinter.Runtime;

namespace Sinter;

/// <summary>One named tensor of a network: a parameter, a state or a gradient.</summary>
public readonly struct NetworkParameter
{
    private readonly PinnedArena arena;
    private readonly long offset;
    private readonly Weights? changed;
    private readonly string network;

    internal NetworkParameter(string network, PinnedArena arena, string key, IReadOnlyList<int> shape, long offset, long length, Weights? changed)
    {
        this.network = network;
        this.arena = arena;
        this.offset = offset;
        this.changed = changed;
        (Key, Extents, Length) = (key, [.. shape], length);
    }

    /// <summary>The name in a PyTorch <c>state_dict</c>.</summary>
    public string Key { get; }

    /// <summary>PyTorch's shape.</summary>
    public ReadOnlySpan<int> Shape => Extents;

    /// <summary>The number of values.</summary>
    public long Length { get; }

    /// <summary>The values as they are now, in row-major order.</summary>
    public ReadOnlySpan<float> Values => arena.Slice(offset, Length);

    internal int[] Extents { get; }

    internal Span<float> Memory => arena.Slice(offset, Length);

    /// <summary>Replaces all values. Not to be called while a session or trainer of the network runs on another thread.</summary>
    /// <param name="values">As many values as the tensor has, in row-major order.</param>
    /// <exception cref="ArgumentException">The number of values is wrong; nothing is written.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
            throw new ArgumentException($"{network}: '{Key}' {NetworkInfo.Describe(Extents)} holds {Length:N0} values, but {values.Length:N0} were given.", nameof(values));
        values.CopyTo(Memory);
        changed?.MarkChanged();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Key} {NetworkInfo.Describe(Extents)}";
}
