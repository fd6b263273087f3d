using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Losses that a file computes itself.</summary>
internal static class LossOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["NegativeLogLikelihoodLoss"] = node => [Negative(node, node.Tensor(0))],
        ["SoftmaxCrossEntropyLoss"] = CrossEntropy,
    };

    private static Operand?[] CrossEntropy(NodeContext node)
    {
        var (scores, axis) = node.Values.On(node.Tensor(0), 1);
        var logarithms = scores with { Term = node.Definition.Call("LogSoftmax", scores.Term, new Argument("axis", axis)) };
        return [Negative(node, logarithms), logarithms];
    }

    private static TensorOperand Negative(NodeContext node, TensorOperand logarithms)
    {
        var labels = node.Tensor(1);
        var dims = node.Values.DimsOf(labels);
        var column = node.Values.Reshape(labels, [dims[0], 1, .. dims.Skip(1)]);
        var classes = node.Values.DimsOf(logarithms)[1].Value ?? throw node.Error("the number of classes depends on a call");
        var isClass = OneHot(node, column, checked((int)classes), logarithms.Rank);
        var chosen = ComparisonOperators.Choose(node, isClass, logarithms, 0f);
        var loss = ReductionOperators.Reduce(node, "Sum", chosen, [1], keepDims: false);
        loss = loss with { Term = node.Definition.Negate(loss.Term) };
        TensorOperand? weight = null;
        if (node.Optional(2) is { } weights)
        {
            var row = node.Values.Tensor(weights);
            var rows = node.Values.Reshape(row.BatchAxis is null ? row : node.Values.Explicit(row), [1, classes, .. Enumerable.Repeat((Symbols.Count)1, logarithms.Rank - 2)]);
            weight = ReductionOperators.Reduce(node, "Sum", PointwiseOperators.Binary(node, "*", isClass, rows), [1], keepDims: false);
        }

        if (node.Has("ignore_index"))
        {
            var counts = PointwiseOperators.Call(node, "NotEqualTo", labels, new Argument("other", (float)node.Integer("ignore_index")));
            weight = weight is null ? counts : PointwiseOperators.Binary(node, "*", weight, counts);
        }

        if (weight is not null) loss = PointwiseOperators.Binary(node, "*", loss, weight);
        int[] all = [.. Enumerable.Range(0, loss.Rank)];
        switch (node.Text("reduction", "mean"))
        {
            case "none": return loss;
            case "sum": return ReductionOperators.Reduce(node, "Sum", loss, all, keepDims: false);
            default:
                if (weight is null) return ReductionOperators.Reduce(node, "Mean", loss, all, keepDims: false);
                return PointwiseOperators.Binary(node, "/", ReductionOperators.Reduce(node, "Sum", loss, all, keepDims: false), ReductionOperators.Reduce(node, "Sum", weight, all, keepDims: false));
        }
    }

    /// <summary>1 where an element along axis 1 is the one whose number stands there.</summary>
    private static TensorOperand OneHot(NodeContext node, TensorOperand column, int classes, int rank)
    {
        var places = node.Definition.Places(node.Definition.Beside, classes, rank - 2);
        var both = node.Values.Broadcast(column, new TensorOperand(places, ElementType.Float, null));
        return both.Result(node.Definition.Call("EqualTo", both.Values[0].Term, new Argument("other", both.Values[1].Term)), ElementType.Bool);
    }
}
