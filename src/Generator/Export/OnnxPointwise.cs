using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Scalar functions.</summary>
internal static class OnnxPointwise
{
    // Those that ONNX has under these names.
    private static readonly Dictionary<ScalarFunction, string> Operators = new()
    {
        [ScalarFunction.Negate] = "Neg",
        [ScalarFunction.Abs] = "Abs",
        [ScalarFunction.Sign] = "Sign",
        [ScalarFunction.Exp] = "Exp",
        [ScalarFunction.Log] = "Log",
        [ScalarFunction.Sqrt] = "Sqrt",
        [ScalarFunction.Tanh] = "Tanh",
        [ScalarFunction.Sigmoid] = "Sigmoid",
        [ScalarFunction.Erf] = "Erf",
        [ScalarFunction.Sin] = "Sin",
        [ScalarFunction.Cos] = "Cos",
        [ScalarFunction.Tan] = "Tan",
        [ScalarFunction.Asin] = "Asin",
        [ScalarFunction.Acos] = "Acos",
        [ScalarFunction.Atan] = "Atan",
        [ScalarFunction.Sinh] = "Sinh",
        [ScalarFunction.Cosh] = "Cosh",
        [ScalarFunction.Floor] = "Floor",
        [ScalarFunction.Ceil] = "Ceil",
        [ScalarFunction.Round] = "Round",
        [ScalarFunction.Reciprocal] = "Reciprocal",
        [ScalarFunction.Add] = "Add",
        [ScalarFunction.Subtract] = "Sub",
        [ScalarFunction.Multiply] = "Mul",
        [ScalarFunction.Divide] = "Div",
        [ScalarFunction.Maximum] = "Max",
        [ScalarFunction.Minimum] = "Min",
    };

    // Those that it has to be told in several.
    private static readonly Dictionary<ScalarFunction, Func<OnnxNode, OnnxCall>> Composed = new()
    {
        [ScalarFunction.ToFloat] = node => new("Cast", node.Inputs(), "to = 1"),
        [ScalarFunction.Rsqrt] = node => new("Reciprocal", [node.Add("root", "Sqrt", "", node.Input())]),
        [ScalarFunction.Expm1] = Expm1,
        [ScalarFunction.Log1p] = Log1p,
        [ScalarFunction.Mod] = Mod,
        [ScalarFunction.Select] = node => new("Where", [node.Condition(0), node.Operand(1), node.Operand(2)]),
    };

    /// <summary>The functions that are written by a row; the others are comparisons.</summary>
    public static IEnumerable<ScalarFunction> Known => Operators.Keys.Concat(Composed.Keys);

    public static OnnxCall Write(PointwiseOp op, OnnxNode node)
    {
        if (op.Function == ScalarFunction.Maximum && Zero(node) is { } other) return new OnnxCall("Relu", [node.Input(other)]);
        if (Operators.TryGetValue(op.Function, out var name)) return new OnnxCall(name, node.Operands());
        return Composed.TryGetValue(op.Function, out var compose) ? compose(node) : throw new NotExpressibleException($"ONNX has no operator for {op.Function}");
    }

    /// <summary>A comparison, whose value is a truth value.</summary>
    public static OnnxCall Compare(ScalarFunction function, OnnxNode node) =>
        new(function switch { ScalarFunction.Less => "Less", ScalarFunction.LessOrEqual => "LessOrEqual", _ => "Equal" }, node.Operands());

    // The input beside a 0 that adds no axes.
    private static int? Zero(OnnxNode node)
    {
        for (var index = 0; index < 2; index++)
        {
            if (node.OpOf(index) is ConstantOp { Value: 0 } && node.ShapeOf(1 - index).Equals(node.Shape)) return 1 - index;
        }

        return null;
    }

    // tanh(x/2) is (e^x - 1) / (e^x + 1), and has all digits near 0.
    private static OnnxCall Expm1(OnnxNode node)
    {
        var half = node.Add("half", "Mul", "", node.Input(), node.Text.Scalar(0.5f));
        var ratio = node.Add("ratio", "Tanh", "", half);
        var sum = node.Add("sum", "Add", "", node.Add("exp", "Exp", "", node.Input()), node.Text.Scalar(1));
        return new OnnxCall("Mul", [ratio, sum]);
    }

    // Near 0, ln(1 + x) is 2 artanh(x / (2 + x)), which has all digits there.
    private static OnnxCall Log1p(OnnxNode node)
    {
        var near = node.Add("near", "Less", "", node.Add("abs", "Abs", "", node.Input()), node.Text.Scalar(0.5f));
        var ratio = node.Add("ratio", "Div", "", node.Input(), node.Add("sum", "Add", "", node.Input(), node.Text.Scalar(2)));
        var series = node.Add("series", "Mul", "", node.Add("artanh", "Atanh", "", ratio), node.Text.Scalar(2));
        var log = node.Add("log", "Log", "", node.Add("shifted", "Add", "", node.Input(), node.Text.Scalar(1)));
        return new OnnxCall("Where", [near, series, log]);
    }

    // ONNX's remainder of floats has the sign of the dividend; this one that of the divisor.
    private static OnnxCall Mod(OnnxNode node)
    {
        var (dividend, divisor, zero) = (node.Operand(0), node.Operand(1), node.Text.Scalar(0));
        var rest = node.Add("rest", "Mod", "fmod = 1", dividend, divisor);
        var isOther = node.Add("signs", "Xor", "", node.Add("below", "Less", "", rest, zero), node.Add("negative", "Less", "", divisor, zero));
        var isWhole = node.Add("whole", "Equal", "", rest, zero);
        var moved = node.Add("moved", "Where", "", isOther, node.Add("sum", "Add", "", rest, divisor), rest);
        return new OnnxCall("Where", [isWhole, rest, moved]);
    }
}
