using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Operators that cut images, and put them together.</summary>
internal static class SpatialOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["CenterCropPad"] = node => [CenterCropPad(node)],
        ["Col2Im"] = Columns,
        ["AffineGrid"] = node => [AffineGrid(node)],
        ["RoiAlign"] = node => [RoiAlign(node)],
    };

    private static TensorOperand CenterCropPad(NodeContext node)
    {
        var x = node.Tensor(0);
        var axes = node.Integers("axes")?.Select(axis => node.Axis(axis, x.Rank)).ToArray() ?? [.. Enumerable.Range(0, x.Rank)];
        var wanted = node.Constant(1, "shape").Integers();
        for (var i = 0; i < axes.Length; i++)
        {
            var extent = node.Values.DimsOf(x)[axes[i]];
            if (extent.Equals(wanted[i])) continue;
            var (value, along) = node.Values.On(x, axes[i]);
            var own = extent.Value ?? throw node.Error($"it cuts or fills an axis of {extent}, which calls choose");
            var (target, missing) = ((int)wanted[i], (int)(wanted[i] - own));
            x = missing < 0
                ? MovementOperators.Slice(node, value, value.BatchAxis is { } batch && along >= batch ? along + 1 : along, -missing / 2, (-missing / 2) + target)
                : value with { Term = node.Definition.Call("Pad", value.Term, new Argument("axis", along), new Argument("before", missing / 2), new Argument("after", missing - (missing / 2))) };
        }

        return x;
    }

    // Sums of the windows where they overlap: a transposed convolution whose filters have one 1 each.
    private static Operand?[] Columns(NodeContext node)
    {
        var x = node.Tensor(0);
        var (image, block) = (node.Constant(1, "image shape").Integers(), node.Constant(2, "block shape").Integers());
        if (image.Length > 2) throw node.Error($"its images have {image.Length} axes; 1 and 2 can be compiled");
        var size = checked((int)block.Aggregate(1L, (product, extent) => product * extent));
        var dims = node.Values.DimsOf(x);
        var channels = checked((int)(dims[1].DividedBy(size)?.Value ?? throw node.Error($"{dims[1]} rows cannot be divided into blocks of {size}")));
        var (pads, strides, dilations) = (node.Integers("pads") ?? new long[2 * image.Length], node.Integers("strides") ?? [.. block.Select(_ => 1L)], node.Integers("dilations") ?? [.. block.Select(_ => 1L)]);
        var places = image.Select((extent, axis) => ((extent + pads[axis] + pads[axis + image.Length] - (dilations[axis] * (block[axis] - 1)) - 1) / strides[axis]) + 1).ToArray();
        var windows = node.Values.Reshape(x, [dims[0], dims[1], .. places.Select(place => (Count)place)]);
        int[] shape = [channels * size, 1, .. block.Select(extent => (int)extent)];
        var filter = Constant.Later(ElementType.Float, shape, () =>
        {
            var values = new float[channels * size * size];
            for (var row = 0; row < channels * size; row++) values[(row * size) + (row % size)] = 1;
            return values;
        });
        // What a stride leaves over at the end is filled.
        var left = image.Select((extent, axis) => extent - (((places[axis] - 1) * strides[axis]) - pads[axis] - pads[axis + image.Length] + (dilations[axis] * (block[axis] - 1)) + 1));
        var convolution = Patterns.Layers.Node(node.Node, "ConvTranspose", ["x", "w"], ("group", channels), ("strides", strides), ("dilations", dilations), ("pads", pads), ("output_padding", left.ToArray()));
        return OperatorTable.Find("", "ConvTranspose")!(new NodeContext(node.Importer, convolution, [windows, new ConstantOperand(filter)], node.Opset));
    }

    // Places of a grid between -1 and 1, moved by a matrix of each sample (Jaderberg et al. 2015).
    private static TensorOperand AffineGrid(NodeContext node)
    {
        var theta = node.Tensor(0);
        var size = node.Constant(1, "size").Integers().Skip(2).Select(extent => checked((int)extent)).ToArray();
        var isAligned = node.Integer("align_corners", 0) != 0;
        var count = Constant.CountOf(size);
        var strides = Constant.StridesOf(size);
        var places = Constant.Later(ElementType.Float, [size.Length + 1, count], () =>
        {
            var values = new float[(size.Length + 1) * count];
            for (var axis = 0; axis < size.Length; axis++)
            {
                // The last axis, x, comes first.
                var (row, extent) = (size.Length - 1 - axis, size[axis]);
                for (var i = 0; i < count; i++)
                {
                    var place = i / strides[axis] % extent;
                    values[(row * count) + i] = (float)(isAligned ? extent == 1 ? -1 : -1 + (2.0 * place / (extent - 1)) : (((2.0 * place) + 1) / extent) - 1);
                }
            }

            for (var i = 0; i < count; i++) values[(size.Length * count) + i] = 1;
            return values;
        });
        var moved = ProductOperators.Product(node, theta, node.Values.Tensor(places));
        var last = MovementOperators.Permute(node, moved, [0, 2, 1]);
        return node.Values.Reshape(last, [node.Values.DimsOf(theta)[0], .. size.Select(extent => (Count)extent), size.Length]);
    }

    // Bilinear samples of a box, of which the weights along rows and columns are apart: the mean of products is the product of means (He et al. 2017).
    private static TensorOperand RoiAlign(NodeContext node)
    {
        if (node.Text("mode", "avg") != "avg") throw node.Error("it takes the largest sample; averages can be compiled");
        var ratio = checked((int)node.Integer("sampling_ratio", 0));
        if (ratio <= 0) throw node.Error("how many samples it takes depends on its boxes; export it with a sampling_ratio");
        var (height, width, scale) = ((int)node.Integer("output_height", 1), (int)node.Integer("output_width", 1), node.Float("spatial_scale", 1));
        var isHalf = node.Text("coordinate_transformation_mode", node.Opset < 16 ? "output_half_pixel" : "half_pixel") == "half_pixel";
        var (x, boxes) = (node.Values.Explicit(node.Tensor(0)), node.Values.Explicit(node.Tensor(1)));
        var dims = node.Values.DimsOf(x);
        var count = node.Values.DimsOf(boxes)[0];
        if (dims.Skip(1).Any(dim => !dim.IsConstant)) throw node.Error("the extents of its images depend on a call");
        var chosen = GatherOperators.Rows(node, x, node.Input(2));
        var rows = Weights(1, 3, height, (int)dims[2].Value!.Value);
        var columns = Weights(0, 2, width, (int)dims[3].Value!.Value);
        // [boxes, 1, out, in] · [boxes, channels, in, in'] · [boxes, 1, in', out'].
        return ProductOperators.Product(node, ProductOperators.Product(node, rows, chosen), MovementOperators.Permute(node, columns, [0, 1, 3, 2]));

        TensorOperand Weights(int low, int high, int bins, int extent)
        {
            var (start, end) = (Edge(low), Edge(high));
            var length = PointwiseOperators.Binary(node, "-", end, start);
            if (!isHalf) length = PointwiseOperators.Method(node, "Maximum", length, new ConstantOperand(Constant.Of(ElementType.Float, [], [1f])));
            // Samples of a bin lie at (i + (s + ½) / ratio) of its length.
            var steps = new float[bins * ratio];
            for (var i = 0; i < steps.Length; i++) steps[i] = ((i / ratio) + (((i % ratio) + 0.5f) / ratio)) / bins;
            var samples = PointwiseOperators.Binary(node, "+", start, PointwiseOperators.Binary(node, "*", length, new ConstantOperand(Constant.Of(ElementType.Float, [1, bins, ratio, 1], steps))));
            var isInside = PointwiseOperators.Binary(node, "*", PointwiseOperators.Call(node, "GreaterOrEqual", samples, new Argument("other", -1f)), PointwiseOperators.Call(node, "LessOrEqual", samples, new Argument("other", (float)extent)));
            var clamped = PointwiseOperators.Call(node, "Clamp", samples, new Argument("low", 0f), new Argument("high", (float)(extent - 1)));
            var places = new TensorOperand(node.Definition.Places(node.Definition.Beside, extent, 0), ElementType.Float, null);
            var distance = PointwiseOperators.Call(node, "Abs", PointwiseOperators.Binary(node, "-", clamped, places));
            var tent = PointwiseOperators.Call(node, "Relu", distance with { Term = node.Definition.Operator("-", 1f, distance.Term) });
            var mean = ReductionOperators.Reduce(node, "Mean", PointwiseOperators.Binary(node, "*", tent, isInside), [2], keepDims: false);
            return node.Values.Reshape(mean, [count, 1, bins, extent]);
        }

        TensorOperand Edge(int column)
        {
            var edge = PointwiseOperators.Scale(node, node.Values.Reshape(MovementOperators.Slice(node, boxes, 1, column, column + 1), [count, 1, 1, 1]), scale);
            return isHalf ? PointwiseOperators.Plus(node, edge, -0.5f) : edge;
        }
    }
}
