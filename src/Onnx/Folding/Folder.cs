using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Folding;

/// <summary>
/// Works out what does not depend on the inputs' numbers: constants, and the arithmetic on shapes that exporters write instead of a shape.
/// Weights only change their extents here, and are read when they are written.
/// </summary>
internal static class Folder
{
    /// <summary>Larger ones are left to the compiler, which works them out once when the weights are loaded.</summary>
    private const int MostElements = 1 << 20;

    /// <summary>What is only ever worked out here, or by the importer itself.</summary>
    public static IReadOnlyCollection<string> Operators { get; } = ["Constant", "ConstantOfShape", "Shape", "Size", "Range", "NonZero", "DequantizeLinear", "If", "Loop", "Scan"];

    /// <summary>The outputs, or null where the node has to be computed.</summary>
    public static Operand?[]? TryFold(NodeContext node)
    {
        switch (node.Node.OpType)
        {
            case "Constant": return [Literal(node)];
            case "Shape": return [Shape(node)];
            case "Size": return [new CountsOperand([Count.Product(node.Importer.Values.DimsOf(node.Input(0)))], [])];
            case "ConstantOfShape" when node.Optional(0) is ConstantOperand or CountsOperand: return Filled(node);
            // Exporters store equal weights once, and give them the names of the others so.
            case "Identity" when node.Optional(0) is ConstantOperand { Constant: { Name: not null } weight } && Program.WeightNames.LayerOf(node.Node.Outputs[0]) is not null: return [new ConstantOperand(weight.Called(node.Node.Outputs[0]))];
            case "Identity" or "Dropout" when node.Optional(0) is ConstantOperand or CountsOperand: return [node.Input(0)];
        }

        for (var i = 0; i < node.InputCount; i++)
        {
            if (node.Optional(i) is TensorOperand or TokensOperand) return null;
        }

        if (node.InputCount == 0) return null;
        if (node.Optional(0) is ConstantOperand { Constant: var constant } && Lazily(node, constant) is { } moved) return [new ConstantOperand(moved)];
        for (var i = 0; i < node.InputCount; i++)
        {
            if (node.Optional(i) is ConstantOperand { Constant.Count: > MostElements }) return null;
        }

        var result = Element(node) ?? KnownMovement.TryFold(node);
        return result?.Select(known => (Operand?)known.ToOperand()).ToArray();
    }

    private static Operand Literal(NodeContext node)
    {
        foreach (var attribute in node.Node.Attributes.Values)
        {
            switch (attribute.Name)
            {
                case "value" when attribute.Tensor is { } tensor: return new ConstantOperand(Constant.Of(tensor with { Name = "" }));
                case "value_float": return new ConstantOperand(Constant.Of(ElementType.Float, [], [attribute.Float ?? 0]));
                case "value_floats": return new ConstantOperand(Constant.Of(ElementType.Float, [attribute.Floats.Count], [.. attribute.Floats]));
                case "value_int": return new ConstantOperand(Constant.Of(ElementType.Int64, [], [attribute.Integer ?? 0]));
                case "value_ints": return new ConstantOperand(Constant.Of(ElementType.Int64, [attribute.Integers.Count], [.. attribute.Integers]));
            }
        }

        throw node.Error("it holds no dense tensor of numbers; sparse constants and strings cannot be imported");
    }

    private static Operand Shape(NodeContext node)
    {
        var dims = node.Importer.Values.DimsOf(node.Input(0));
        var start = Clamp(node.Integer("start", 0));
        var end = Clamp(node.Integer("end", dims.Length));
        var part = dims.Skip(start).Take(Math.Max(end - start, 0)).ToArray();
        return new CountsOperand(part, [part.Length]);

        int Clamp(long place) => (int)Math.Max(0, Math.Min(place < 0 ? place + dims.Length : place, dims.Length));
    }

    private static Operand?[]? Filled(NodeContext node)
    {
        var dims = node.Counts(0, "shape");
        if (dims.Any(dim => !dim.IsConstant)) return null;
        var value = node.Node.Attributes.TryGetValue("value", out var stated) && stated.Tensor is { } tensor ? Constant.Of(tensor with { Name = "" }) : Constant.Of(ElementType.Float, [1], [0f]);
        return [new ConstantOperand(ConstantBox.Expand(value.Reshaped(), [.. dims.Select(dim => Extent(node, dim.Value!.Value))]))];
    }

