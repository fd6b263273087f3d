using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Arithmetic, element by element.</summary>
internal static class PointwiseOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Add"] = node => Binary(node, "+"),
        ["Sub"] = node => Binary(node, "-"),
        ["Mul"] = node => Binary(node, "*"),
        ["Div"] = Divide,
        ["Pow"] = Power,
        ["Mod"] = Modulo,
        ["Neg"] = node => [node.Tensor(0) is var x ? x with { Term = node.Definition.Negate(x.Term) } : x],
        ["Abs"] = Calling("Abs"),
        ["Ceil"] = Calling("Ceil"),
        ["Floor"] = Calling("Floor"),
        ["Round"] = Calling("Round"),
        ["Sign"] = Calling("Sign"),
        ["Exp"] = Calling("Exp"),
        ["Log"] = Calling("Log"),
        ["Sqrt"] = Calling("Sqrt"),
        ["Reciprocal"] = Calling("Reciprocal"),
        ["Erf"] = Calling("Erf"),
        ["Sin"] = Calling("Sin"),
        ["Cos"] = Calling("Cos"),
        ["Tan"] = Calling("Tan"),
        ["Asin"] = Calling("Asin"),
        ["Acos"] = Calling("Acos"),
        ["Atan"] = Calling("Atan"),
        ["Sinh"] = Calling("Sinh"),
        ["Cosh"] = Calling("Cosh"),
        ["Asinh"] = Asinh,
        ["Acosh"] = Acosh,
        ["Atanh"] = Atanh,
        ["Sum"] = node => Several(node, (left, right) => Binary(node, "+", left, right)),
        ["Max"] = node => Several(node, (left, right) => Method(node, "Maximum", left, right)),
        ["Min"] = node => Several(node, (left, right) => Method(node, "Minimum", left, right)),
        ["Mean"] = node => [Scale(node, Several(node, (left, right) => Binary(node, "+", left, right))[0]!, 1f / node.InputCount)],
        ["Clip"] = Clip,
        ["Cast"] = node => [Cast(node, node.Input(0), (ElementType)node.Integer("to"))],
        ["CastLike"] = node => [Cast(node, node.Input(0), node.Input(1).Type)],
        ["OptionalGetElement"] = node => [node.Input(0)],
        ["BitShift"] = Shifted,
        ["Identity"] = node => [node.Input(0)],
        ["Dropout"] = Dropout,
    };

    /// <summary>An operator that is a method of the Dsl without arguments.</summary>
    public static Lower Calling(string method) => node => [Call(node, method, node.Tensor(0))];

    /// <summary>A method of the Dsl on a value, whose axes stay as they are.</summary>
    public static TensorOperand Call(NodeContext node, string method, TensorOperand value, params Argument[] arguments) =>
        value with { Term = node.Definition.Call(method, value.Term, arguments) };

    /// <summary>An operator of C# between two values, either of which may be a number.</summary>
    public static TensorOperand Binary(NodeContext node, string symbol, Operand left, Operand right)
    {
        // A number beside a value of as many axes is written as one.
        if (Values.Number(right) is { } number && Rank(node, right) <= Rank(node, left))
        {
            var value = node.Values.Tensor(left);
            return value with { Term = node.Definition.Operator(symbol, value.Term, number) };
        }

        if (Values.Number(left) is { } first && Rank(node, left) <= Rank(node, right))
        {
            var value = node.Values.Tensor(right);
            return value with { Term = node.Definition.Operator(symbol, first, value.Term) };
        }

        var both = node.Values.Broadcast(left, right);
        return both.Result(node.Definition.Operator(symbol, both.Values[0].Term, both.Values[1].Term), both.Values[0].Type);
    }

    /// <summary>A method of the Dsl on two values, the second of which may be a number.</summary>
    public static TensorOperand Method(NodeContext node, string method, Operand left, Operand right)
    {
        if (Values.Number(right) is { } number && Rank(node, right) <= Rank(node, left)) return Call(node, method, node.Values.Tensor(left), new Argument("other", number));
        var both = node.Values.Broadcast(left, right);
        return both.Result(node.Definition.Call(method, both.Values[0].Term, new Argument("other", both.Values[1].Term)), both.Values[0].Type);
    }

    public static TensorOperand Scale(NodeContext node, Operand value, float factor)
    {
        var tensor = node.Values.Tensor(value);
        return factor == 1 ? tensor : tensor with { Term = node.Definition.Operator("*", tensor.Term, factor) };
    }

    public static TensorOperand Plus(NodeContext node, TensorOperand value, float number) => number == 0 ? value : value with { Term = node.Definition.Operator("+", value.Term, number) };

    public static int Rank(NodeContext node, Operand operand) => node.Values.DimsOf(operand).Length;

    private static Operand?[] Binary(NodeContext node, string symbol) => [Binary(node, symbol, node.Input(0), node.Input(1))];

    private static Operand?[] Several(NodeContext node, Func<Operand, Operand, TensorOperand> combine)
    {
        Operand result = node.InputCount == 1 ? node.Tensor(0) : node.Input(0);
        for (var i = 1; i < node.InputCount; i++) result = Values.IsComputed(result) ? combine(result, node.Input(i)) : combine(node.Input(i), result);
        return [result];
    }

    // Quotients of whole numbers are cut towards 0.
    private static Operand?[] Divide(NodeContext node)
    {
        var quotient = Binary(node, "/", node.Input(0), node.Input(1));
        if (!node.Input(0).Type.IsInteger()) return [quotient];
        return [Truncated(node, quotient)];
    }

    private static TensorOperand Truncated(NodeContext node, TensorOperand value)
    {
        var size = Call(node, "Floor", Call(node, "Abs", value));
        return size with { Term = node.Definition.Operator("*", size.Term, node.Definition.Call("Sign", value.Term)) };
    }

    private static Operand?[] Power(NodeContext node)
    {
        var value = node.Tensor(0);
        if (Values.Number(node.Input(1)) is { } exponent && Rank(node, node.Input(1)) <= value.Rank)
        {
            return [exponent switch
            {
                1 => value,
                2 => Call(node, "Square", value),
                0.5f => Call(node, "Sqrt", value),
                -1 => Call(node, "Reciprocal", value),
                _ => Call(node, "Pow", value, new Argument("exponent", exponent)),
            }];
        }

        // Sign and size apart: a power of a number below 0 exists for whole exponents.
        var power = node.Tensor(1);
        var logarithm = Call(node, "Log", Call(node, "Abs", value));
        var size = Call(node, "Exp", Binary(node, "*", logarithm, power));
        var isOdd = Call(node, "EqualTo", Call(node, "Mod", power, new Argument("other", 2f)), new Argument("other", 1f));
        var isNegative = Call(node, "Less", value, new Argument("other", 0f));
        var both = node.Values.Broadcast(isOdd, isNegative);
        var flips = both.Result(node.Definition.Operator("*", both.Values[0].Term, both.Values[1].Term), value.Type);
        var sign = flips with { Term = node.Definition.Operator("-", 1f, node.Definition.Operator("*", flips.Term, 2f)) };
        return [Binary(node, "*", size, sign) with { Type = value.Type }];
    }

    // A product with a power of 2, or the whole part of the quotient.
    private static Operand?[] Shifted(NodeContext node)
    {
        var isLeft = node.Text("direction", "") == "LEFT";
        var power = Call(node, "Round", Call(node, "Exp", Scale(node, node.Input(1), (float)Math.Log(2))));
        var result = Binary(node, isLeft ? "*" : "/", node.Input(0), power);
        return [isLeft ? result : Call(node, "Floor", result)];
    }

    private static Operand?[] Modulo(NodeContext node)
    {
        if (node.Integer("fmod", 0) == 0) return [Method(node, "Mod", node.Input(0), node.Input(1))];
        // With the sign of the dividend.
        var quotient = Truncated(node, Binary(node, "/", node.Input(0), node.Input(1)));
        return [Binary(node, "-", node.Input(0), Binary(node, "*", quotient, node.Input(1)))];
    }

    // ln(x + sqrt(x² + 1)), of the size of x, so that nothing is lost below 0.
    private static Operand?[] Asinh(NodeContext node)
    {
        var x = node.Tensor(0);
        var size = Call(node, "Abs", x);
        var root = Call(node, "Sqrt", Plus(node, Call(node, "Square", x), 1));
        var result = Call(node, "Log", Binary(node, "+", size, root));
        return [Binary(node, "*", result, Call(node, "Sign", x))];
    }

    private static Operand?[] Acosh(NodeContext node)
    {
        var x = node.Tensor(0);
        return [Call(node, "Log", Binary(node, "+", x, Call(node, "Sqrt", Plus(node, Call(node, "Square", x), -1))))];
    }

    private static Operand?[] Atanh(NodeContext node)
    {
        var x = node.Tensor(0);
        var minus = Call(node, "Log1p", x with { Term = node.Definition.Negate(x.Term) });
        return [Scale(node, Binary(node, "-", Call(node, "Log1p", x), minus), 0.5f)];
    }

    private static Operand?[] Clip(NodeContext node)
    {
        var x = node.Tensor(0);
        var (low, high) = (Bound(node, 1, "min"), Bound(node, 2, "max"));
        if (low is null or { Number: not null } && high is null or { Number: not null })
        {
            // Below the least first, so that the largest wins where they cross.
            if (low?.Number is { } min && high?.Number is { } max)
                return [min == 0 && max == 6 ? Call(node, "Relu6", x) : min > max ? Call(node, "Minimum", x, new Argument("other", float.NegativeInfinity)) is var least ? Plus(node, Scale(node, least, 0), max) : x : Call(node, "Clamp", x, new Argument("low", min), new Argument("high", max))];
            if (low?.Number is { } only) return [only == 0 ? Call(node, "Relu", x) : Call(node, "Maximum", x, new Argument("other", only))];
            return [high?.Number is { } most ? Call(node, "Minimum", x, new Argument("other", most)) : x];
        }

        if (low is not null) x = Method(node, "Maximum", x, low.Value.Operand!);
        return [high is null ? x : Method(node, "Minimum", x, high.Value.Operand!)];
    }

    private static (float? Number, Operand? Operand)? Bound(NodeContext node, int input, string attribute)
    {
        if (node.Has(attribute)) return (node.Float(attribute, 0), null);
        if (node.Optional(input) is not { } bound) return null;
        return Values.Number(bound) is { } number ? (number, null) : (null, bound);
    }

    /// <summary>What a conversion does to values that are computed as floats.</summary>
    public static Operand Cast(NodeContext node, Operand value, ElementType type)
    {
        if (type is ElementType.String or ElementType.Undefined or ElementType.Complex64 or ElementType.Complex128) throw node.Error($"a conversion to {type.Described()} cannot be compiled");
        if (value.Type == type) return value;
        if (value is TokensOperand tokens && type.IsInteger()) return tokens with { Type = type };
        var tensor = node.Values.Tensor(value);
        if (type == ElementType.Bool && value.Type != ElementType.Bool) return new TensorOperand(node.Definition.Call("NotEqualTo", tensor.Term, new Argument("other", 0f)), type, tensor.BatchAxis);
        if (type.IsInteger() && value.Type.IsFloat()) return Truncated(node, tensor) with { Type = type };
        return tensor with { Type = type };
    }

    private static Operand?[] Dropout(NodeContext node)
    {
        // Files hold networks that predict; a ratio that is stated is not used then.
        if (node.OptionalConstant(2, "training mode") is { Count: 1 } training && training.Integers()[0] != 0 && node.OptionalConstant(1, "ratio")?.Number() is not 0) throw node.Error("it is in training mode; export the model for inference");
        if (!node.HasOutput(1)) return [node.Input(0)];
        var x = node.Tensor(0);
        var mask = Plus(node, Scale(node, x, 0), 1);
        return [x, mask with { Type = ElementType.Bool }];
    }
}
