using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Attention with its scores in full: products, what hides and moves them, and a softmax.</summary>
internal static class OnnxAttention
{
    public static OnnxCall? Write(AttentionOp op, OnnxNode node)
    {
        if (op.Dropout > 0) throw new NotExpressibleException("weights of attention are dropped at inference");
        var (query, key) = (node.ShapeOf(0), node.ShapeOf(1));
        var (heads, groups) = (query.Dims[2].Value, key.Dims[2].Value);
        var isGrouped = groups > 1 && groups < heads;
        var full = Shape.Of(query.Dims[0], heads, query.Dims[1], key.Dims[1]);
        var queries = node.Add("queries", "Transpose", "perm = [0, 2, 1, 3]", node.Input(0));
        var keys = node.Add("keys", "Transpose", "perm = [0, 2, 3, 1]", node.Input(1));
        var values = node.Add("values", "Transpose", "perm = [0, 2, 1, 3]", node.Input(2));
        var scores = Product(node, "scores", queries, keys, isGrouped, groups, Shape.Of(query.Dims[0], heads, query.Dims[1], query.Dims[3]), full);
        if (op.Scale != 1) scores = node.Add("scaled", "Mul", "", scores, node.Text.Scalar(op.Scale));
        if (op.HasBias) scores = node.Add("biased", "Add", "", scores, node.Input(AttentionOp.BiasInput));
        if (op.HasPadding) scores = node.Add("masked", "Add", "", scores, node.Add("padding", "Unsqueeze", "", node.Input(op.PaddingInput), node.Text.Integers(1, 2)));
        scores = Hidden(op, node, scores, query.Dims[1], key.Dims[1]);

        // A row that sees nothing is 0.
        var weights = node.Add("softmax", "Softmax", "axis = -1", scores);
        var seesSomething = !op.HasBias && !op.HasPadding && !op.HasLengths && (!op.Causal || Dim.Subtract(key.Dims[1], query.Dims[1]) is { Minimum: >= 0 });
        if (!seesSomething)
        {
            var largest = node.Add("largest", "ReduceMax", "", scores, node.Text.Integers(-1));
            weights = node.Add("weights", "Where", "", node.Add("blind", "Equal", "", largest, node.Text.Scalar(float.NegativeInfinity)), node.Text.Scalar(0), weights);
        }

        var output = Product(node, "sums", weights, values, isGrouped, groups, full, Shape.Of(query.Dims[0], heads, query.Dims[1], node.ShapeOf(2).Dims[3]));
        var read = node.Graph.ReadParts(node.Id);
        node.Graph.GiveParts(node.Id, [node.Text.Add(node.Name, new OnnxCall("Transpose", [output], "perm = [0, 2, 1, 3]")), read.Contains(1) ? node.Add("statistics", "ReduceLogSumExp", "keepdims = 0", scores, node.Text.Integers(-1)) : ""]);
        return null;
    }

    // [B, H, Q, D] by [B, G, D, K]: where several heads share one of the right side, they are an axis of their own.
    private static string Product(OnnxNode node, string role, string left, string right, bool isGrouped, int groups, Shape from, Shape to)
    {
        if (!isGrouped) return node.Add(role, "MatMul", "", left, right);
        Shape Grouped(Shape shape) => Shape.Of(shape.Dims[0], groups, shape.Dims[1].Value / groups, shape.Dims[2], shape.Dims[3]);
        left = node.Reshaped(role + ".left", left, from, Grouped(from));
        right = node.Add(role + ".right", "Unsqueeze", "", right, node.Text.Integers(2));
        return node.Reshaped(role, node.Add(role + ".grouped", "MatMul", "", left, right), Grouped(to), to);
    }

    private static string Hidden(AttentionOp op, OnnxNode node, string scores, Dim queries, Dim keys)
    {
        var (text, hidden) = (node.Text, new List<string>());
        var columns = op.Causal || op.HasSlopes || op.Window > 0 || op.HasLengths ? OnnxLeaves.Places(text, node.Sizes, keys) : "";
        if (op.Causal || op.HasSlopes || op.Window > 0)
        {
            var places = OnnxLeaves.Places(text, node.Sizes, queries);
            if (keys != queries)
            {
                var ahead = Dim.Subtract(keys, queries) is { } difference ? node.Sizes.Of(difference) : text.AddSize($"{keys}-{queries}", new OnnxCall("Sub", [node.Sizes.Of(keys), node.Sizes.Of(queries)]));
                places = text.AddSize($"places.{queries}.moved", new OnnxCall("Add", [places, text.AddSize($"{keys}-{queries}.float", new OnnxCall("Cast", [ahead], "to = 1"))]));
            }

            // How far a key lies behind its query.
            var distance = text.AddSize("distance", new OnnxCall("Sub", [columns, text.AddSize($"rows.{queries}", new OnnxCall("Unsqueeze", [places, text.Integers(1)]))]));
            if (op.HasSlopes)
            {
                var slopes = node.Add("slopes", "Unsqueeze", "", node.Input(node.Count - 1), text.Integers(1, 2));
                scores = node.Add("sloped", "Add", "", scores, node.Add("slope", "Mul", "", slopes, distance));
            }

            if (op.Causal) hidden.Add(text.AddSize("later", new OnnxCall("Greater", [distance, text.Scalar(0)])));
            if (op.Window > 0) hidden.Add(text.AddSize("earlier", new OnnxCall("LessOrEqual", [distance, text.Scalar(-op.Window)])));
        }

        if (op.HasLengths)
        {
            var lengths = node.Add("lengths.float", "Cast", "to = 1", node.Add("lengths", "Unsqueeze", "", node.Input(op.LengthsInput), text.Integers(1, 2, 3)));
            hidden.Add(node.Add("behind", "GreaterOrEqual", "", columns, lengths));
        }

        if (hidden.Count == 0) return scores;
        var any = hidden[0];
        for (var index = 1; index < hidden.Count; index++) any = node.Add("hidden", "Or", "", any, hidden[index]);
        return node.Add("visible", "Where", "", any, text.Scalar(float.NegativeInfinity), scores);
    }
}
