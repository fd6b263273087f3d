namespace Sinter.Graphs;

/// <summary>
/// One of the closed set of primitives, with its compile-time arguments. Every op states its shape rule;
/// its gradient, lowering and kernel live in the compiler and the runtime, one row each.
/// </summary>
internal abstract record Op
{
    /// <summary>The name used in comments and messages.</summary>
    public virtual string Name
    {
        get
        {
            var name = GetType().Name;
            return name.EndsWith("Op", StringComparison.Ordinal) ? name.Substring(0, name.Length - 2) : name;
        }
    }

    /// <summary>The element type of the result.</summary>
    public virtual DataType ResultType(DataType[] inputs) => DataType.Float32;

    /// <summary>The shape of the result.</summary>
    /// <exception cref="NetworkDefinitionException">The inputs do not fit the op or one another.</exception>
    public abstract Shape InferShape(Shape[] inputs);

    /// <summary>What becomes of the axes of the inputs. An op that does not say so mixes them all.</summary>
    public virtual AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Mixed(inputs);

    /// <summary>What else passes ask of the op.</summary>
    public virtual OpTraits Traits => OpTraits.None;

    /// <summary>Extents that the result is computed from besides the elements of the inputs.</summary>
    public virtual EquatableArray<Dim> Sizes => default;

    /// <summary>The op that does the same where axes have other numbers, in all inputs and the result alike; or null.</summary>
    public virtual Op? Renumbered(AxisNumbers numbers) => null;

    /// <summary>Whether the op as it is does for every element of a new first axis, which these inputs have, what it does for one.</summary>
    /// <param name="inputs">The inputs without that axis.</param>
    /// <param name="have">Which of them have it.</param>
    public virtual bool TakesFirstAxis(Shape[] inputs, IReadOnlyList<bool> have) => false;

    /// <summary>The input that may be one for all elements of a new first axis; or null.</summary>
    public virtual int? SharedInput => null;

    /// <summary>Floating-point operations for a result, with every symbol at its largest; a multiply-add counts as two.</summary>
    public virtual long Operations(Shape[] inputs, Shape result) => 0;

    /// <summary>What the Dsl calls it.</summary>
    public virtual string Word => Name;

    /// <summary>The axis along which a leaf counts 0, 1, 2, …; or null.</summary>
    public virtual int? CountedAxis => null;

    /// <summary>The op that reads an axis <paramref name="start"/> elements further on, if it reads a run of one; or null.</summary>
    public virtual Op? From(Dim start) => null;

    /// <summary>Of an op with several results, what becomes of the axes of the inputs in one of them.</summary>
    public virtual AxisMap MapAxesOf(PartOp part, Shape[] inputs, Shape result) => AxisMap.Mixed(inputs);
}

/// <summary>A result, or part of one, that an op with several has left behind: its only input is that op.</summary>
internal abstract record PartOp(Shape Shape) : Op
{
    public override Shape InferShape(Shape[] inputs) => Shape;
}
