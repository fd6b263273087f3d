namespace Sinter.Graphs;

/// <summary>Other numbers for the axes of a value: those of a permutation, or of a value with one more axis in front.</summary>
internal sealed class AxisNumbers
{
    private readonly EquatableArray<int> order;
    private readonly Dim? first;

    private AxisNumbers(EquatableArray<int> order, Dim? first) => (this.order, this.first) = (order, first);

    /// <summary>The numbers in a value that <paramref name="order"/> has not been applied to yet: axis <c>i</c> is axis <c>order[i]</c> of it.</summary>
    public static AxisNumbers Before(EquatableArray<int> order) => new(order, null);

    /// <summary>The numbers behind a new first axis.</summary>
    public static AxisNumbers Behind(Dim first) => new(default, first);

    /// <summary>Whether all axes follow one another as they did.</summary>
    public bool IsBehind => first is not null;

    public int this[int axis] => first is null ? order[axis] : axis + 1;

    /// <summary>The shape with its axes where their numbers say.</summary>
    public Shape Of(Shape shape)
    {
        var dims = new Dim[shape.FullRank + (first is null ? 0 : 1)];
        if (first is { } extent) dims[0] = extent;
        for (var axis = 0; axis < shape.FullRank; axis++) dims[this[axis]] = shape.Dims[axis];
        return new Shape(new EquatableArray<Dim>(dims));
    }

    /// <summary>The order of axes that does to the new axes what <paramref name="moved"/> did to the old ones.</summary>
    public EquatableArray<int> Of(EquatableArray<int> moved)
    {
        var result = new int[moved.Count + (first is null ? 0 : 1)];
        for (var axis = 0; axis < moved.Count; axis++) result[this[axis]] = this[moved[axis]];
        return new(result);
    }

    /// <summary>A set of axes.</summary>
    public EquatableArray<int> Set(EquatableArray<int> axes) => axes.Select(axis => this[axis]).OrderBy(axis => axis).ToEquatableArray();
}
