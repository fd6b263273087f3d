namespace Sinter.Graphs;

/// <summary>The primitives by id, with the small conveniences that layers and gradients share. Axes count the batch.</summary>
internal sealed partial class GraphBuilder
{
    /// <summary>A scalar that broadcasts to any shape of the given rank.</summary>
    public int Constant(float value, int rank = 0) => Add(new ConstantOp(value, Shape.Ones(rank)));

    /// <summary>A scalar that broadcasts against <paramref name="like"/>.</summary>
    public int ConstantLike(float value, int like) => Constant(value, ShapeOf(like).FullRank);

    /// <summary>One scalar function; inputs of a lower rank get leading axes of 1.</summary>
    public int Pointwise(ScalarFunction function, params int[] inputs)
    {
        var rank = 0;
        foreach (var input in inputs) rank = Math.Max(rank, ShapeOf(input).FullRank);
        var aligned = new int[inputs.Length];
        for (var index = 0; index < aligned.Length; index++) aligned[index] = WithRank(inputs[index], rank);
        return Add(new PointwiseOp(function), aligned);
    }

    public int WithRank(int input, int rank)
    {
        var shape = ShapeOf(input);
        return shape.FullRank == rank ? input : Reshape(input, new Shape(Enumerable.Repeat<Dim>(1, rank - shape.FullRank).Concat(shape.Dims)));
    }

    public int Negate(int a) => Pointwise(ScalarFunction.Negate, a);

    public int Exp(int a) => Pointwise(ScalarFunction.Exp, a);

    public int Log(int a) => Pointwise(ScalarFunction.Log, a);

    public int Sqrt(int a) => Pointwise(ScalarFunction.Sqrt, a);

    public int Rsqrt(int a) => Pointwise(ScalarFunction.Rsqrt, a);

    public int Add(int a, int b) => Pointwise(ScalarFunction.Add, a, b);

    public int Add(int a, float b) => Add(a, ConstantLike(b, a));

    public int Subtract(int a, int b) => Pointwise(ScalarFunction.Subtract, a, b);

    public int Multiply(int a, int b) => Pointwise(ScalarFunction.Multiply, a, b);

    public int Multiply(int a, float b) => Multiply(a, ConstantLike(b, a));

    public int Divide(int a, int b) => Pointwise(ScalarFunction.Divide, a, b);

    public int Maximum(int a, float b) => Pointwise(ScalarFunction.Maximum, a, ConstantLike(b, a));

    public int Minimum(int a, float b) => Pointwise(ScalarFunction.Minimum, a, ConstantLike(b, a));

    public int Select(int condition, int then, int otherwise) => Pointwise(ScalarFunction.Select, condition, then, otherwise);

    /// <summary>Adds along axes, which stay with extent 1.</summary>
    public int Sum(int a, params int[] axes) => axes.Length == 0 ? a : Add(new ReduceOp(ReduceKind.Sum, new(axes)), a);

    /// <summary>The largest along axes, which stay with extent 1.</summary>
    public int Max(int a, params int[] axes) => axes.Length == 0 ? a : Add(new ReduceOp(ReduceKind.Max, new(axes)), a);

    /// <summary>The mean along axes, which stay with extent 1.</summary>
    public int Mean(int a, params int[] axes)
    {
        if (axes.Length == 0) return a;
        var dims = axes.Select(axis => ShapeOf(a).Dims[axis]).ToArray();
        if (dims.All(dim => dim.IsConstant)) return Multiply(Sum(a, axes), (float)(1.0 / dims.Aggregate(1L, (product, dim) => product * dim.Value)));
        var size = Add(new SizeOp(new(dims)));
        return Divide(Sum(a, axes), WithRank(size, ShapeOf(a).FullRank));
    }

    public int Reshape(int a, Shape shape) => ShapeOf(a).Equals(shape) ? a : Add(new ReshapeOp(shape), a);

    public int Transpose(int a, params int[] order) => order.SequenceEqual(Enumerable.Range(0, order.Length)) ? a : Add(new TransposeOp(new(order)), a);

    public int Slice(int a, int axis, Dim start, Dim size, int step = 1) =>
        start == 0 && step == 1 && ShapeOf(a).Dims[axis] == size ? a : Add(new SliceOp(axis, start, size, step), a);

    public int Pad(int a, int axis, Dim before, Dim after, int interior = 0, float value = 0) =>
        before == 0 && after == 0 && interior == 0 ? a : Add(new PadOp(axis, before, after, interior, value), a);

    public int Concat(int axis, params int[] inputs) => inputs.Length == 1 ? inputs[0] : Add(new ConcatOp(axis), inputs);

    public int Expand(int a, Shape shape) => ShapeOf(a).Equals(shape) ? a : Add(new ExpandOp(shape), a);

    public int SelectRows(int rows, int indices) => Add(new SelectRowsOp(), rows, indices);

    public int Segment(ReduceKind kind, int values, int indices, Dim rows) => Add(new SegmentOp(kind, rows), values, indices);

    public int MatMul(int a, int b, bool transposeA = false, bool transposeB = false, bool contractLeading = false) =>
        Add(new MatMulOp(transposeA, transposeB, contractLeading), a, b);
}
