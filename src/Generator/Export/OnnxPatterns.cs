using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>What primitives of a graph are together, where ONNX has a name for it.</summary>
internal sealed class OnnxPatterns
{
    private readonly Graph graph;
    private readonly int[] readers;

    public OnnxPatterns(Graph graph)
    {
        this.graph = graph;
        readers = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs) readers[input]++;
        }

        foreach (var root in graph.Roots()) readers[root]++;
    }

    /// <summary>A sum along axes, divided by the number of its terms.</summary>
    public (int Of, EquatableArray<int> Axes)? Mean(int id)
    {
        if (Is(id, ScalarFunction.Divide) is var (sum, size) && Sum(sum) is { } divided && graph[Unshaped(size)].Op is SizeOp counted)
            return Extent.Of(counted.Dims) == Terms(divided.Of, divided.Axes) ? divided : null;
        if (Is(id, ScalarFunction.Multiply) is not var (left, right)) return null;
        var (product, factor) = graph[left].Op is ConstantOp ? (right, left) : (left, right);
        if (Sum(product) is not { } summed || graph[factor].Op is not ConstantOp constant || Terms(summed.Of, summed.Axes) is not { IsConstant: true } terms) return null;
        return constant.Value == (float)(1.0 / terms.Factor) && graph[id].Shape.Equals(graph[product].Shape) ? summed : null;
    }

    /// <summary>Exponentials divided by their sum along an axis, or the logarithm of it.</summary>
    public (int Of, int Axis, bool IsLogarithm)? Softmax(int id)
    {
        if (Is(id, ScalarFunction.Divide) is var (powers, total) && Sum(total) is { Axes.Count: 1 } sum && sum.Of == powers && Unary(powers, ScalarFunction.Exp) is { } power)
            return Shifted(power, sum.Axes[0]) is { } shifted ? (shifted, sum.Axes[0], false) : null;
        if (Is(id, ScalarFunction.Subtract) is var (less, logarithm) && Unary(logarithm, ScalarFunction.Log) is { } inner && Sum(inner) is { Axes.Count: 1 } all && Unary(all.Of, ScalarFunction.Exp) == less)
            return Shifted(less, all.Axes[0]) is { } shifted ? (shifted, all.Axes[0], true) : null;
        return null;
    }

    /// <summary>Values with mean 0 and variance 1 along their last axes, scaled and moved.</summary>
    public (int Of, int Axis, float Epsilon, int Scale, int? Offset)? LayerNorm(int id)
    {
        var (scaled, offset) = (id, (int?)null);
        if (Is(id, ScalarFunction.Add) is var (left, right))
        {
            if (Is(left, ScalarFunction.Multiply) is null) (left, right) = (right, left);
            if (readers[left] > 1) return null;
            (scaled, offset) = (left, right);
        }

        if (Is(scaled, ScalarFunction.Multiply) is not var (first, second)) return null;
        foreach (var (normal, scale) in new[] { (first, second), (second, first) })
        {
            if (Normal(normal) is not { } found) continue;
            var last = graph[found.Of].Shape.Dims.Skip(found.Axis).ToEquatableArray();
            if (Along(scale, last) is not { } weight || (offset is not null && Along(offset.Value, last) is null)) continue;
            return (found.Of, found.Axis, found.Epsilon, weight, offset is null ? null : Along(offset.Value, last));
        }

        return null;
    }

    /// <summary>Channels scaled and moved by their running statistics, and learned numbers.</summary>
    public (int Of, float Epsilon, int Scale, int Offset, int Mean, int Variance)? BatchNorm(int id)
    {
        if (Is(id, ScalarFunction.Add) is not var (left, right)) return null;
        if (Is(left, ScalarFunction.Multiply) is null) (left, right) = (right, left);
        if (Is(left, ScalarFunction.Multiply) is not var (x, factor) || readers[left] > 1) return null;
        if (!IsPerChannel(factor, graph[id].Shape)) (x, factor) = (factor, x);
        if (!IsPerChannel(factor, graph[id].Shape) || !IsPerChannel(right, graph[id].Shape) || !graph[x].Shape.Equals(graph[id].Shape)) return null;
        var (scaled, shift) = (Unshaped(factor), Unshaped(right));

        // weight / √(variance + epsilon), and bias - mean * that.
        if (Is(scaled, ScalarFunction.Multiply) is not var (root, scale)) return null;
        if (Unary(root, ScalarFunction.Rsqrt) is null) (root, scale) = (scale, root);
        if (Unary(root, ScalarFunction.Rsqrt) is not { } sum || Moved(sum) is not { } variance || Shift(shift, scaled) is not { } moved) return null;
        return new[] { scale, moved.Offset, moved.Mean, variance.Of }.All(value => graph[value].Shape.FullRank == 1) ? (x, variance.By, scale, moved.Offset, moved.Mean, variance.Of) : null;
    }

    /// <summary>A product, or a convolution, and a vector that is added to each row, or channel, of it.</summary>
    public (int Product, int Bias)? Biased(int id)
    {
        if (Is(id, ScalarFunction.Add) is not var (left, right)) return null;
        foreach (var (product, bias) in new[] { (left, right), (right, left) })
        {
            var node = graph[product];
            if (readers[product] > 1 || node.Inputs.Count != 2 || !node.Shape.Equals(graph[id].Shape)) continue;
            var axis = node.Op switch { ConvolutionOp { ChannelsLast: false } => 1, MatMulOp when node.Shape.FullRank == 2 && graph[node.Inputs[0]].Shape.FullRank == 2 => 1, _ => -1 };
            var vector = Unshaped(bias);
            if (axis == 1 && graph[vector].Op is ParameterOp && graph[vector].Shape.FullRank == 1 && IsPerChannel(bias, node.Shape)) return (product, vector);
        }

        return null;
    }

    /// <summary>The inputs of a function, those that are repeated for it as they are before, where another has all axes of the result.</summary>
    public int[] Unrepeated(int id)
    {
        var (inputs, shape) = (graph[id].Inputs.ToArray(), graph[id].Shape);
        for (var index = 0; index < inputs.Length; index++)
        {
            if (graph[inputs[index]].Op is not ExpandOp) continue;
            var covers = true;
            for (var axis = 0; axis < shape.FullRank; axis++)
                covers &= shape.Dims[axis].IsOne || inputs.Where((_, other) => other != index).Any(other => graph[other].Op is not ConstantOp && graph[other].Shape.Dims[axis] == shape.Dims[axis]);
            if (covers && inputs.Length > 1) inputs[index] = graph[inputs[index]].Inputs[0];
        }

        return inputs;
    }

    // (x - mean) / √(mean of its square + epsilon) along the last axes.
    private (int Of, int Axis, float Epsilon)? Normal(int id)
    {
        if (Is(id, ScalarFunction.Multiply) is not var (centered, root)) return null;
        if (Unary(root, ScalarFunction.Rsqrt) is null) (centered, root) = (root, centered);
        if (Unary(root, ScalarFunction.Rsqrt) is not { } sum || Moved(sum) is not { } variance || Mean(variance.Of) is not { } squares) return null;
        if (Is(squares.Of, ScalarFunction.Multiply) is not var (left, right) || left != centered || right != centered) return null;
        if (Is(centered, ScalarFunction.Subtract) is not var (x, average) || Mean(average) is not { } mean || mean.Of != x || !mean.Axes.Equals(squares.Axes)) return null;
        var rank = graph[x].Shape.FullRank;
        var isLast = mean.Axes.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(rank - mean.Axes.Count, mean.Axes.Count));
        return isLast ? (x, rank - mean.Axes.Count, variance.By) : null;
    }

    // offset - mean * factor.
    private (int Offset, int Mean)? Shift(int id, int factor)
    {
        int? Mean(int product) => Is(product, ScalarFunction.Multiply) is var (left, right) ? left == factor ? right : right == factor ? left : null : null;
        if (Is(id, ScalarFunction.Subtract) is var (offset, taken)) return Mean(taken) is { } mean ? (offset, mean) : null;
        if (Is(id, ScalarFunction.Add) is not var (first, second)) return null;
        foreach (var (negative, other) in new[] { (first, second), (second, first) })
        {
            if (Unary(negative, ScalarFunction.Negate) is { } product && Mean(product) is { } mean) return (other, mean);
        }

        return null;
    }

    // x less its largest element along an axis.
    private int? Shifted(int id, int axis) =>
        Is(id, ScalarFunction.Subtract) is var (x, largest) && graph[largest] is { Op: ReduceOp { Kind: ReduceKind.Max } max } node && node.Inputs[0] == x && max.Axes.Count == 1 && max.Axes[0] == axis ? x : null;

    // A value and the number that is added to it.
    private (int Of, float By)? Moved(int id)
    {
        if (Is(id, ScalarFunction.Add) is not var (left, right)) return null;
        if (graph[left].Op is ConstantOp) (left, right) = (right, left);
        return graph[right].Op is ConstantOp number && graph[left].Shape.Equals(graph[id].Shape) ? (left, number.Value) : null;
    }

    private (int Of, EquatableArray<int> Axes)? Sum(int id) => graph[id].Op is ReduceOp { Kind: ReduceKind.Sum } sum ? (graph[id].Inputs[0], sum.Axes) : null;

    private Extent Terms(int of, EquatableArray<int> axes) => Extent.Of(axes.Select(axis => graph[of].Shape.Dims[axis]));

    // What has the extents of the last axes, without the axes of one element before them.
    private int? Along(int id, EquatableArray<Dim> last)
    {
        var value = Unshaped(id);
        return graph[value].Shape.Dims.Equals(last) && last.All(dim => dim.IsConstant) && graph[id].Shape.Dims.Reverse().Take(last.Count).Reverse().SequenceEqual(last) ? value : null;
    }

    // Whether the second axis is that of a shape and all others have one element.
    private bool IsPerChannel(int id, Shape shape)
    {
        var own = graph[id].Shape;
        return own.FullRank == shape.FullRank && own.FullRank > 1 && own.Dims.Select((dim, axis) => axis == 1 ? dim == shape.Dims[1] && dim.IsConstant : dim.IsOne).All(fits => fits);
    }

    private int Unshaped(int id)
    {
        while (graph[id].Op is ReshapeOp) id = graph[id].Inputs[0];
        return id;
    }

    private int? Unary(int id, ScalarFunction function) => graph[id].Op is PointwiseOp op && op.Function == function ? graph[id].Inputs[0] : null;

    private (int, int)? Is(int id, ScalarFunction function) => graph[id].Op is PointwiseOp op && op.Function == function ? (graph[id].Inputs[0], graph[id].Inputs[1]) : null;
}
