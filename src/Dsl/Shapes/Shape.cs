using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// The extents of a tensor, as PyTorch writes them (channels first). The leading batch dimension is implicit:
/// <see cref="Rank"/> and the indexer do not count it. <see cref="ToString"/> shows it as <c>B</c>.
/// </summary>
public sealed class Shape : IEquatable<Shape>, INumbered
{
    private string? text;

    internal Shape(EquatableArray<Dim> dims) => Dims = dims;

    internal Shape(IEnumerable<Dim> dims) => Dims = dims.ToEquatableArray();

    IEnumerable<long> INumbered.Numbers => Dims.Where(dim => dim.IsConstant).Select(dim => (long)dim.Offset);

    internal static Shape Scalar { get; } = new(EquatableArray<Dim>.Empty);

    internal static Shape Of(params Dim[] dims) => new(new EquatableArray<Dim>(dims));

    /// <summary>One element that broadcasts against any shape of the rank.</summary>
    internal static Shape Ones(int rank) => rank < SmallOnes.Length ? SmallOnes[rank] : new Shape(Enumerable.Repeat<Dim>(1, rank));

    private static readonly Shape[] SmallOnes = [.. Enumerable.Range(0, 8).Select(rank => new Shape(Enumerable.Repeat<Dim>(1, rank)))];

    /// <summary>All extents, the batch included.</summary>
    internal EquatableArray<Dim> Dims { get; }

    /// <summary>Whether the first of <see cref="Dims"/> is the batch.</summary>
    internal bool IsBatched => Dims.Count > 0 && Dims[0].IsBatch;

    internal bool IsConstant
    {
        get
        {
            foreach (var dim in Dims)
            {
                if (!dim.IsConstant) return false;
            }

            return true;
        }
    }

    /// <summary>Whether only the batch is left open: no extent has another symbol.</summary>
    internal bool IsKnown => Dims.All(d => d.IsConstant || d.IsBatch);

    /// <summary>The extents without one axis, counted with the batch.</summary>
    internal Shape Without(int axis) => new(Dims.Where((_, i) => i != axis));

    internal int FullRank => Dims.Count;

    /// <summary>The number of dimensions, without the batch.</summary>
    public int Rank => Dims.Count - (IsBatched ? 1 : 0);

    /// <summary>The same as <see cref="Rank"/>, so that <c>shape[^1]</c> is the last extent.</summary>
    public int Length => Rank;

    /// <summary>The extent of one dimension, the batch not counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0 … <see cref="Rank"/> - 1.</exception>
    /// <exception cref="NetworkDefinitionException">The extent depends on a symbol, which is bound at a call.</exception>
    public int this[int index]
    {
        get
        {
            if (index < 0 || index >= Rank)
                throw new ArgumentOutOfRangeException(nameof(index), $"The shape {this} has no dimension {index}: it has {Rank}, not counting the batch.");
            var extent = Dims[index + (IsBatched ? 1 : 0)];
            return extent.IsConstant
                ? extent.Value
                : throw NetworkDefinitionException.Shape($"The extent {extent} of {this} is known only when the network is called; a constant one is needed here.");
        }
    }

    /// <summary>The number of elements of one sample: the product of all extents but the batch.</summary>
    public long Elements
    {
        get
        {
            long product = 1;
            for (var i = 0; i < Rank; i++) product = checked(product * this[i]);
            return product;
        }
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => ReferenceEquals(this, other) || (other is not null && Dims.Equals(other.Dims));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Dims.GetHashCode();

    /// <summary>The extents in brackets, the batch as <c>B</c>: <c>[B, 32, 28, 28]</c>.</summary>
    public override string ToString() => text ??= Dims.ToString();
}
