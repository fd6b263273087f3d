using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Activations, and the layers that normalise along an axis by exponentials.</summary>
internal static class ActivationOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Relu"] = PointwiseOperators.Calling("Relu"),
        ["Sigmoid"] = PointwiseOperators.Calling("Sigmoid"),
        ["Tanh"] = PointwiseOperators.Calling("Tanh"),
        ["Softplus"] = Softplus,
        ["Softsign"] = PointwiseOperators.Calling("Softsign"),
        ["Mish"] = PointwiseOperators.Calling("Mish"),
        ["HardSwish"] = PointwiseOperators.Calling("HardSwish"),
        ["LeakyRelu"] = node => [PointwiseOperators.Call(node, "LeakyRelu", node.Tensor(0), new Argument("negativeSlope", node.Float("alpha", 0.01f)))],
        ["Elu"] = node => [PointwiseOperators.Call(node, "Elu", node.Tensor(0), new Argument("alpha", node.Float("alpha", 1)))],
        ["Celu"] = node => [PointwiseOperators.Call(node, "Celu", node.Tensor(0), new Argument("alpha", node.Float("alpha", 1)))],
        ["Selu"] = Selu,
        ["HardSigmoid"] = HardSigmoid,
        ["ThresholdedRelu"] = node => [PointwiseOperators.Call(node, "Threshold", node.Tensor(0), new Argument("threshold", node.Float("alpha", 1)), new Argument("value", 0f))],
        ["Shrink"] = Shrink,
        ["PRelu"] = PRelu,
        ["Gelu"] = Gelu,
        ["Swish"] = node => [Swish(node)],
        ["SwiGLU"] = node => [PointwiseOperators.Binary(node, "*", Swish(node), node.Input(1))],
        ["Softmax"] = node => Normalized(node, "Softmax"),
        ["LogSoftmax"] = node => Normalized(node, "LogSoftmax"),
        ["Hardmax"] = Hardmax,
    };

    // The Dsl's is the identity above a threshold, as PyTorch's.
    private static Operand?[] Softplus(NodeContext node) => [PointwiseOperators.Call(node, "Softplus", node.Tensor(0))];

    private static Operand?[] Selu(NodeContext node)
    {
        var (alpha, gamma) = (node.Float("alpha", 1.67326319217681884765625f), node.Float("gamma", 1.05070102214813232421875f));
        if (alpha == 1.67326319217681884765625f && gamma == 1.05070102214813232421875f) return [PointwiseOperators.Call(node, "Selu", node.Tensor(0))];
        return [PointwiseOperators.Scale(node, PointwiseOperators.Call(node, "Elu", node.Tensor(0), new Argument("alpha", alpha)), gamma)];
    }

    private static Operand?[] HardSigmoid(NodeContext node)
    {
        var line = PointwiseOperators.Plus(node, PointwiseOperators.Scale(node, node.Tensor(0), node.Float("alpha", 0.2f)), node.Float("beta", 0.5f));
        return [PointwiseOperators.Call(node, "Clamp", line, new Argument("low", 0f), new Argument("high", 1f))];
    }

    private static Operand?[] Shrink(NodeContext node)
    {
        var (x, bias, lambd) = (node.Tensor(0), node.Float("bias", 0), node.Float("lambd", 0.5f));
        var above = PointwiseOperators.Call(node, "Greater", x, new Argument("other", lambd));
        var below = PointwiseOperators.Call(node, "Less", x, new Argument("other", -lambd));
        var (up, down) = (PointwiseOperators.Plus(node, x, -bias), PointwiseOperators.Plus(node, x, bias));
        var low = node.Definition.Call("Where", below.Term, new Argument("then", down.Term), new Argument("otherwise", 0f));
        return [x with { Term = node.Definition.Call("Where", above.Term, new Argument("then", up.Term), new Argument("otherwise", low)) }];
    }

    private static Operand?[] PRelu(NodeContext node)
    {
        var x = node.Tensor(0);
        var positive = PointwiseOperators.Call(node, "Maximum", x, new Argument("other", 0f));
        var negative = PointwiseOperators.Call(node, "Minimum", x, new Argument("other", 0f));
        return [PointwiseOperators.Binary(node, "+", positive, PointwiseOperators.Binary(node, "*", negative, node.Input(1)))];
    }

    private static Operand?[] Gelu(NodeContext node)
    {
        var arguments = node.Text("approximate", "none") == "tanh" ? new[] { new Argument("approximate", GeluApproximation.Tanh) } : [];
        return [PointwiseOperators.Call(node, "Gelu", node.Tensor(0), arguments)];
    }

    private static TensorOperand Swish(NodeContext node)
    {
        var (x, alpha) = (node.Tensor(0), node.Float("alpha", 1));
        if (alpha == 1) return PointwiseOperators.Call(node, "Silu", x);
        return PointwiseOperators.Binary(node, "*", x, PointwiseOperators.Call(node, "Sigmoid", PointwiseOperators.Scale(node, x, alpha)));
    }

    private static Operand?[] Normalized(NodeContext node, string method)
    {
        var x = node.Tensor(0);
        return Along(node, x, (value, axis) => value with { Term = node.Definition.Call(method, value.Term, new Argument("axis", axis == value.Sample.Length - 1 ? -1 : axis)) });
    }

    private static Operand?[] Hardmax(NodeContext node) => Along(node, node.Tensor(0), (value, axis) =>
    {
        var first = node.Definition.Call("ArgMax", value.Term, new Argument("axis", axis), new Argument("keepDims", true));
        var places = node.Definition.Call("ArangeLike", value.Term, new Argument("axis", axis));
        var column = node.Definition.Column(places, value.Sample.Length - axis - 1);
        return value with { Term = node.Definition.Call("EqualTo", first, new Argument("other", column)) };
    });

    // Before opset 13 the axis and all behind it were one.
    private static Operand?[] Along(NodeContext node, TensorOperand x, Func<TensorOperand, int, TensorOperand> apply)
    {
        var rank = x.Rank;
        if (node.Opset >= 13)
        {
            var (value, axis) = node.Values.On(x, node.Axis(node.Integer("axis", -1), rank));
            return [apply(value, axis)];
        }

        var first = node.Integer("axis", 1) is var stated && stated == rank ? rank : node.Axis(stated, rank);
        var dims = node.Values.DimsOf(x);
        if (first == rank - 1)
        {
            var (last, axis) = node.Values.On(x, first);
            return [apply(last, axis)];
        }

        var flat = node.Values.Reshape(x, [.. dims.Take(first), Symbols.Count.Product(dims.Skip(first))]);
        var (rows, along) = node.Values.On(flat, first);
        return [node.Values.Reshape(apply(rows, along), dims)];
    }
}
