using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Operators that ONNX Runtime's optimizer and its exporters write (<c>com.microsoft</c>).</summary>
internal static class MicrosoftOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Gelu"] = PointwiseOperators.Calling("Gelu"),
        ["FastGelu"] = node => [Gelu(node, "tanh")],
        ["BiasGelu"] = node => [Gelu(node, "none")],
        ["QuickGelu"] = QuickGelu,
        ["FusedMatMul"] = node => [FusedProduct(node)],
        ["FusedGemm"] = node => [Activated(node, OperatorTable.Find("", "Gemm")!(node)[0]!)],
        ["FusedConv"] = node => [Activated(node, OperatorTable.Find("", "Conv")!(node)[0]!)],
        ["SkipLayerNormalization"] = node => SkipNormalization(node, "LayerNormalization", 4),
        ["SkipSimplifiedLayerNormalization"] = node => SkipNormalization(node, "RMSNormalization", 3),
        ["SimplifiedLayerNormalization"] = node => OperatorTable.Find("", "RMSNormalization")!(node),
        ["RotaryEmbedding"] = node => [TransformerOperators.Rotary(node, node.Tensor(0), node.Input(2), node.Input(3), node.Input(1), (int)node.Integer("num_heads", 0), node.Integer("interleaved", 0) != 0, (int)node.Integer("rotary_embedding_dim", 0))],
        ["Attention"] = node => [Attention(node)],
        ["GroupQueryAttention"] = GroupedAttention.Lower,
        ["MultiHeadAttention"] = node => [MultiHeadAttention(node)],
        ["MatMulNBits"] = node => [PackedProduct(node)],
    };

    private static TensorOperand Gelu(NodeContext node, string approximate)
    {
        var x = node.Optional(1) is { } bias ? PointwiseOperators.Binary(node, "+", node.Input(0), bias) : node.Tensor(0);
        return PointwiseOperators.Call(node, "Gelu", x, approximate == "tanh" ? [new Argument("approximate", GeluApproximation.Tanh)] : []);
    }

    private static Operand?[] QuickGelu(NodeContext node)
    {
        var x = node.Tensor(0);
        return [PointwiseOperators.Binary(node, "*", x, PointwiseOperators.Call(node, "Sigmoid", PointwiseOperators.Scale(node, x, node.Float("alpha", 1.702f))))];
    }

    private static TensorOperand FusedProduct(NodeContext node)
    {
        if (node.Integer("transBatchA", 0) != 0 || node.Integer("transBatchB", 0) != 0) throw node.Error("it transposes the batch of a side");
        var (a, b) = (node.Input(0), node.Input(1));
        if (node.Integer("transA", 0) != 0) a = Swapped(node, node.Values.Tensor(a));
        if (node.Integer("transB", 0) != 0) b = b is ConstantOperand { Constant: { Rank: 2 } weight } ? new ConstantOperand(weight.Transposed(1, 0)) : Swapped(node, node.Values.Tensor(b));
        return PointwiseOperators.Scale(node, ProductOperators.MatMul(node, a, b), node.Float("alpha", 1));
    }

    private static TensorOperand Swapped(NodeContext node, TensorOperand x) =>
        MovementOperators.Permute(node, x, [.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2]);

    private static TensorOperand Activated(NodeContext node, Operand value)
    {
        var x = (TensorOperand)value;
        return node.Text("activation", "") switch
        {
            "" => x,
            "Relu" or "Sigmoid" or "Tanh" or "Softplus" or "HardSwish" => PointwiseOperators.Call(node, node.Text("activation", ""), x),
            "LeakyRelu" => PointwiseOperators.Call(node, "LeakyRelu", x, new Argument("negativeSlope", node.Floats("activation_params")?[0] ?? node.Float("leaky_relu_alpha", 0.01f))),
            "Clip" when node.Floats("activation_params") is { Length: 2 } bounds => PointwiseOperators.Call(node, "Clamp", x, new Argument("low", bounds[0]), new Argument("high", bounds[1])),
            var other => throw node.Error($"its activation {other} cannot be compiled"),
        };
    }

    // The sum of two, and of a bias, is normalised; the sum is an output as well.
    private static Operand?[] SkipNormalization(NodeContext node, string normalization, int biasInput)
    {
        var sum = PointwiseOperators.Binary(node, "+", node.Input(0), node.Input(1));
        if (node.Optional(biasInput) is { } bias) sum = PointwiseOperators.Binary(node, "+", sum, bias);
        var inputs = normalization == "LayerNormalization" ? new Operand?[] { sum, node.Input(2), node.Optional(3) } : [sum, node.Input(2)];
        return [node.Apply(normalization, inputs)[0], null, null, sum];
    }

    private static TensorOperand Attention(NodeContext node)
    {
        if (node.Optional(4) is not null || node.HasOutput(1)) throw node.Error("it keeps keys and values of earlier calls; [Decode] of the class does that");
        var heads = (int)node.Integer("num_heads");
        var weight = node.Importer.Weight(node, 1);
        var x = node.Tensor(0);
        var all = ProductOperators.Linear(node, x, weight.Transposed(1, 0), node.Optional(2) is null ? null : node.Importer.Weight(node, 2), weight);
        var width = weight.Dims[1] / 3;
        var parts = Enumerable.Range(0, 3).Select(i => TransformerOperators.Heads(node, MovementOperators.Slice(node, all, 2, i * width, (i + 1) * width), heads)).ToArray();
        return Attend(node, parts[0], parts[1], parts[2], node.Optional(3), node.OptionalTensor(5), node.Integer("unidirectional", 0) != 0);
    }

    private static TensorOperand MultiHeadAttention(NodeContext node)
    {
        if (node.Optional(6) is not null || node.HasOutput(1)) throw node.Error("it keeps keys and values of earlier calls; [Decode] of the class does that");
        var heads = (int)node.Integer("num_heads");
        if (node.Optional(1) is null || node.Optional(2) is null || PointwiseOperators.Rank(node, node.Input(0)) != 3) throw node.Error("its queries, keys and values are packed");
        var (q, k, v) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        if (node.Optional(3) is not null)
        {
            var bias = node.Importer.Weight(node, 3);
            var width = (int)(node.Values.DimsOf(q)[2].Value ?? throw node.Error("its features depend on a call"));
            (q, k, v) = (Added(q, 0, width), Added(k, width, 2 * width), Added(v, 2 * width, bias.Count));

            TensorOperand Added(TensorOperand value, int start, int end) => PointwiseOperators.Binary(node, "+", value, new ConstantOperand(Constant.Later(ElementType.Float, [end - start], () => bias.Floats().Skip(start).Take(end - start).ToArray())));
        }

        return Attend(node, TransformerOperators.Heads(node, q, heads), TransformerOperators.Heads(node, k, heads), TransformerOperators.Heads(node, v, heads), node.Optional(4), node.OptionalTensor(5), node.Integer("unidirectional", 0) != 0);
    }

    private static TensorOperand Attend(NodeContext node, TensorOperand q, TensorOperand k, TensorOperand v, Operand? padding, TensorOperand? bias, bool isCausal)
    {
        if (padding is not null)
        {
            // 1 where a key counts, [batch, keys].
            var mask = node.Values.Tensor(padding);
            if (mask.Rank != 2) throw node.Error($"its mask has {mask.Rank} axes; a number for each key of each sample can be compiled");
            var hidden = ComparisonOperators.Choose(node, mask, 0f, node.Float("mask_filter_value", -10000f));
            var dims = node.Values.DimsOf(hidden);
            var column = node.Values.Reshape(hidden, [dims[0], 1, 1, dims[1]]);
            bias = bias is null ? column : PointwiseOperators.Binary(node, "+", bias, column);
        }

        float? scale = node.Has("scale") && node.Float("scale", 0) != 0 ? node.Float("scale", 1) : null;
        var aligned = bias is null ? null : AttentionOperators.Bias(node, q, bias) ?? throw node.Error($"what it adds to the scores has the shape [{string.Join(", ", (object[])node.Values.DimsOf(bias))}]");
        return TransformerOperators.Flat(node, AttentionOperators.Attention(node, q, k, v, aligned, scale, isCausal));
    }

    // Weights of a few bits, two or more in a byte, with a scale for each block of a row.
    private static TensorOperand PackedProduct(NodeContext node)
    {
        var (rows, columns, bits, block) = ((int)node.Integer("N"), (int)node.Integer("K"), (int)node.Integer("bits", 4), (int)node.Integer("block_size"));
        if (bits is not (2 or 4 or 8)) throw node.Error($"its weights have {bits} bits; 2, 4 and 8 can be compiled");
        if (node.Optional(4) is not null) throw node.Error("its columns are in an order of their own (g_idx)");
        var (packed, scales, zeros) = (node.Importer.Weight(node, 1), node.Importer.Weight(node, 2), node.Optional(3) is null ? null : node.Importer.Weight(node, 3));
        var weight = Constant.Later(ElementType.Float, [rows, columns], () => Unpacked(packed.Integers(), scales.Floats(), zeros, rows, columns, bits, block), packed.Name);
        var bias = node.Optional(5) is null ? null : node.Importer.Weight(node, 5);
        return ProductOperators.Linear(node, node.Tensor(0), weight, bias, packed);
    }

    private static float[] Unpacked(long[] packed, float[] scales, Constant? zeros, int rows, int columns, int bits, int block)
    {
        var blocks = (columns + block - 1) / block;
        var (perByte, mask) = (8 / bits, (1 << bits) - 1);
        var (bytes, zeroBytes) = (block / perByte, (blocks + perByte - 1) / perByte);
        var (points, whole) = (zeros?.IsFloat == true ? zeros.Floats() : null, zeros?.IsFloat == false ? zeros.Integers() : null);
        var result = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = (row * blocks) + (column / block);
                var inside = column % block;
                var number = (packed[(at * bytes) + (inside / perByte)] >> (inside % perByte * bits)) & mask;
                var index = column / block;
                var zero = points is not null ? points[at] : whole is not null ? (whole[(row * zeroBytes) + (index / perByte)] >> (index % perByte * bits)) & mask : 1 << (bits - 1);
                result[(row * columns) + column] = (number - zero) * scales[at];
            }
        }

        return result;
    }
}
