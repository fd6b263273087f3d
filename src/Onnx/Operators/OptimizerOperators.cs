using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Steps of optimizers as a file computes them: arithmetic like any other.</summary>
internal static class OptimizerOperators
{
    public const string Domain = "ai.onnx.preview.training";

    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Adagrad"] = node => Each(node, 1, Adagrad),
        ["Adam"] = node => Each(node, 2, Adam),
        ["Momentum"] = node => Each(node, 1, Momentum),
    };

    // Inputs are R, T, then all X, all gradients, and all of each state; outputs all X, and all of each state.
    private static Operand?[] Each(NodeContext node, int states, Func<NodeContext, TensorOperand, TensorOperand, TensorOperand[], TensorOperand[]> step)
    {
        var count = (node.InputCount - 2) / (2 + states);
        var results = new Operand?[count * (1 + states)];
        for (var i = 0; i < count; i++)
        {
            var (x, gradient) = (node.Tensor(2 + i), node.Tensor(2 + count + i));
            var moved = step(node, x, Plus(node, gradient, PointwiseOperators.Scale(node, x, node.Float("norm_coefficient", 0))), [.. Enumerable.Range(0, states).Select(state => node.Tensor(2 + ((2 + state) * count) + i))]);
            for (var output = 0; output <= states; output++) results[(output * count) + i] = moved[output];
        }

        return results;
    }

    private static TensorOperand[] Adagrad(NodeContext node, TensorOperand x, TensorOperand gradient, TensorOperand[] states)
    {
        var rate = Rate(node, node.Float("decay_factor", 0));
        var sum = Plus(node, states[0], PointwiseOperators.Call(node, "Square", gradient));
        var adapted = PointwiseOperators.Plus(node, PointwiseOperators.Call(node, "Sqrt", sum), node.Float("epsilon", 1e-6f));
        return [Minus(node, x, Over(node, Times(node, gradient, rate), adapted)), sum];
    }

    private static TensorOperand[] Adam(NodeContext node, TensorOperand x, TensorOperand gradient, TensorOperand[] states)
    {
        var (alpha, beta) = (node.Float("alpha", 0.9f), node.Float("beta", 0.999f));
        var mean = Plus(node, PointwiseOperators.Scale(node, states[0], alpha), PointwiseOperators.Scale(node, gradient, 1 - alpha));
        var square = Plus(node, PointwiseOperators.Scale(node, states[1], beta), PointwiseOperators.Scale(node, PointwiseOperators.Call(node, "Square", gradient), 1 - beta));
        var count = node.Constant(1, "number of the step").Integers()[0];
        var correction = count > 0 ? (float)(Math.Sqrt(1 - Math.Pow(beta, count)) / (1 - Math.Pow(alpha, count))) : 1;
        var rate = PointwiseOperators.Scale(node, node.Tensor(0), correction);
        var deviation = PointwiseOperators.Plus(node, PointwiseOperators.Call(node, "Sqrt", square), node.Float("epsilon", 1e-6f));
        var next = Minus(node, x, Over(node, Times(node, mean, rate), deviation));
        return [PointwiseOperators.Scale(node, next, 1 - node.Float("norm_coefficient_post", 0)), mean, square];
    }

    private static TensorOperand[] Momentum(NodeContext node, TensorOperand x, TensorOperand gradient, TensorOperand[] states)
    {
        var count = node.Constant(1, "number of the step").Integers()[0];
        var (alpha, beta) = (node.Float("alpha", 0), count > 0 ? node.Float("beta", 0) : 1);
        var velocity = Plus(node, PointwiseOperators.Scale(node, states[0], alpha), PointwiseOperators.Scale(node, gradient, beta));
        var step = node.Text("mode", "standard") == "nesterov" ? Plus(node, gradient, PointwiseOperators.Scale(node, velocity, alpha)) : velocity;
        return [Minus(node, x, Times(node, step, node.Tensor(0))), velocity];
    }

    private static TensorOperand Rate(NodeContext node, float decay)
    {
        var count = decay == 0 ? 0 : node.Constant(1, "number of the step").Integers()[0];
        return PointwiseOperators.Scale(node, node.Tensor(0), 1 / (1 + (count * decay)));
    }

    private static TensorOperand Plus(NodeContext node, TensorOperand left, TensorOperand right) => PointwiseOperators.Binary(node, "+", left, right);

    private static TensorOperand Minus(NodeContext node, TensorOperand left, TensorOperand right) => PointwiseOperators.Binary(node, "-", left, right);

    private static TensorOperand Times(NodeContext node, TensorOperand left, TensorOperand right) => PointwiseOperators.Binary(node, "*", left, right);

    private static TensorOperand Over(NodeContext node, TensorOperand left, TensorOperand right) => PointwiseOperators.Binary(node, "/", left, right);
}
