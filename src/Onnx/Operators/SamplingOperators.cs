using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Samples images at places that are computed: each place is a weighted sum of all rows and columns, whose weights are a function of the distance.</summary>
internal static class SamplingOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal) { ["GridSample"] = node => [GridSample(node)] };

    private static TensorOperand GridSample(NodeContext node)
    {
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var grid = node.Values.BatchFirst(node.Tensor(1), node.Error);
        if (x.Rank != 4) throw node.Error("it samples volumes; images can be compiled");
        var (channels, height, width) = (x.Sample[0].Value, x.Sample[1].Value, x.Sample[2].Value);
        var (rows, columns) = (grid.Sample[0].Value, grid.Sample[1].Value);
        var places = node.Definition.Call("Reshape", grid.Term, new Argument("shape", new[] { rows * columns, 2 }));
        var across = Weights(node, places, 0, width);
        var down = Weights(node, places, 1, height);
        // [places, height, 1] · [places, 1, width]
        var both = node.Definition.Operator("*", node.Definition.Call("Unsqueeze", down, new Argument("axis", 2)), node.Definition.Call("Unsqueeze", across, new Argument("axis", 1)));
        var flat = node.Definition.Call("Reshape", both, new Argument("shape", new[] { rows * columns, height * width }));
        var image = node.Definition.Call("Reshape", x.Term, new Argument("shape", new[] { channels, height * width }));
        var sampled = node.Definition.Call("Matmul", image, new Argument("right", node.Definition.Call("Transpose", flat)));
        return x with { Term = node.Definition.Call("Reshape", sampled, new Argument("shape", new[] { channels, rows, columns })) };
    }

    // What each element of an axis counts at each place, [places, extent].
    private static Term Weights(NodeContext node, Term places, int coordinate, int extent)
    {
        var definition = node.Definition;
        var isAligned = node.Integer("align_corners", 0) != 0;
        var from = definition.Call("Slice", places, new Argument("axis", 1), new Argument("start", coordinate), new Argument("end", coordinate + 1));
        // -1 and 1 are the centres of the corners, or their outer edges.
        var place = isAligned
            ? definition.Operator("*", definition.Operator("+", from, 1f), (extent - 1) / 2f)
            : definition.Operator("-", definition.Operator("*", definition.Operator("+", from, 1f), extent / 2f), 0.5f);
        var mode = node.Text("mode", "bilinear");
        var padding = node.Text("padding_mode", "zeros");
        if (mode is "bilinear" or "linear" or "nearest")
        {
            if (padding == "border") place = Clamped(definition, place, extent);
            if (padding == "reflection") place = Clamped(definition, Reflected(definition, place, extent, isAligned), extent);
            if (mode == "nearest") place = definition.Call("Round", place);
            return Kernel(definition, place, extent, mode);
        }

        if (mode is not ("bicubic" or "cubic")) throw node.Error($"the mode '{mode}' is unknown");
        if (padding == "zeros") return Kernel(definition, place, extent, mode);
        // The four neighbours are moved inside one by one.
        var floor = definition.Call("Floor", place);
        Term? sum = null;
        for (var tap = -1; tap <= 2; tap++)
        {
            var neighbour = definition.Operator("+", floor, (float)tap);
            var distance = definition.Call("Abs", definition.Operator("-", place, neighbour));
            var inside = padding == "border" ? Clamped(definition, neighbour, extent) : Clamped(definition, Reflected(definition, neighbour, extent, isAligned), extent);
            var part = definition.Operator("*", Kernel(definition, inside, extent, "nearest"), Cubic(definition, distance));
            sum = sum is null ? part : definition.Operator("+", sum, part);
        }

        return sum!;
    }

    private static Term Kernel(Definition definition, Term place, int extent, string mode)
    {
        var elements = definition.Places(definition.Beside, extent, 0);
        if (mode == "nearest") return definition.Call("EqualTo", place, new Argument("other", elements));
        var distance = definition.Call("Abs", definition.Operator("-", place, elements));
        return mode is "bilinear" or "linear" ? definition.Call("Relu", definition.Operator("-", 1f, distance)) : Cubic(definition, distance);
    }

    // Keys's kernel with a = -0.75, by the distance.
    private static Term Cubic(Definition definition, Term distance)
    {
        const float A = -0.75f;
        var near = definition.Operator("+", definition.Operator("*", definition.Operator("*", definition.Operator("-", definition.Operator("*", distance, A + 2), A + 3), distance), distance), 1f);
        var far = definition.Operator("*", definition.Operator("-", definition.Operator("*", definition.Operator("+", definition.Operator("*", definition.Operator("-", distance, 5f), distance), 8f), distance), 4f), A);
        var outer = definition.Call("Where", definition.Call("Less", distance, new Argument("other", 2f)), new Argument("then", far), new Argument("otherwise", 0f));
        return definition.Call("Where", definition.Call("LessOrEqual", distance, new Argument("other", 1f)), new Argument("then", near), new Argument("otherwise", outer));
    }

    private static Term Clamped(Definition definition, Term place, int extent) => definition.Call("Clamp", place, new Argument("low", 0f), new Argument("high", (float)(extent - 1)));

    // There and back between the borders.
    private static Term Reflected(Definition definition, Term place, int extent, bool isAligned)
    {
        var (low, span) = isAligned ? (0f, (float)(extent - 1)) : (-0.5f, extent);
        if (span == 0) return definition.Operator("*", place, 0f);
        var moved = definition.Call("Mod", definition.Operator("-", place, low), new Argument("other", 2 * span));
        var back = definition.Call("Minimum", moved, new Argument("other", definition.Operator("-", 2 * span, moved)));
        return definition.Operator("+", back, low);
    }
}
