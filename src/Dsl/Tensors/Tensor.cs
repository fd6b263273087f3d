using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// A value of the network being declared. Layers are extension methods on it; the batch dimension is implicit and not
/// counted by shapes or axes. Nothing is computed here: the compiler reads the declaration and builds the network from it.
/// </summary>
public sealed class Tensor
{
    internal Tensor(GraphBuilder builder, int id) => (Builder, Id) = (builder, id);

    internal GraphBuilder Builder { get; }

    internal int Id { get; }

    /// <summary>The extents, without the batch.</summary>
    public Shape Shape => Builder.ShapeOf(Id);

    internal Tensor With(int id) => new(Builder, id);

    /// <summary>
    /// A trainable weight of your own, or one to share: pass the result to several layers. Weights have no batch dimension.
    /// </summary>
    /// <param name="name">The name in checkpoints, below the current scope.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="initializer">How it is filled; <see cref="Initializer.KaimingUniform"/> with a gain of 1/√3 by default, zeros for one axis.</param>
    /// <param name="decay">Whether weight decay applies; by default to weights of two axes or more.</param>
    /// <returns>The weight, <paramref name="shape"/> without a batch.</returns>
    /// <exception cref="NetworkDefinitionException">The name is empty or taken, or an extent is not positive.</exception>
    public Tensor Parameter(string name, int[] shape, Initializer? initializer = null, bool? decay = null)
    {
        Require.NotNull("Parameter", nameof(shape), shape);
        if (string.IsNullOrWhiteSpace(name)) throw Require.Error(DiagnosticIds.Null, $"Parameter: the name is empty; say what checkpoints call it.");
        foreach (var extent in shape) Require.Positive($"Parameter '{name}'", "an extent", extent);
        var extents = new Shape(shape.Select(extent => (Dim)extent));
        initializer ??= shape.Length < 2 ? Initializer.Zeros : Initializer.KaimingUniform(0.57735027f);
        return With(Builder.Parameter(name, extents, initializer, decay ?? shape.Length >= 2));
    }

    /// <summary>
    /// Applies <paramref name="body"/> with all names below <paramref name="name"/>: <c>layer1.0.conv1.weight</c>. What it returns may be a
    /// tuple: <c>var (mean, logVariance) = x.Scope("encoder", h => (h.Linear(8, name: "mean"), h.Linear(8, name: "variance")));</c>
    /// </summary>
    /// <typeparam name="T">A tensor, a tuple or an array of them, or whatever else the definition works with.</typeparam>
    /// <param name="name">What stands in front of the names, not empty; a dot in it makes two levels.</param>
    /// <param name="body">The layers.</param>
    /// <returns>What <paramref name="body"/> returns.</returns>
    /// <exception cref="NetworkDefinitionException">The name is empty.</exception>
    public T Scope<T>(string name, Func<Tensor, T> body)
    {
        Require.NotNull("Scope", nameof(body), body);
        return Within(Builder, name, () => body(this));
    }

    /// <summary>
    /// The value as it is, with the weights frozen of what returned it: a layer, a <see cref="Scope"/>, a <see cref="Module"/> or a
    /// <see cref="Parameter"/>. PyTorch's <c>requires_grad_(False)</c> of a module, decided at build time:
    /// <c>image.Scope("features", Backbone).Frozen().Flatten().Linear(10)</c>.
    /// <para>
    /// Training computes no gradients of frozen weights and keeps none, nor any state of an optimizer; they do not count in the norm of the
    /// gradients, and stay the same bits. Gradients still pass through to weights in front that are not frozen. Files of weights
    /// are the same. A batch normalisation whose weight and bias are frozen computes as at inference, by its running statistics, which stay as
    /// they are, whereas PyTorch also needs its <c>eval()</c>: statistics of other data would change what the frozen weights compute. Dropout
    /// stays as it is. By names, the attribute <see cref="FreezeAttribute"/> does the same.
    /// </para>
    /// </summary>
    /// <returns>This value.</returns>
    /// <exception cref="NetworkDefinitionException">What returned the value has made no weights: an operator, an activation, or a layer that was handed its weights.</exception>
    public Tensor Frozen()
    {
        Builder.Freeze(Id);
        return this;
    }

