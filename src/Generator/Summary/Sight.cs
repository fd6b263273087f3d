using Sinter.Graphs;

namespace Sinter.Generator.Summary;

/// <summary>How many of the values at one position see all that is said of them.</summary>
internal enum Agreement
{
    /// <summary>Nobody knows: together they see that much, each perhaps less.</summary>
    Together,

    /// <summary>At least one; others may see a part of it.</summary>
    Some,

    /// <summary>Every one.</summary>
    Each,
}

/// <summary>What the values of a node see of one axis of an input image.</summary>
internal abstract record Sight
{
    /// <summary>The values do not depend on the image.</summary>
    public static Sight Nothing { get; } = new SeesNothing();

    /// <summary>It is not known, nor of anything that is computed with it.</summary>
    public static Sight Unknown { get; } = new SeesUnknown();

    /// <inheritdoc cref="Compilation.Agreement"/>
    public Agreement Agreement { get; init; } = Agreement.Each;

    /// <summary>The most positions that one value sees; 0 where that is not known, or none.</summary>
    public long Span => Agreement == Agreement.Together ? 0 : this switch
    {
        SeesWindow window => window.Map.Span,
        SeesSame same => same.Last - same.First + 1,
        SeesSomewhere somewhere => somewhere.Single,
        _ => 0,
    };

    /// <summary>What a value sees that is computed from all of these along the axes that hold positions.</summary>
    public Sight Gathered() => this switch
    {
        SeesWindow window => window.Gather(),
        SeesSomewhere somewhere => new SeesSame(somewhere.First, somewhere.Last) { Agreement = Agreement },
        _ => this,
    };

    /// <summary>What an element sees that is computed from one element of each of two values.</summary>
    public static Sight Union(Sight left, Sight right)
    {
        if (left is SeesNothing) return right;
        if (right is SeesNothing) return left;
        var all = Hull(left, right);
        var (isLeft, isRight) = (all.Covers(left), all.Covers(right));
        return all with
        {
            Agreement = (isLeft, isRight) switch
            {
                (true, true) => left.Agreement > right.Agreement ? left.Agreement : right.Agreement,
                (true, false) => left.Agreement,
                (false, true) => right.Agreement,
                _ => left.Agreement == Agreement.Each && right.Agreement == Agreement.Each ? Agreement.Each : Agreement.Together,
            },
        };
    }

    /// <summary>What elements see of which some are those of one value and the others those of another.</summary>
    public static Sight Beside(Sight left, Sight right)
    {
        if (left is SeesNothing && right is SeesNothing) return Nothing;
        if (left is SeesNothing || right is SeesNothing) return (left is SeesNothing ? right : left).AtMost(Agreement.Some);
        var all = Hull(left, right);
        var (isLeft, isRight) = (all.Covers(left), all.Covers(right));
        if (isLeft && isRight && left.Agreement == Agreement.Each && right.Agreement == Agreement.Each) return all with { Agreement = Agreement.Each };
        var isSeen = (isLeft && left.Agreement != Agreement.Together) || (isRight && right.Agreement != Agreement.Together);
        return all with { Agreement = isSeen ? Agreement.Some : Agreement.Together };
    }

    public Sight AtMost(Agreement agreement) => this with { Agreement = Agreement < agreement ? Agreement : agreement };

    // Whether this, which holds all that another sees, is no more than that.
    private bool Covers(Sight part) => (this, part) switch
    {
        (SeesWindow whole, SeesWindow window) => window.Map.Contains(whole.Map),
        (SeesSame whole, SeesSame same) => same.First == whole.First && same.Last == whole.Last,
        (SeesSomewhere, SeesSomewhere) => true,
        _ => false,
    };

    private static Sight Hull(Sight left, Sight right)
    {
        switch (left, right)
        {
            case (SeesWindow a, SeesWindow b) when a.Axis == b.Axis && a.Length == b.Length && a.Map.Union(b.Map) is { } map:
                return a with { Map = map };
            case (SeesSame a, SeesSame b):
                return new SeesSame(Math.Min(a.First, b.First), Math.Max(a.Last, b.Last));
            case (SeesSomewhere a, SeesSomewhere b) when a.Origin == b.Origin && a.Axes.Equals(b.Axes):
                return a;
            case (SeesSame same, not SeesSame) when Holds(same, right):
                return same;
            case (not SeesSame, SeesSame same) when Holds(same, left):
                return same;
            default:
                return Unknown;
        }
    }

    private static bool Holds(SeesSame all, Sight part) =>
        part.Gathered() is SeesNothing || (part.Gathered() is SeesSame same && all.First <= same.First && all.Last >= same.Last);
}

/// <inheritdoc cref="Sight.Nothing"/>
internal sealed record SeesNothing : Sight;

/// <inheritdoc cref="Sight.Unknown"/>
internal sealed record SeesUnknown : Sight;

/// <summary>The positions along an axis each see a window of their own.</summary>
/// <param name="Axis">The axis, counted with the batch.</param>
/// <param name="Length">Its extent.</param>
/// <param name="Map">What each position sees.</param>
/// <param name="Extent">The extent of the image.</param>
internal sealed record SeesWindow(int Axis, long Length, PositionMap Map, long Extent) : Sight
{
    /// <summary>The same with another map, or unknown without one.</summary>
    public Sight With(PositionMap? map) => map is null ? Unknown : this with { Map = map };

    /// <summary>What all positions see together of the image, which has borders.</summary>
    public Sight Gather()
    {
        var (first, last) = Map.Total(Length);
        (first, last) = (Math.Max(first, 0), Math.Min(last, Extent - 1));
        return first <= last ? new SeesSame(first, last) { Agreement = Agreement } : Nothing;
    }
}

/// <summary>All positions see the same.</summary>
internal sealed record SeesSame(long First, long Last) : Sight;

/// <summary>The positions of some axes each see something of their own, in an order that is no longer known.</summary>
/// <param name="Axes">The axes, counted with the batch.</param>
/// <param name="Origin">The node that brought them into that order.</param>
/// <param name="Single">The most that one of them sees.</param>
/// <param name="First">The first position that any of them sees.</param>
/// <param name="Last">The last.</param>
internal sealed record SeesSomewhere(EquatableArray<int> Axes, int Origin, long Single, long First, long Last) : Sight;