    private static int Extent(NodeContext node, long value) => value is >= 0 and <= int.MaxValue ? (int)value : throw node.Error($"it has an extent of {value}");

    // What a weight may go through without being read.
    private static Constant? Lazily(NodeContext node, Constant constant)
    {
        switch (node.Node.OpType)
        {
            case "Cast": return constant.As((ElementType)node.Integer("to"));
            case "CastLike": return constant.As(node.Input(1).Type);
            case "Transpose":
                var order = node.Integers("perm");
                return constant.Transposed(order is null ? [.. Enumerable.Range(0, constant.Rank).Reverse()] : [.. order.Select(axis => node.Axis(axis, constant.Rank))]);
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" when KnownMovement.Dims(node, Array.ConvertAll(constant.Dims, dim => (Count)dim)) is { } dims && dims.All(dim => dim.IsConstant):
                return constant.Reshaped([.. dims.Select(dim => Extent(node, dim.Value!.Value))]);
            case "DequantizeLinear": return Quantization.Dequantized(node, constant);
            default: return null;
        }
    }

    private static Known[]? Element(NodeContext node)
    {
        var op = node.Node.OpType;
        var inputs = Enumerable.Range(0, node.InputCount).Select(i => Known.Of(node.Optional(i))).ToArray();
        if (inputs.Any(input => input is null)) return null;
        var result = op switch
        {
            "Add" or "Sub" or "Mul" or "Div" or "Pow" or "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "And" or "Or" or "Xor" when inputs.Length == 2 => KnownArithmetic.Binary(op, inputs[0]!, inputs[1]!),
            "Mod" when inputs.Length == 2 && node.Integer("fmod", 0) == 0 => KnownArithmetic.Binary(op, inputs[0]!, inputs[1]!),
            "Min" or "Max" => inputs.Skip(1).Aggregate(inputs[0], (left, right) => left is null ? null : KnownArithmetic.Binary(op, left, right!)),
            "Where" when inputs.Length == 3 => Where(inputs[0]!, inputs[1]!, inputs[2]!),
            "Range" when inputs.Length == 3 => Range(inputs[0]!, inputs[1]!, inputs[2]!),
            _ when inputs.Length == 1 => KnownArithmetic.Unary(op, inputs[0]!),
            _ => null,
        };
        return result is null ? null : [result];
    }

    private static Known? Where(Known condition, Known then, Known otherwise)
    {
        if (condition.Counts is not { } choices || choices.Any(choice => !choice.IsConstant)) return null;
        if (ConstantBox.Broadcast(condition.Dims, then.Dims, otherwise.Dims) is not { } dims) return null;
        var (c, a, b) = (Wide(condition), Wide(then), Wide(otherwise));
        if (a.Floats is not null && b.Floats is not null) return new Known(a.Type, dims, [.. c.Counts!.Select((choice, i) => choice.Value != 0 ? a.Floats[i] : b.Floats[i])]);
        return a.Counts is not null && b.Counts is not null ? new Known(a.Type, dims, [.. c.Counts!.Select((choice, i) => choice.Value != 0 ? a.Counts[i] : b.Counts[i])]) : null;

        Known Wide(Known value) => value.Box(dims, ConstantBox.StepsFor(value.Dims, dims), 0);
    }

    private static Known? Range(Known start, Known limit, Known step)
    {
        if (start.Floats is { } floats)
        {
            var count = Math.Max(0, Math.Ceiling(((double)limit.Floats![0] - floats[0]) / step.Floats![0]));
            return count <= MostElements ? new Known(start.Type, [(int)count], [.. Enumerable.Range(0, (int)count).Select(i => (float)(floats[0] + (i * (double)step.Floats[0])))]) : null;
        }

        if (start.Counts![0].Value is not { } from || limit.Counts![0].Value is not { } to || step.Counts![0].Value is not { } by || by == 0) return null;
        var length = Math.Max(0, Math.Ceiling((to - from) / (double)by));
        return length <= MostElements ? new Known(start.Type, [(int)length], [.. Enumerable.Range(0, (int)length).Select(i => (Count)(from + (i * by)))]) : null;
    }
}
