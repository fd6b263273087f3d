using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Importing;

/// <summary>A value of the model while it is imported.</summary>
/// <param name="Type">The type that the model computes with.</param>
internal abstract record Operand(ElementType Type);

/// <summary>Numbers that are known.</summary>
internal sealed record ConstantOperand(Constant Constant) : Operand(Constant.Type);

/// <summary>Whole numbers of shape arithmetic, some of which calls choose: of a shape, or of one extent.</summary>
/// <param name="Values">The numbers in row-major order.</param>
/// <param name="Dims">The extents of the tensor that they are.</param>
internal sealed record CountsOperand(Count[] Values, int[] Dims) : Operand(ElementType.Int64);

/// <summary>
/// What is computed at a call: a tensor of the Dsl, whatever the model's type. The Dsl counts no batch; where the model has an axis for it,
/// <paramref name="BatchAxis"/> says which. A value without one is the same for all samples, or each sample has one of its own.
/// </summary>
internal sealed record TensorOperand(Term Term, ElementType Type, int? BatchAxis) : Operand(Type)
{
    /// <summary>The axis of the model that the batch is a part of, where it is none of its own.</summary>
    public MergedBatch? Merged { get; init; }

    public bool IsBatched => Term.Shape.IsBatched;

    /// <summary>The extents of a sample, which are all without an axis for the batch.</summary>
    public Graphs.Dim[] Sample => [.. Term.Shape.Dims.Skip(IsBatched ? 1 : 0)];

    public int Rank => Term.Shape.Rank + (BatchAxis is null ? 0 : 1);

    /// <summary>The axis as the Dsl counts it.</summary>
    public int DslAxis(int axis) => BatchAxis is { } batch && axis > batch ? axis - 1 : axis;
}

/// <summary>
/// An axis that views have made of the batch and of others, <c>[T, batch·heads, features]</c>: <c>outer · batch · inner</c> elements, of which the
/// Dsl has those of a sample, <c>outer · inner</c>.
/// </summary>
/// <param name="Axis">The axis, which the Dsl counts as the model does.</param>
/// <param name="Outer">What varies slower than the batch.</param>
internal sealed record MergedBatch(int Axis, Count Outer);

/// <summary>Whole numbers that index something, as an input gives them.</summary>
internal sealed record TokensOperand(Term Term, ElementType Type, int? BatchAxis) : Operand(Type)
{
    public int Rank => Term.Shape.Rank + (BatchAxis is null ? 0 : 1);
}
