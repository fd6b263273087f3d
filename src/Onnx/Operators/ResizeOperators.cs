using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>
/// Resampling. Along one axis it is linear in the values, whatever the mode: a product with a matrix of weights that are known when the
/// model is imported. What PyTorch has as well is written as its layer.
/// </summary>
internal static class ResizeOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Resize"] = node => [Resize(node, node.Opset < 11 ? 1 : 2, node.Opset < 11 ? -1 : 3)],
        ["Upsample"] = node => [Resize(node, 1, -1)],
    };

    /// <summary>The product of an axis with a matrix <c>[extent, count]</c> of known numbers.</summary>
    public static TensorOperand Along(NodeContext node, TensorOperand x, int along, float[] matrix, int count)
    {
        var rank = x.Sample.Length;
        var table = node.Values.Tensor(Constant.Of(ElementType.Float, [matrix.Length / count, count], matrix));
        var isLast = along == rank - 1;
        var moved = isLast ? x.Term : Swapped(x.Term);
        var product = node.Definition.Call("Matmul", moved, new Argument("right", table.Term));
        return x with { Term = isLast ? product : Swapped(product) };

        Term Swapped(Term term) => along == rank - 2
            ? node.Definition.Call("Transpose", term)
            : node.Definition.Call("Transpose", term, new Argument("first", along), new Argument("second", rank - 1));
    }

    private static TensorOperand Resize(NodeContext node, int scalesInput, int sizesInput)
    {
        var x = node.Tensor(0);
        var rank = x.Rank;
        var axes = node.Integers("axes")?.Select(axis => node.Axis(axis, rank)).ToArray() ?? [.. Enumerable.Range(0, rank)];
        var extents = node.Values.DimsOf(x);
        var scales = node.Floats("scales") ?? (IsGiven(node, scalesInput) ? node.Constant(scalesInput, "scales").Floats() : null);
        var sizes = scales is null && sizesInput > 0 ? node.Counts(sizesInput, "sizes") : null;
        if (scales is null && sizes is null) throw node.Error("it has neither scales nor sizes");
        var region = node.OptionalConstant(scalesInput == 2 ? 1 : 99, "roi")?.Floats();
        var axisResampler = new Resampling(node, region);
        if (sizes is not null) (scales, sizes) = Kept(node, axes, extents, sizes, node.Text("keep_aspect_ratio_policy", "stretch"));
        TensorOperand? inside = null;
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = axes[i];
            if (sizes is not null ? sizes[i].Equals(extents[axis]) : scales![i] == 1 && !axisResampler.HasRegion) continue;
            if (extents[axis].Value is not { } extent) throw node.Error($"it resamples an axis of {extents[axis]}, which calls choose");
            var size = sizes is not null ? sizes[i].Value ?? throw node.Error("its sizes depend on a size that calls choose") : axisResampler.Size(extent, scales![i], i, axes.Length);
            if (size < 1) throw node.Error($"axis {axis} would have {size} elements");
            var (value, along) = node.Values.On(x, axis);
            var scale = sizes is null ? scales![i] : scales?[i] ?? (float)size / extent;
            x = Along(node, value, along, axisResampler.Matrix((int)extent, (int)size, scale, i, axes.Length), (int)size);
            if (!axisResampler.HasRegion) continue;
            var row = Constant.Of(ElementType.Float, [(int)size, .. Enumerable.Repeat(1, value.Sample.Length - along - 1)], axisResampler.Inside((int)extent, (int)size, scale, i, axes.Length));
            var mask = node.Values.Tensor(row);
            inside = inside is null ? mask : PointwiseOperators.Binary(node, "*", inside, mask);
        }

        // What lies outside of a region has a number of its own.
        if (inside is null || node.Float("extrapolation_value", 0) is var fill && fill == 0) return x;
        var outside = inside with { Term = node.Definition.Operator("-", 1f, inside.Term) };
        var filled = node.Definition.Operator("+", x.Term, node.Definition.Operator("*", outside.Term, fill));
        return x with { Term = filled };
    }

    private static bool IsGiven(NodeContext node, int input) => node.Optional(input) is { } value && value is not ConstantOperand { Constant.Count: 0 };

    // One scale for all axes, so that none is larger, or smaller, than asked for.
    private static (float[]? Scales, Symbols.Count[] Sizes) Kept(NodeContext node, int[] axes, Symbols.Count[] extents, Symbols.Count[] sizes, string policy)
    {
        if (policy == "stretch") return (null, sizes);
        var ratios = sizes.Select((size, i) => (float)(size.Value ?? throw node.Error("its sizes depend on a call")) / (extents[axes[i]].Value ?? throw node.Error("its extents depend on a call"))).ToArray();
        var scale = policy == "not_larger" ? ratios.Min() : ratios.Max();
        return ([.. ratios.Select(_ => scale)], [.. axes.Select(axis => (Symbols.Count)(long)Math.Floor((scale * (double)extents[axis].Value!.Value) + 0.5))]);
    }
}