    /// <summary>Values one after the other along an axis, as <c>torch.cat</c>.</summary>
    /// <param name="parts">At least one, with equal extents along all other axes.</param>
    /// <param name="axis">The axis, the batch not counted; of images, 0 is the channels.</param>
    /// <returns>The shape with the axis as long as all together.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or the parts do not fit together.</exception>
    public static Tensor Concat(Tensor[] parts, int axis = 0)
    {
        Require.NotNull("Concat", nameof(parts), parts);
        if (parts.Length == 0) throw Require.Error(DiagnosticIds.Range, $"Concat needs at least one part, but gets none.");
        foreach (var part in parts) Require.NotNull("Concat", "a part", part);
        var first = parts[0];
        if (parts.FirstOrDefault(part => part.Shape.IsBatched != first.Shape.IsBatched) is { } odd) throw Fixes.OneBatch(first.Shape, odd.Shape);
        var full = first.FullAxis(axis, "Concat");
        foreach (var part in parts)
        {
            var fits = part.Shape.FullRank == first.Shape.FullRank && part.Shape.IsBatched == first.Shape.IsBatched &&
                part.Shape.Dims.Where((_, i) => i != full).SequenceEqual(first.Shape.Dims.Where((_, i) => i != full));
            if (!fits)
                throw Require.Error(DiagnosticIds.Shape, $"Concat along axis {axis} needs equal extents along the others, but gets {first.Shape} and {part.Shape}{(first.Shape.IsKnown && part.Shape.IsKnown ? Fixes.Concat(first.Shape, part.Shape, full) : $": {Unification.Explain(first.Shape.Without(full), part.Shape.Without(full))}")}.");
        }

        return first.With(first.Builder.Concat(full, parts.Select(part => part.Id).ToArray()));
    }

    /// <summary>The sum, with broadcasting.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Binary(left, ScalarFunction.Add, right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(Tensor left, float right) => Binary(left, ScalarFunction.Add, right);

    /// <summary>Adds a number to every element.</summary>
    public static Tensor operator +(float left, Tensor right) => Binary(right, ScalarFunction.Add, left);

    /// <summary>The difference, with broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Binary(left, ScalarFunction.Subtract, right);

    /// <summary>Subtracts a number from every element.</summary>
    public static Tensor operator -(Tensor left, float right) => Binary(left, ScalarFunction.Subtract, right);

    /// <summary>Subtracts every element from a number.</summary>
    public static Tensor operator -(float left, Tensor right) => Binary(left, ScalarFunction.Subtract, right);

    /// <summary>The negated elements.</summary>
    public static Tensor operator -(Tensor value) => Unary(ScalarFunction.Negate, value);

    /// <summary>The elementwise product, with broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Binary(left, ScalarFunction.Multiply, right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(Tensor left, float right) => Binary(left, ScalarFunction.Multiply, right);

    /// <summary>Multiplies every element by a number.</summary>
    public static Tensor operator *(float left, Tensor right) => Binary(right, ScalarFunction.Multiply, left);

    /// <summary>The elementwise quotient, with broadcasting.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Binary(left, ScalarFunction.Divide, right);

    /// <summary>Divides every element by a number.</summary>
    public static Tensor operator /(Tensor left, float right) => Binary(left, ScalarFunction.Divide, right);

    /// <summary>Divides a number by every element.</summary>
    public static Tensor operator /(float left, Tensor right) => Binary(left, ScalarFunction.Divide, right);

    internal static Tensor Unary(ScalarFunction function, Tensor value)
    {
        Require.NotNull(function.ToString(), "the input", value);
        return value.With(value.Builder.Pointwise(function, value.Id));
    }

    internal static Tensor Binary(Tensor left, ScalarFunction function, Tensor right)
    {
        Require.NotNull(function.ToString(), "the left side", left);
        Require.NotNull(function.ToString(), "the right side", right);
        Broadcasting.Check(function.ToString(), left.Shape, right.Shape);
        return left.With(left.Builder.Pointwise(function, Broadcasting.Align(left, right)));
    }

    internal static Tensor Binary(Tensor left, ScalarFunction function, float right)
    {
        Require.NotNull(function.ToString(), "the input", left);
        return left.With(left.Builder.Pointwise(function, left.Id, left.Builder.ConstantLike(right, left.Id)));
    }

    internal static Tensor Binary(float left, ScalarFunction function, Tensor right)
    {
        Require.NotNull(function.ToString(), "the input", right);
        return right.With(right.Builder.Pointwise(function, right.Builder.ConstantLike(left, right.Id), right.Id));
    }

    /// <summary>What <paramref name="body"/> returns, with all names in it below <paramref name="name"/>.</summary>
    internal static T Within<T>(GraphBuilder builder, string name, Func<T> body, SharedWeights? shared = null)
    {
        T result = default!;
        builder.Within(name, () => (result = body()) is Tensor value ? value.Id : null, shared);
        return result;
    }

    /// <summary>Records a layer of this value; see <see cref="GraphBuilder.Layer"/>.</summary>
    internal Tensor Layer(string kind, string? name, Func<int> body, params string[] order) => With(Builder.Layer(kind, name, body, order));

    /// <summary>The axis as the graph counts it: negative ones from the end, the batch included.</summary>
    internal int FullAxis(int axis, string layer)
    {
        var rank = Shape.Rank;
        if (rank == 0) throw NetworkDefinitionException.Shape($"{layer}: {Shape} has no axes besides the batch, so that there is no axis {axis}.");
        if (axis < -rank || axis >= rank)
            throw NetworkDefinitionException.Shape($"{layer}: axis {axis} is not an axis of {Shape}; use {-rank} … {rank - 1}, the batch not counted.");
        return (axis < 0 ? axis + rank : axis) + (Shape.IsBatched ? 1 : 0);
    }
}
