using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>The extents that one call binds: the size of the batch, and the symbols of the network in the order of its arguments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CallSizes
{
    /// <summary>The most symbols of a network besides the batch.</summary>
    public const int MostSymbols = KernelLimits.Symbols;

    private readonly Values symbols;

    /// <summary>Binds a batch, and no symbols.</summary>
    public CallSizes(long batch) => Batch = batch;

    /// <summary>Binds a batch and symbols, at most <see cref="MostSymbols"/>.</summary>
    public CallSizes(long batch, ReadOnlySpan<int> symbols)
    {
        Batch = batch;
        for (var index = 0; index < symbols.Length; index++) this.symbols[index] = symbols[index];
    }

    private CallSizes(in CallSizes other, int first, ReadOnlySpan<int> numbers)
    {
        this = other;
        for (var index = 0; index < numbers.Length; index++) symbols[first + index] = numbers[index];
    }

    private CallSizes(long batch, in CallSizes other) => (Batch, symbols) = (batch, other.symbols);

    /// <summary>The same for another number of samples.</summary>
    internal CallSizes For(long samples) => new(samples, this);

    /// <summary>The same with numbers that a loop is told because it is used with several of them, behind the <paramref name="first"/> symbols of the network.</summary>
    public CallSizes With(int first, ReadOnlySpan<int> numbers) => new(this, first, numbers);

    /// <summary>How many samples the call computes.</summary>
    public long Batch { get; }

    /// <summary>The value of a symbol.</summary>
    public long this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => symbols[index];
    }

    [InlineArray(MostSymbols + KernelLimits.Numbers)]
    private struct Values
    {
        private long first;
    }
}
