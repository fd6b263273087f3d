using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Matrix products.</summary>
internal static class ProductOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["MatMul"] = node => [MatMul(node, node.Input(0), node.Input(1))],
        ["Gemm"] = Gemm,
        ["Einsum"] = Einsum,
    };

    /// <summary>The product over the last two axes; by a weight matrix it is a layer.</summary>
    public static TensorOperand MatMul(NodeContext node, Operand left, Operand right)
    {
        if (right is ConstantOperand { Constant: { Rank: 2 } weight } && Values.IsComputed(left) && node.Values.Tensor(left) is { Rank: > 1 } x && IsOfRows(x))
            return Linear(node, x, weight.Transposed(1, 0), null, weight);
        return Product(node, node.Values.Tensor(left), node.Values.Tensor(right));
    }

    /// <summary>Whether the last axis is a sample's own, so that a layer works along it.</summary>
    public static bool IsOfRows(TensorOperand x) => x.IsBatched && x.BatchAxis != x.Rank - 1 && x.Merged?.Axis != x.Rank - 1;

    /// <summary>A layer of a weight matrix <c>[out, in]</c>.</summary>
    /// <param name="named">What the file's name is taken of.</param>
    public static TensorOperand Linear(NodeContext node, TensorOperand x, Constant weight, Constant? bias, Constant named)
    {
        var arguments = new List<Argument> { new("outFeatures", weight.Dims[0]) };
        if (bias is null) arguments.Add(new Argument("bias", false));
        return node.Layer("Linear", x, arguments, named, ("weight", weight), ("bias", bias));
    }

    public static TensorOperand Product(NodeContext node, TensorOperand a, TensorOperand b)
    {
        // Vectors are a row on the left, a column on the right.
        if (a.Rank == 0 || b.Rank == 0) throw node.Error("a side has no axes");
        var (isRow, isColumn) = (a.Rank == 1, b.Rank == 1);
        if (isRow) a = node.Values.Reshape(node.Values.IsSingle ? node.Values.Explicit(a) : a, [1, node.Values.DimsOf(a)[0]]);
        if (isColumn) b = node.Values.Reshape(node.Values.IsSingle ? node.Values.Explicit(b) : b, [node.Values.DimsOf(b)[0], 1]);
        var (fromEndA, fromEndB) = (a.Rank - a.BatchAxis, b.Rank - b.BatchAxis);
        TensorOperand result;
        if (a.Merged is { } rows && rows.Axis == a.Rank - 2 && b is { IsBatched: false, Rank: 2 }) return a with { Term = node.Definition.Call("Matmul", a.Term, new Argument("right", b.Term)) };
        if (a.Merged?.Axis >= a.Rank - 2) a = node.Values.Explicit(a);
        if (b.Merged?.Axis >= b.Rank - 2) b = node.Values.Explicit(b);
        if (fromEndA is 2 && a.Rank == 2 && !b.IsBatched && b.Rank == 2)
        {
            // The samples are the rows.
            result = a with { Term = node.Definition.Call("Matmul", a.Term, new Argument("right", b.Term)) };
        }
        else
        {
            if (fromEndA is 1 or 2) (a, fromEndA) = (node.Values.Explicit(a), null);
            if (fromEndB is 1 or 2) (b, fromEndB) = (node.Values.Explicit(b), null);
            // Leading axes broadcast as those of an operation element by element do.
            var both = node.Values.Broadcast(a, b);
            result = both.Result(node.Definition.Call("Matmul", both.Values[0].Term, new Argument("right", both.Values[1].Term)), a.Type);
        }

        if (!isRow && !isColumn) return result;
        var dims = node.Values.DimsOf(result).ToList();
        if (isColumn) dims.RemoveAt(dims.Count - 1);
        if (isRow) dims.RemoveAt(dims.Count - (isColumn ? 1 : 2));
        return node.Values.Reshape(result, [.. dims]);
    }

    private static Operand?[] Gemm(NodeContext node)
    {
        var (alpha, beta) = (node.Float("alpha", 1), node.Float("beta", 1));
        var (transA, transB) = (node.Integer("transA", 0) != 0, node.Integer("transB", 0) != 0);
        var x = node.Tensor(0);
        if (x.Rank != 2) throw node.Error($"its first input has {x.Rank} axes, and needs 2");
        if (!transA && alpha == 1 && IsOfRows(x) && node.Input(1) is ConstantOperand { Constant: { Rank: 2 } weight })
        {
            var bias = node.Optional(2) is ConstantOperand { Constant: { Count: var count } } && count == weight.Dims[transB ? 0 : 1] && beta == 1 ? ((ConstantOperand)node.Input(2)).Constant.Reshaped(count) : null;
            var result = Linear(node, x, transB ? weight : weight.Transposed(1, 0), bias, weight);
            return [bias is not null || node.Optional(2) is null ? result : PointwiseOperators.Binary(node, "+", result, Scaled(node, beta))];
        }

        var a = transA ? MovementOperators.Permute(node, x, [1, 0]) : x;
        var b = transB ? MovementOperators.Permute(node, node.Tensor(1), [1, 0]) : node.Tensor(1);
        var product = PointwiseOperators.Scale(node, Product(node, a, b), alpha);
        return [node.Optional(2) is null || beta == 0 ? product : PointwiseOperators.Binary(node, "+", product, Scaled(node, beta))];
    }

    private static Operand Scaled(NodeContext node, float beta) => beta == 1 ? node.Input(2) : PointwiseOperators.Scale(node, node.Input(2), beta);

    private static Operand?[] Einsum(NodeContext node)
    {
        var equation = node.Text("equation", "").Replace(" ", "");
        var sides = equation.Split(["->"], StringSplitOptions.None);
        var terms = sides[0].Split(',');
        if (terms.Length != node.InputCount) throw node.Error($"the equation '{equation}' has {terms.Length} terms for {node.InputCount} inputs");
        var operands = terms.Select((term, i) => Labelled(node, node.Tensor(i), term)).ToArray();
        var ellipsis = operands.Select(operand => new string([.. operand.Names.Where(label => label < 'A')])).OrderByDescending(labels => labels.Length).First();
        var all = string.Concat(operands.Select(operand => operand.Names));
        var output = sides.Length > 1
            ? sides[1].Replace("...", ellipsis)
            : ellipsis + new string([.. all.Where(label => label >= 'A' && all.Count(other => other == label) == 1).Distinct().OrderBy(label => label)]);
        var result = operands[0];
        for (var i = 1; i < operands.Length; i++)
        {
            var later = string.Concat(operands.Skip(i + 1).Select(operand => operand.Names)) + output;
            result = Contract(node, result, operands[i], later);
        }

        result = Summed(node, result, output);
        return [MovementOperators.Permute(node, result.Value, [.. output.Select(label => result.Names.IndexOf(label))])];
    }

    /// <summary>A factor, and the letter of each of its axes.</summary>
    private sealed record Labels(TensorOperand Value, string Names);

    // Axes under an ellipsis get digits, the last one 9.
    private static Labels Labelled(NodeContext node, TensorOperand value, string term)
    {
        if (term.Contains("..."))
        {
            var count = value.Rank - (term.Length - 3);
            if (count is < 0 or > 9) throw node.Error($"the term '{term}' has more letters than its input axes");
            term = term.Replace("...", new string([.. Enumerable.Range(0, count).Select(i => (char)('9' - count + 1 + i))]));
        }

        if (term.Length != value.Rank) throw node.Error($"the term '{term}' names {term.Length} of {value.Rank} axes");
        for (var i = 0; i < term.Length; i++)
        {
            var again = term.IndexOf(term[i], i + 1);
            if (again >= 0) return Labelled(node, Diagonal(node, value, i, again), term.Remove(again, 1));
        }

        return new Labels(value, term);
    }

    // The elements whose two places are the same: a mask, and a sum.
    private static TensorOperand Diagonal(NodeContext node, TensorOperand value, int first, int second)
    {
        value = value.BatchAxis == first || value.BatchAxis == second ? node.Values.Explicit(value) : value;
        var extent = node.Values.DimsOf(value)[first].Value ?? throw node.Error("it takes the diagonal of axes that calls choose");
        var mask = new float[extent * extent];
        for (var i = 0; i < extent; i++) mask[i * (extent + 1)] = 1;
        var dims = Enumerable.Range(first, value.Rank - first).Select(axis => axis == first || axis == second ? (int)extent : 1).ToArray();
        var table = node.Values.Tensor(Constant.Of(Files.ElementType.Float, dims, mask));
        return ReductionOperators.Reduce(node, "Sum", PointwiseOperators.Binary(node, "*", value, table), [second], keepDims: false);
    }

    private static Labels Summed(NodeContext node, Labels operand, string kept)
    {
        var gone = Enumerable.Range(0, operand.Names.Length).Where(axis => !kept.Contains(operand.Names[axis])).ToArray();
        return gone.Length == 0 ? operand : new Labels(ReductionOperators.Reduce(node, "Sum", operand.Value, gone, keepDims: false), new string([.. operand.Names.Where(label => kept.Contains(label))]));
    }

    private static Labels Contract(NodeContext node, Labels left, Labels right, string later)
    {
        left = Summed(node, left, right.Names + later);
        right = Summed(node, right, left.Names + later);
        var shared = new string([.. left.Names.Where(label => right.Names.Contains(label))]);
        var summed = new string([.. shared.Where(label => !later.Contains(label))]);
        var batch = new string([.. shared.Where(later.Contains)]);
        var (rows, columns) = (new string([.. left.Names.Except(shared)]), new string([.. right.Names.Except(shared)]));
        var a = Arranged(node, left, batch, rows, summed);
        var b = Arranged(node, right, batch, summed, columns);
        var product = Product(node, a, b);
        var extents = (batch + rows + columns).Select(label => Extent(node, left, label) is { } own && own.Value != 1 ? own : Extent(node, right, label) ?? Extent(node, left, label)!).ToArray();
        return new Labels(node.Values.Reshape(product, extents), batch + rows + columns);
    }

    private static Count? Extent(NodeContext node, Labels operand, char label) => operand.Names.IndexOf(label) is var axis and >= 0 ? node.Values.DimsOf(operand.Value)[axis] : null;

    // The batch's axes, then one axis for each of the two groups.
    private static TensorOperand Arranged(NodeContext node, Labels operand, string batch, string first, string second)
    {
        var order = (batch + first + second).Select(label => operand.Names.IndexOf(label)).ToArray();
        var moved = MovementOperators.Permute(node, operand.Value, order);
        var dims = node.Values.DimsOf(moved);
        var groups = dims.Take(batch.Length).Append(Count.Product(dims.Skip(batch.Length).Take(first.Length))).Append(Count.Product(dims.Skip(batch.Length + first.Length)));
        return node.Values.Reshape(moved, [.. groups]);
    }
}
